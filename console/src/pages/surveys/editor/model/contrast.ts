/** WCAG 2.2 AA: text on its ground. */
export const READABLE = 4.5;

type Rgb = [number, number, number];

const rgbOf = (color: string): Rgb => [color.slice(1, 3), color.slice(3, 5), color.slice(5, 7)].map((pair) => parseInt(pair, 16)) as Rgb;

const hexOf = (rgb: Rgb): string => `#${rgb.map((channel) => Math.round(channel).toString(16).padStart(2, '0')).join('')}`;

const linear = (channel: number): number => (channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4);

function luminance(rgb: Rgb): number {
  const [red, green, blue] = rgb.map((channel) => linear(channel / 255)) as Rgb;
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

/** How well white words can be read on `#rrggbb`: 1 to 21. */
export const contrastWithWhite = (color: string): number => 1.05 / (luminance(rgbOf(color)) + 0.05);

export const isColor = (text: string): boolean => /^#[0-9a-fA-F]{6}$/.test(text);

const mixed = (rgb: Rgb, other: Rgb, share: number): Rgb => rgb.map((channel, at) => channel + (other[at]! - channel) * share) as Rgb;

/** The colours of the answer page, made as the server makes them: the brand is darkened until it can be read. */
export function shadesOf(color: string): { brand: string; deep: string; tint: string; line: string } {
  let brand = rgbOf(isColor(color) ? color : HOUSE);
  while (1.05 / (luminance(brand) + 0.05) < READABLE) brand = mixed(brand, [0, 0, 0], 0.06);
  return { brand: hexOf(brand), deep: hexOf(mixed(brand, [0, 0, 0], 0.18)), tint: hexOf(mixed(brand, [255, 255, 255], 0.92)), line: hexOf(mixed(brand, [255, 255, 255], 0.78)) };
}

/** The answer page's own colour, where a survey names none. */
export const HOUSE = '#0f766e';
