import type { EChartsCoreOption } from 'echarts/core';
import { describe, expect, it } from 'vitest';
import type { FigureValue } from '@/ui/figure';
import { curveOption } from './curve';
import { distributionOption } from './distribution';
import { echarts } from './echarts';
import { npsTrendOption, type TrendPoint, type TrendWords } from './npsTrend';
import { rankingOption } from './ranking';
import { sentimentBarsOption } from './sentimentBars';
import { chartColours, scoreAxis } from './style';

// ECharts then measures words by a table of widths.
HTMLCanvasElement.prototype.getContext = () => null;

const colours = chartColours('light');
const words: TrendWords = { nps: 'NPS', interval: '95 %', promoters: '+', passives: '0', detractors: '-', lowSample: '?' };
const rankingWords = { value: 'NPS', interval: '95 %', lowSample: '?' };
const figure = (value: number | null): FigureValue => (value === null ? { value, n: 2, lowSample: true } : { value, n: 9, low: value - 10, high: value + 10 });
const point = (value: number | null): TrendPoint => ({ label: '06-01', nps: figure(value), promoters: 0.3, passives: null, detractors: 0.7 });
const trend = (...values: (number | null)[]): EChartsCoreOption => npsTrendOption(values.map(point), words, colours, 'en');
const ranked = (...values: (number | null)[]): EChartsCoreOption =>
  rankingOption(values.map((value, at) => ({ key: String(at), label: String(at), figure: figure(value) })), 'score', rankingWords, colours, 'en');
const curve = (points: number): EChartsCoreOption =>
  curveOption([{ key: 'a', name: 'A', tone: 'accent', points: Array.from({ length: points }, (_, day) => ({ day, bought_again: 0, low: 0, high: 0, at_risk: 5 })) }], 'day', colours, 'en');
const scores = (count: number): EChartsCoreOption => distributionOption(Array.from({ length: 11 }, (_, score) => ({ score, count })), 'n', colours, 'en');

/** Every element that was drawn without a place while the chart unrolled. */
async function misplaced(option: EChartsCoreOption): Promise<string[]> {
  const host = document.body.appendChild(document.createElement('div'));
  const chart = echarts.init(host, null, { renderer: 'svg', width: 660, height: 330 });
  chart.setOption(option);
  const found = new Set<string>();
  for (let frame = 0; frame < 12; frame++) {
    for (const [tag] of host.innerHTML.matchAll(/<[^>]*(NaN|undefined)[^>]*>/g)) found.add(tag);
    await new Promise((resume) => setTimeout(resume, 20));
  }
  chart.dispose();
  host.remove();
  return [...found];
}

describe('charts of little data', () => {
  it.each([
    ['a trend of nothing', trend()],
    ['a trend of too few answers', trend(null, null)],
    ['a trend that begins with a gap', trend(null, null, 10)],
    ['a trend with a gap inside', trend(10, null, null, 20)],
    ['a trend that ends in a gap', trend(20, 3, null)],
    ['a trend of one point', trend(-40)],
    ['a ranking of nothing', ranked()],
    ['a ranking of too few answers', ranked(null)],
    ['a ranking of one unit', ranked(null, 3)],
    ['a curve of nobody', curve(0)],
    ['a curve of one day', curve(1)],
    ['scores of nobody', scores(0)],
    ['no topics', sentimentBarsOption([], { positive: '+', negative: '-', neutral: '0' }, colours)],
    ['one topic', sentimentBarsOption([{ key: 'a', label: 'a', positive: 1, negative: 0, neutral: 0 }], { positive: '+', negative: '-', neutral: '0' }, colours)],
  ])('%s has a place for everything it draws', async (_, option) => expect(await misplaced(option)).toEqual([]));
});

describe('an axis of scores', () => {
  it.each([
    [[], { min: 0, max: 50, interval: 10 }],
    [[37, 45], { min: 25, max: 50, interval: 5 }],
    [[12, 38], { min: 0, max: 50, interval: 10 }],
    [[25, 25], { min: 25, max: 50, interval: 5 }],
    [[-4, 93], { min: -50, max: 100, interval: 50 }],
    [[-118, 104], { min: -100, max: 100, interval: 50 }],
    [[100, 100], { min: 75, max: 100, interval: 5 }],
  ])('around %o is %o', (values, axis) => expect(scoreAxis(values)).toEqual(axis));
});

describe('the trend', () => {
  it('names its newest value', () => {
    const { series } = trend(12, 30.04, null) as { series: { id: string; data: unknown[] }[] };
    const data = series.find(({ id }) => id === 'nps')!.data;
    expect(data).toEqual([12, { value: 30.04, label: expect.objectContaining({ show: true, formatter: '30.0' }) }, null]);
  });
});
