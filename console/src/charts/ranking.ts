import type { CustomSeriesRenderItemAPI, CustomSeriesRenderItemParams } from 'echarts';
import type { EChartsCoreOption } from 'echarts/core';
import { formatCount, formatInterval, formatValue, type Language, type Unit } from '@/format/number';
import type { FigureValue } from '@/ui/figure';
import { quietAxis, scoreAxis, tooltipBox, tooltipContent, type ChartColours } from './style';

export interface RankedUnit {
  key: string;
  label: string;
  figure: FigureValue;
}

export interface RankingWords {
  value: string;
  interval: string;
  lowSample: string;
}

const ROW_HEIGHT = 30;

export const rankingHeight = (rows: number): number => Math.max(120, rows * ROW_HEIGHT + 40);

/** A dot with its 95 % interval per unit, in the given order from the top; units under the minimum n carry no dot. */
export function rankingOption(units: RankedUnit[], unit: Unit, words: RankingWords, colours: ChartColours, language: Language): EChartsCoreOption {
  const axis = quietAxis(colours);
  const percent = (x: number): string => (unit === 'share' ? `${Math.round(x * 100)}%` : String(x));
  return {
    animationDuration: 200,
    grid: { left: 156, right: 100, top: 8, bottom: 24 },
    xAxis: { ...axis, type: 'value', ...rangeOf(units, unit), axisLabel: { ...axis.axisLabel, formatter: percent, hideOverlap: true } },
    yAxis: {
      ...axis,
      type: 'category',
      inverse: true,
      data: units.map(({ label, figure }) => (shown(figure) ? label : `${label} · ${words.lowSample}`)),
      axisLabel: { color: colours.ink, fontSize: 13, width: 144, overflow: 'truncate' },
      splitLine: { show: false },
    },
    tooltip: { ...tooltipBox(colours), trigger: 'item', formatter: (hit: unknown) => tipFor(units[(hit as { dataIndex: number }).dataIndex], unit, words, language) },
    series: [whiskers(units, colours), dots(units, colours), labels(units, unit, colours, language)],
  };
}

/** From zero where it is a share. */
function rangeOf(units: RankedUnit[], unit: Unit) {
  if (unit !== 'score') return { scale: unit !== 'share', splitNumber: 4 };
  return scoreAxis(units.filter(({ figure }) => shown(figure)).flatMap(({ figure }) => [figure.low ?? figure.value!, figure.high ?? figure.value!]));
}

const shown = (figure: FigureValue): boolean => !figure.lowSample && figure.value !== null;

function whiskers(units: RankedUnit[], colours: ChartColours) {
  return {
    id: 'whiskers',
    type: 'custom' as const,
    z: 1,
    data: units.map(({ figure }, row) => (shown(figure) && figure.low != null ? [figure.low, row, figure.high] : [NaN, row, NaN])),
    encode: { x: [0, 2], y: 1 },
    renderItem: (_: CustomSeriesRenderItemParams, api: CustomSeriesRenderItemAPI) => {
      const [x1, y] = api.coord([api.value(0), api.value(1)]) as [number, number];
      const [x2] = api.coord([api.value(2), api.value(1)]) as [number, number];
      if (Number.isNaN(x1) || Number.isNaN(x2)) return null;
      return { type: 'line', shape: { x1, y1: y, x2, y2: y }, style: { stroke: colours.accent, lineWidth: 4, opacity: 0.28, lineCap: 'round' } };
    },
  };
}

function dots(units: RankedUnit[], colours: ChartColours) {
  return {
    id: 'units',
    type: 'scatter' as const,
    itemStyle: { color: colours.accent },
    data: units.map(({ figure }, row) => ({ value: [figure.value ?? 0, row], symbolSize: shown(figure) ? 9 : 0 })),
  };
}

/** Value and n stand after the interval's end, where they cover nothing. */
function labels(units: RankedUnit[], unit: Unit, colours: ChartColours, language: Language) {
  const text = (figure: FigureValue): string => `${formatValue(figure.value, unit, language)}  n=${formatCount(figure.n)}`;
  return {
    id: 'labels',
    type: 'scatter' as const,
    symbolSize: 0.01,
    silent: true,
    data: units.map(({ figure }, row) => ({
      value: [shown(figure) ? (figure.high ?? figure.value) : null, row],
      label: { show: true, position: 'right' as const, distance: 8, color: colours.ink2, fontSize: 12, formatter: text(figure) },
    })),
  };
}

function tipFor(each: RankedUnit | undefined, unit: Unit, words: RankingWords, language: Language): HTMLElement | string {
  if (!each) return '';
  const { figure } = each;
  const rows: [string, string][] = [[words.value, shown(figure) ? formatValue(figure.value, unit, language) : words.lowSample]];
  if (shown(figure) && figure.low != null && figure.high != null) rows.push([words.interval, formatInterval(figure.low, figure.high, unit, language)]);
  return tooltipContent(each.label, [...rows, ['n', formatCount(figure.n)]]);
}
