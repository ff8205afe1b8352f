import type { RankedUnit } from '@/charts/ranking';
import type { TrendPoint } from '@/charts/npsTrend';
import type { FigureValue } from '@/ui/figure';
import type { ImportRun } from '@/ui/importRun';
import type { UnitNode } from '@/ui/unitTree';
import type { VerbatimData } from '@/ui/Verbatim';

/** Made-up content for the gallery only; nothing of the product reads it. */
export const figure = (value: number, n: number, margin: number, delta = 0, significant = false): FigureValue => ({
  value,
  n,
  low: value - margin,
  high: value + margin,
  change: { against: 'previous', delta, significant },
});

export const units: UnitNode[] = [
  { code: 'HQ', name: '总部', kind: 'headquarters', parent: null, status: 'open' },
  { code: 'R1', name: '华东', kind: 'region', parent: 'HQ', status: 'open' },
  { code: 'C11', name: '上海', kind: 'city', parent: 'R1', status: 'open' },
  { code: '0001', name: '徐汇店', kind: 'store', parent: 'C11', status: 'open' },
  { code: '0002', name: '静安店', kind: 'store', parent: 'C11', status: 'open' },
];

export const trend: TrendPoint[] = Array.from({ length: 24 }, (_, at) => {
  const nps = 32 + 9 * Math.sin(at / 4) - (at > 17 ? 14 : 0);
  const detractors = 0.22 - nps / 500;
  const few = at === 5;
  return {
    label: `${String((at % 12) + 1).padStart(2, '0')}月`,
    nps: { value: nps, n: few ? 3 : 320 + 10 * at, low: nps - 6, high: nps + 6, lowSample: few },
    promoters: detractors + nps / 100,
    detractors,
    passives: 1 - 2 * detractors - nps / 100,
  };
});

export const ranked: RankedUnit[] = ['华东', '华南', '华北', '西南', '华中'].map((label, at) => ({
  key: label,
  label,
  figure: at === 4 ? { value: null, n: 3, lowSample: true } : figure(46 - at * 7.3, 4200 - at * 900, 2 + at),
}));

export const voice: VerbatimData = {
  id: '1',
  text: '牛肉干很香,就是比上个月贵了两块,包装袋还漏气,不过店员态度挺好。',
  mentions: [
    { topic: '口味', polarity: 'positive', start: 0, end: 5 },
    { topic: '价格', polarity: 'negative', start: 8, end: 15 },
    { topic: '包装', polarity: 'negative', start: 16, end: 22 },
    { topic: '服务', polarity: 'positive', start: 25, end: 31 },
  ],
  nps: 6,
  unit: '徐汇店',
  channel: '门店扫码',
  at: new Date(Date.now() - 25 * 60_000).toISOString(),
  customer: '王**',
  flags: ['答题过快'],
  ticket: '工单 T2031 · 处理中',
};

export const importRun: ImportRun = {
  id: 'x',
  kind: 'reviews',
  file_name: '天猫评价-6月.csv',
  state: 'checked',
  columns: ['时间', '店铺编码', '评分', '评价内容'],
  fields: [
    { key: 'at', label: '评价时间', required: true, kind: 'instant' },
    { key: 'unit', label: '组织编码', required: true, kind: 'text' },
    { key: 'rating', label: '星级', required: false, kind: 'number' },
  ],
  options: {},
  mapping: { at: '时间', unit: '店铺编码', rating: '评分' },
  sample: [['2026-06-01 10:02', '0001', '5', '好吃']],
  rows_total: 20118,
  rows_done: 20118,
  created: 19987,
  updated: 0,
  unchanged: 118,
  rejected: 13,
  rejects: [{ row: 87, field: 'unit', code: 'unknown_unit', message: '没有编码为 00999 的组织' }],
};
