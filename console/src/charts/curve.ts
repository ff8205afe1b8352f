import type { EChartsCoreOption } from 'echarts/core';
import { formatCount, formatInterval, formatValue, type Language } from '@/format/number';
import { quietAxis, tooltipBox, tooltipContent, type ChartColours } from './style';

export interface CurvePoint {
  day: number;
  bought_again: number;
  low: number;
  high: number;
  at_risk: number;
}

export interface Curve {
  key: string;
  name: string;
  points: CurvePoint[];
  tone: 'detractor' | 'accent';
}

/** Shares who have bought again by a day, as steps in their 95 % bands, with the names at the ends of the lines. */
export function curveOption(curves: Curve[], dayName: string, colours: ChartColours, language: Language): EChartsCoreOption {
  const axis = quietAxis(colours);
  return {
    animationDuration: 200,
    grid: { left: 48, right: 120, top: 12, bottom: 40 },
    xAxis: { ...axis, type: 'value', name: dayName, nameLocation: 'middle', nameGap: 26, nameTextStyle: { color: colours.ink3 }, splitLine: { show: false } },
    yAxis: { ...axis, type: 'value', min: 0, axisLabel: { ...axis.axisLabel, formatter: (share: number) => `${Math.round(share * 100)}%` } },
    tooltip: { ...tooltipBox(colours), trigger: 'axis', formatter: (hits: unknown) => tipFor(curves, hits, dayName, language) },
    series: curves.flatMap((curve) => [...band(curve, colours), line(curve, colours, language)]),
  };
}

function band(curve: Curve, colours: ChartColours) {
  const common = { type: 'line' as const, step: 'end' as const, stack: curve.key, symbol: 'none', silent: true, lineStyle: { opacity: 0 }, tooltip: { show: false } };
  return [
    { ...common, id: `${curve.key} low`, data: curve.points.map((point) => [point.day, point.low]) },
    { ...common, id: `${curve.key} gap`, data: curve.points.map((point) => [point.day, point.high - point.low]), areaStyle: { color: colours[curve.tone], opacity: 0.12 } },
  ];
}

function line(curve: Curve, colours: ChartColours, language: Language) {
  return {
    id: curve.key,
    name: curve.name,
    type: 'line' as const,
    step: 'end' as const,
    symbol: 'none',
    data: curve.points.map((point) => [point.day, point.bought_again]),
    lineStyle: { width: 2, color: colours[curve.tone], type: curve.tone === 'accent' ? ('solid' as const) : ('dashed' as const) },
    itemStyle: { color: colours[curve.tone] },
    endLabel: { show: true, color: colours[curve.tone], formatter: ({ value }: { value: [number, number] }) => `${curve.name} ${formatValue(value[1], 'share', language)}` },
  };
}

function tipFor(curves: Curve[], hits: unknown, dayName: string, language: Language): HTMLElement | string {
  const day = (hits as { axisValue: number }[])[0]?.axisValue;
  if (day === undefined) return '';
  const rows = curves.flatMap((curve): [string, string][] => {
    const point = curve.points.findLast((each) => each.day <= day);
    if (!point) return [];
    return [[curve.name, `${formatValue(point.bought_again, 'share', language)} (${formatInterval(point.low, point.high, 'share', language)}, n=${formatCount(point.at_risk)})`]];
  });
  return tooltipContent(`${dayName} ${Math.round(day)}`, rows);
}
