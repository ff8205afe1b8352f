/** One path on a line, its levels parted by a comma, a tab or "/". */
export const pathsOf = (text: string): string[][] =>
  text.split('\n').map((line) => line.split(/[,，\t/]/).map((step) => step.trim()).filter(Boolean)).filter((path) => path.length > 0);

export const textOfPaths = (paths: string[][]): string => paths.map((path) => path.join('，')).join('\n');
