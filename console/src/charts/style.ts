import { PALETTES, type Appearance } from '@/theme/theme';
import { useAppearance } from '@/theme/appearance';
import styles from './Chart.module.css';

export interface ChartColours {
  accent: string;
  band: string;
  line: string;
  ink: string;
  ink2: string;
  ink3: string;
  surface: string;
  promoter: string;
  passive: string;
  detractor: string;
}

export function chartColours(appearance: Appearance): ChartColours {
  const { accent, line, ink, ink2, ink3, surface, promoter, passive, detractor } = PALETTES[appearance];
  return { accent, band: `${accent}26`, line, ink, ink2, ink3, surface, promoter, passive, detractor };
}

export const useChartColours = (): ChartColours => chartColours(useAppearance());

/** Axes that stay behind the data: hairlines, small grey words. */
export function quietAxis(colours: ChartColours) {
  return {
    axisLine: { lineStyle: { color: colours.line } },
    axisTick: { show: false },
    axisLabel: { color: colours.ink2, fontSize: 12 },
    splitLine: { lineStyle: { color: colours.line, type: 'solid' as const } },
  };
}

/** Steps between marks by the width of an axis of scores. */
const STEPS: [number, number][] = [[25, 5], [50, 10], [100, 25], [200, 50]];

/** An axis of scores around these values, ending at round scores: it never goes where no score can be. */
export function scoreAxis(values: number[]): { min: number; max: number; interval: number } {
  const [low, high] = values.length > 0 ? [Math.min(...values), Math.max(...values)] : [0, 50];
  const round = high - low > 75 ? 50 : 25;
  const min = Math.min(100 - round, Math.max(-100, Math.floor(low / round) * round));
  const max = Math.min(100, Math.max(min + round, Math.ceil(high / round) * round));
  return { min, max, interval: STEPS.find(([width]) => max - min <= width)![1] };
}

export function tooltipBox(colours: ChartColours) {
  return {
    confine: true,
    backgroundColor: colours.surface,
    borderColor: colours.line,
    textStyle: { color: colours.ink, fontSize: 12 },
  };
}

/** Tooltip as elements, not as markup: names come from customers' data. */
export function tooltipContent(title: string, rows: [string, string][]): HTMLElement {
  const box = document.createElement('div');
  box.className = styles.tip!;
  const head = box.appendChild(document.createElement('div'));
  head.className = styles.tipTitle!;
  head.textContent = title;
  for (const [name, value] of rows) box.appendChild(tooltipRow(name, value));
  return box;
}

function tooltipRow(name: string, value: string): HTMLElement {
  const row = document.createElement('div');
  row.className = styles.tipRow!;
  for (const text of [name, value]) row.appendChild(document.createElement('span')).textContent = text;
  return row;
}
