import type { EChartsCoreOption } from 'echarts/core';
import { formatCount, formatValue, type Language } from '@/format/number';
import { npsGroup } from '@/ui/ScoreTag';
import { quietAxis, tooltipBox, tooltipContent, type ChartColours } from './style';

export interface ScoreCount {
  score: number;
  count: number;
}

/** How many gave each recommendation score, in the colours of the three groups. */
export function distributionOption(counts: ScoreCount[], name: string, colours: ChartColours, language: Language): EChartsCoreOption {
  const axis = quietAxis(colours);
  const total = counts.reduce((sum, each) => sum + each.count, 0) || 1;
  const share = (count: number): string => formatValue(count / total, 'share', language);
  return {
    animationDuration: 200,
    grid: { left: 44, right: 8, top: 20, bottom: 24 },
    xAxis: { ...axis, type: 'category', data: counts.map((each) => String(each.score)) },
    yAxis: { ...axis, type: 'value', splitNumber: 3, minInterval: 1 },
    tooltip: {
      ...tooltipBox(colours),
      trigger: 'item',
      formatter: (hit: unknown) => {
        const each = counts[(hit as { dataIndex: number }).dataIndex];
        return each ? tooltipContent(`${each.score}`, [[name, formatCount(each.count)], ['%', share(each.count)]]) : '';
      },
    },
    series: [
      {
        id: 'scores',
        name,
        type: 'bar',
        barMaxWidth: 32,
        data: counts.map((each) => ({ value: each.count, itemStyle: { color: colours[npsGroup(each.score)] } })),
        label: { show: true, position: 'top', color: colours.ink3, fontSize: 11, formatter: ({ value }: { value: number }) => (value ? share(value) : '') },
      },
    ],
  };
}
