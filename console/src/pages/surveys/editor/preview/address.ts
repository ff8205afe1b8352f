/** What a link would carry: `name=value`, one to a line or joined by `&`. Lines without a name are left out. */
export function linkParameters(written: string): [string, string][] {
  return written
    .split(/[\n&]/)
    .map((line) => line.trim())
    .filter((line) => line.indexOf('=') > 0)
    .map((line) => [line.slice(0, line.indexOf('=')).trim(), line.slice(line.indexOf('=') + 1).trim()]);
}

/** The preview's address with the language it speaks, the page or question it begins at, and what a link would carry. */
export function previewAddress(path: string, language: string, at: string | undefined, written: string): string {
  const query = new URLSearchParams(linkParameters(written));
  query.set('lang', language);
  if (at) query.set('at', at);
  return `${path}?${query}`;
}
