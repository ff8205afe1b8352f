import type { EChartsCoreOption } from 'echarts/core';
import { formatCount, formatInterval, formatValue, type Language } from '@/format/number';
import type { FigureValue } from '@/ui/figure';
import { quietAxis, scoreAxis, tooltipBox, tooltipContent, type ChartColours } from './style';

export interface TrendPoint {
  label: string;
  nps: FigureValue;
  /** Shares 0…1 of the three groups; null when nobody answered. */
  promoters: number | null;
  passives: number | null;
  detractors: number | null;
}

export interface TrendWords {
  nps: string;
  interval: string;
  promoters: string;
  passives: string;
  detractors: string;
  lowSample: string;
}

/** NPS as a line in its 95 % band above, the three groups as shares below, on one time axis. */
export function npsTrendOption(points: TrendPoint[], words: TrendWords, colours: ChartColours, language: Language): EChartsCoreOption {
  const labels = points.map((point) => point.label);
  const axis = quietAxis(colours);
  const category = (gridIndex: number, shown: boolean) => ({ ...axis, type: 'category' as const, gridIndex, data: labels, axisLabel: { ...axis.axisLabel, show: shown, hideOverlap: true } });
  return {
    animationDuration: 200,
    grid: [
      { left: 44, right: 40, top: 12, height: '52%' },
      { left: 44, right: 40, bottom: 26, height: '26%' },
    ],
    xAxis: [category(0, false), category(1, true)],
    yAxis: [
      { ...axis, type: 'value', gridIndex: 0, ...scoreAxis(points.flatMap(({ nps }) => (shownValue(nps) === null ? [] : [nps.low ?? nps.value!, nps.high ?? nps.value!]))) },
      { ...axis, type: 'value', gridIndex: 1, min: 0, max: 1, splitNumber: 2, axisLabel: { ...axis.axisLabel, formatter: (x: number) => `${x * 100}%` } },
    ],
    tooltip: { ...tooltipBox(colours), trigger: 'axis', axisPointer: { type: 'line', lineStyle: { color: colours.ink3 } }, formatter: (hits: unknown) => tipFor(points, hits, words, language) },
    axisPointer: { link: [{ xAxisIndex: 'all' }] },
    series: [...bandSeries(points, colours), lineSeries(points, words, colours), ...groupSeries(points, words, colours)],
  };
}

function shownValue(figure: FigureValue): number | null {
  return figure.lowSample ? null : figure.value;
}

function bandSeries(points: TrendPoint[], colours: ChartColours) {
  const low = points.map((point) => (shownValue(point.nps) === null ? null : (point.nps.low ?? null)));
  const gap = points.map((point, at) => (low[at] == null || point.nps.high == null ? null : point.nps.high - low[at]!));
  // The default stacking splits by sign; the band must also cross zero.
  const common = { type: 'line' as const, stack: 'band', stackStrategy: 'all' as const, symbol: 'none', silent: true, lineStyle: { opacity: 0 }, xAxisIndex: 0, yAxisIndex: 0 };
  return [
    { ...common, id: 'low', data: low },
    { ...common, id: 'gap', data: gap, areaStyle: { color: colours.band } },
  ];
}

function lineSeries(points: TrendPoint[], words: TrendWords, colours: ChartColours) {
  return {
    id: 'nps',
    name: words.nps,
    type: 'line' as const,
    xAxisIndex: 0,
    yAxisIndex: 0,
    data: withLastLabelled(points.map((point) => shownValue(point.nps)), colours),
    symbol: 'circle',
    symbolSize: points.length > 20 ? 4 : 6,
    connectNulls: false,
    lineStyle: { width: 2, color: colours.accent },
    itemStyle: { color: colours.accent },
  };
}

/** The newest value stands at its point: ECharts' own end label is drawn at NaN while a line that begins with a gap unrolls. */
function withLastLabelled(values: (number | null)[], colours: ChartColours) {
  const last = values.findLastIndex((value) => value !== null);
  return values.map((value, at) =>
    at === last && value !== null ? { value, label: { show: true, position: 'right' as const, formatter: value.toFixed(1), color: colours.accent, fontWeight: 600 } } : value,
  );
}

function groupSeries(points: TrendPoint[], words: TrendWords, colours: ChartColours) {
  const bar = (id: 'promoters' | 'passives' | 'detractors', color: string) => ({
    id,
    name: words[id],
    type: 'bar' as const,
    stack: 'groups',
    xAxisIndex: 1,
    yAxisIndex: 1,
    barMaxWidth: 28,
    data: points.map((point) => point[id]),
    itemStyle: { color, borderColor: colours.surface, borderWidth: 0.5 },
  });
  return [bar('detractors', colours.detractor), bar('passives', colours.passive), bar('promoters', colours.promoter)];
}

function tipFor(points: TrendPoint[], hits: unknown, words: TrendWords, language: Language): HTMLElement | string {
  const index = (hits as { dataIndex: number }[])[0]?.dataIndex ?? 0;
  const point = points[index];
  if (!point) return '';
  const { nps } = point;
  const rows: [string, string][] = [[words.nps, nps.lowSample ? words.lowSample : formatValue(nps.value, 'score', language)]];
  if (!nps.lowSample && nps.low != null && nps.high != null) rows.push([words.interval, formatInterval(nps.low, nps.high, 'score', language)]);
  for (const group of ['promoters', 'passives', 'detractors'] as const) rows.push([words[group], formatValue(point[group], 'share', language)]);
  return tooltipContent(point.label, [...rows, ['n', formatCount(nps.n)]]);
}
