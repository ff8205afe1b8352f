import i18next from 'i18next';
import { beforeAll, describe, expect, it } from 'vitest';
import words from '@/locales/zh-Hans/voices.json';
import { spellEvidence } from './evidence';

const t = i18next.getFixedT('zh-Hans', 'voices');

describe('why a flag was raised', () => {
  beforeAll(() => i18next.init({ lng: 'zh-Hans', resources: { 'zh-Hans': { voices: words } }, interpolation: { escapeValue: false } }));

  it.each([
    ['speeder', { seconds: 7.04, n: 900, median: 48, fifth_percentile: 15, limit: 16 }, '7 秒答完，同卷中位数 48 秒'],
    ['speeder', { seconds: 2, n: 3, floor: 7, questions: 7 }, '7 题只用 2 秒，读完也要 7 秒'],
    ['straight_lining', { rows: 5, rating: 5, recommend: 0 }, '5 行全给 5 分，推荐分却是 0'],
    ['straight_lining', { rows: 5, rating: 5, seconds: 6, median: 48 }, '5 行全给 5 分，只用 6 秒（中位数 48 秒）'],
    ['many_from_device', { others: 12, units: 4, days: 7 }, '同一设备 7 天内答过 12 次，涉及 4 家店'],
    ['of_the_future', { what: ['x'] }, 'what: ["x"]'],
  ])('%s %o', (kind, evidence, said) => expect(spellEvidence(kind, evidence, t)).toBe(said));
});
