import { describe, expect, it } from 'vitest';
import { compactCount, directionOf, formatDelta, formatInterval, formatValue } from './number';
import { grainFor, resolvePeriod } from './period';
import { formatAgo, formatDuration, formatInstant } from './time';

describe('numbers', () => {
  it.each([
    [9999, '9,999', '9,999'],
    [12345, '1.2万', '12.3k'],
    [1_234_567, '123.5万', '1.2M'],
    [234_500_000, '2.3亿', '234.5M'],
    [-45_000, '-4.5万', '-45k'],
  ])('%d is compact in each language', (value, zh, en) => {
    expect(compactCount(value, 'zh-Hans')).toBe(zh);
    expect(compactCount(value, 'en')).toBe(en);
  });

  it('keeps each unit recognisable', () => {
    expect(formatValue(20.693, 'score', 'zh-Hans')).toBe('20.7');
    expect(formatValue(0.8734, 'share', 'zh-Hans')).toBe('87.3%');
    expect(formatValue(null, 'score', 'en')).toBe('–');
    expect(formatValue(25_600, 'money', 'zh-Hans')).toBe('¥2.6万');
  });

  it('signs differences and speaks of percentage points', () => {
    expect(formatDelta(-4.2, 'score', 'zh-Hans')).toBe('−4.2');
    expect(formatDelta(0.021, 'share', 'zh-Hans')).toBe('+2.1 个百分点');
    expect([-0.004, 0.004, 0].map((delta) => formatDelta(delta, 'mean', 'zh-Hans'))).toEqual(['0.00', '0.00', '0.00']);
    expect([-0.0004, -0.0006].map((delta) => directionOf(delta, 'share'))).toEqual([0, -1]);
    expect(formatInterval(0.861, 0.884, 'share', 'en')).toBe('86.1 ~ 88.4%');
  });
});

describe('periods', () => {
  // 2026-11-22 is a Sunday; 02:30 UTC is 10:30 in Shanghai.
  const now = new Date('2026-11-22T02:30:00Z');

  it.each([
    ['today', '2026-11-22', '2026-11-22'],
    ['week', '2026-11-16', '2026-11-22'],
    ['month', '2026-11-01', '2026-11-22'],
    ['last_month', '2026-10-01', '2026-10-31'],
    ['d30', '2026-10-24', '2026-11-22'],
    ['d90', '2026-08-25', '2026-11-22'],
    ['m12', '2025-12-01', '2026-11-22'],
  ] as const)('%s covers %s to %s', (key, from, to) => {
    expect(resolvePeriod(key, {}, now)).toEqual({ from, to });
  });

  it('counts the day by the company zone', () => {
    expect(resolvePeriod('today', {}, new Date('2026-11-21T16:05:00Z')).from).toBe('2026-11-22');
  });

  it('draws at most about thirty points', () => {
    expect(grainFor({ from: '2026-11-01', to: '2026-11-30' })).toBe('day');
    expect(grainFor({ from: '2026-09-01', to: '2026-11-30' })).toBe('week');
    expect(grainFor({ from: '2025-12-01', to: '2026-11-30' })).toBe('month');
  });

  it('takes a longer step where answers are few', () => {
    const month = { from: '2026-11-01', to: '2026-11-30' };
    expect([600, 60, 3].map((n) => grainFor(month, n))).toEqual(['day', 'week', 'week']);
    expect(grainFor({ from: '2026-11-16', to: '2026-11-22' }, 3)).toBe('day');
  });
});

describe('instants', () => {
  const now = new Date('2026-11-22T02:30:00Z');

  it('are shown in the company zone', () => {
    expect(formatInstant('2026-11-21T16:05:00Z', 'zh-Hans', now)).toBe('11月22日 00:05');
    expect(formatInstant('2025-11-21T16:05:00Z', 'en', now)).toBe('2025-11-22 00:05');
  });

  it('are shown as gaps when recent', () => {
    expect(formatAgo('2026-11-22T02:05:00Z', 'zh-Hans', now)).toBe('25 分钟前');
    expect(formatAgo('2026-11-21T23:05:00Z', 'en', now)).toBe('3 h ago');
  });

  it('durations keep their two largest units', () => {
    expect(formatDuration(27 * 3_600_000 + 59_000, 'zh-Hans')).toBe('1 天 3 小时');
    expect(formatDuration(68 * 60_000, 'en')).toBe('1h 8min');
  });
});

describe('units in traditional characters', () => {
  it('are those of their readers', () => {
    expect(compactCount(12_345, 'zh-Hant')).toBe('1.2萬');
    expect(formatDelta(0.021, 'share', 'zh-Hant')).toBe('+2.1 個百分點');
    expect(formatDuration(5 * 3_600_000, 'zh-Hant')).toBe('5 小時');
  });
});
