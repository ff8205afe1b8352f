import type { CustomSeriesRenderItemAPI, CustomSeriesRenderItemParams } from 'echarts';
import type { EChartsCoreOption } from 'echarts/core';
import { formatCount, formatInterval, formatValue, type Language, type Unit } from '@/format/number';
import type { FigureValue } from '@/ui/figure';
import { quietAxis, tooltipBox, tooltipContent, type ChartColours } from './style';

export interface JourneyPoint {
  label: string;
  /** The stage's name at its first touchpoint, empty at the others. */
  stage: string;
  figure: FigureValue;
  count: number;
}

export interface JourneyWords {
  metric: string;
  interval: string;
  volume: string;
  lowSample: string;
}

/** The experience along the path: the metric with its 95 % intervals above, how many spoke below; stages parted by lines. */
export function journeyCurveOption(points: JourneyPoint[], unit: Unit, words: JourneyWords, colours: ChartColours, language: Language, narrow: boolean): EChartsCoreOption {
  const axis = quietAxis(colours);
  const labels = points.map((point) => point.label);
  const starts = (index: number): boolean => points[index]?.stage !== '';
  const category = { ...axis, type: 'category' as const, data: labels, splitLine: { show: true, interval: starts, lineStyle: { color: colours.line } } };
  const tick = (value: number): string => (unit === 'share' ? `${Math.round(value * 100)}%` : String(value));
  return {
    animationDuration: 200,
    grid: [
      { left: narrow ? 36 : 48, right: 16, top: 28, height: '52%' },
      { left: narrow ? 36 : 48, right: 16, bottom: 44, height: '18%' },
    ],
    xAxis: [
      { ...category, gridIndex: 0, axisLabel: { show: false } },
      { ...category, gridIndex: 1, axisLabel: { ...axis.axisLabel, interval: 0, fontSize: narrow ? 11 : 12, width: narrow ? 34 : 88, overflow: 'break', lineHeight: 14 } },
      { ...category, gridIndex: 0, position: 'top', axisLine: { show: false }, splitLine: { show: false }, axisLabel: { color: colours.ink, fontWeight: 600, interval: 0, formatter: (_: string, index: number) => points[index]?.stage ?? '' } },
    ],
    yAxis: [
      { ...axis, type: 'value', gridIndex: 0, scale: unit !== 'share', splitNumber: 4, axisLabel: { ...axis.axisLabel, formatter: tick } },
      { ...axis, type: 'value', gridIndex: 1, splitNumber: 1, axisLabel: { ...axis.axisLabel, formatter: (value: number) => formatCount(value), showMinLabel: false } },
    ],
    tooltip: { ...tooltipBox(colours), trigger: 'axis', axisPointer: { type: 'line', lineStyle: { color: colours.ink3 } }, formatter: (hits: unknown) => tipFor(points, hits, unit, words, language) },
    axisPointer: { link: [{ xAxisIndex: 'all' }] },
    series: [whiskers(points, colours), line(points, unit, words, colours, language), bars(points, words, colours)],
  };
}

const shown = (figure: FigureValue): boolean => !figure.lowSample && figure.value !== null;

function whiskers(points: JourneyPoint[], colours: ChartColours) {
  return {
    id: 'whiskers',
    type: 'custom' as const,
    silent: true,
    z: 1,
    data: points.map(({ figure }, at) => (shown(figure) && figure.low != null ? [at, figure.low, figure.high] : [at, NaN, NaN])),
    encode: { x: 0, y: [1, 2] },
    renderItem: (_: CustomSeriesRenderItemParams, api: CustomSeriesRenderItemAPI) => {
      const [x, y1] = api.coord([api.value(0), api.value(1)]) as [number, number];
      const [, y2] = api.coord([api.value(0), api.value(2)]) as [number, number];
      if (Number.isNaN(y1) || Number.isNaN(y2)) return null;
      return { type: 'line', shape: { x1: x, y1, x2: x, y2 }, style: { stroke: colours.accent, lineWidth: 4, opacity: 0.28, lineCap: 'round' } };
    },
  };
}

function line(points: JourneyPoint[], unit: Unit, words: JourneyWords, colours: ChartColours, language: Language) {
  return {
    id: 'metric',
    name: words.metric,
    type: 'line' as const,
    data: points.map(({ figure }) => (shown(figure) ? figure.value : null)),
    symbol: 'circle',
    symbolSize: 9,
    connectNulls: false,
    lineStyle: { width: 2, color: colours.accent },
    itemStyle: { color: colours.accent },
    label: { show: true, position: 'top' as const, distance: 8, color: colours.ink, fontSize: 12, fontWeight: 600, backgroundColor: colours.surface, formatter: ({ value }: { value: number }) => formatValue(value, unit, language) },
    labelLayout: { hideOverlap: true },
  };
}

function bars(points: JourneyPoint[], words: JourneyWords, colours: ChartColours) {
  return {
    id: 'volume',
    name: words.volume,
    type: 'bar' as const,
    xAxisIndex: 1,
    yAxisIndex: 1,
    barMaxWidth: 36,
    data: points.map((point) => point.count),
    itemStyle: { color: colours.passive, opacity: 0.55 },
  };
}

function tipFor(points: JourneyPoint[], hits: unknown, unit: Unit, words: JourneyWords, language: Language): HTMLElement | string {
  const point = points[(hits as { dataIndex: number }[])[0]?.dataIndex ?? -1];
  if (!point) return '';
  const { figure } = point;
  const rows: [string, string][] = [[words.metric, figure.lowSample ? words.lowSample : formatValue(figure.value, unit, language)]];
  if (shown(figure) && figure.low != null && figure.high != null) rows.push([words.interval, formatInterval(figure.low, figure.high, unit, language)]);
  return tooltipContent(point.label, [...rows, ['n', formatCount(figure.n)], [words.volume, formatCount(point.count)]]);
}
