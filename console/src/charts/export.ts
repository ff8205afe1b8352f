import type { EChartsCoreOption } from 'echarts/core';
import type { Language } from '@/format/number';

export type Cell = string | number | null;

/** The chart as rows, for readers who want the numbers and for the CSV. */
export interface ChartTable {
  columns: string[];
  rows: Cell[][];
}

const FORMULA_START = /^[=+\-@\t\r]/;

function csvCell(cell: Cell): string {
  if (cell === null) return '';
  if (typeof cell === 'number') return String(cell);
  // A spreadsheet would run a text that starts like a formula; a leading tab keeps it a text.
  const text = FORMULA_START.test(cell) ? `\t${cell}` : cell;
  return /[",\n\t\r]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** CSV with a byte-order mark, so that Excel and WPS read Chinese. */
export function toCsv({ columns, rows }: ChartTable): string {
  return `\uFEFF${[columns, ...rows].map((row) => row.map(csvCell).join(',')).join('\r\n')}\r\n`;
}

export function save(blob: Blob, name: string): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  window.setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}

/** Draws the option once more on a canvas off the page and saves it as PNG at twice the size. */
export async function savePng(option: EChartsCoreOption, name: string, size: { width: number; height: number }, background: string, language: Language): Promise<void> {
  const { echarts } = await import('./echarts');
  const canvas = document.createElement('canvas');
  canvas.width = size.width;
  canvas.height = size.height;
  const chart = echarts.init(canvas, null, { renderer: 'canvas', devicePixelRatio: 2, locale: language === 'en' ? 'EN' : 'ZH', ...size });
  chart.setOption({ ...option, animation: false, backgroundColor: background });
  const drawn = chart.renderToCanvas({ pixelRatio: 2 });
  drawn.toBlob((blob) => blob && save(blob, name));
  chart.dispose();
}
