/** Numbers as readers of each language expect them: 万/亿 in Chinese, k/M in English. */

export type Language = 'zh-Hans' | 'zh-Hant' | 'en';

const TRADITIONAL: Record<string, string> = { 万: '萬', 亿: '億', 时: '時', 个: '個', 点: '點', 钟: '鐘', 刚: '剛' };

/** A unit of measure in the script of its reader: 小時 for 小时. */
export function inScript(text: string, language: Language): string {
  return language === 'zh-Hant' ? text.replace(/[万亿时个点钟刚]/g, (each) => TRADITIONAL[each]!) : text;
}

/** What a value is, which decides its decimals, sign and suffix. */
export type Unit = 'score' | 'share' | 'count' | 'money' | 'mean' | 'hours' | 'points';

const MISSING = '–';

function fixed(value: number, digits: number): string {
  return value.toLocaleString('en-US', { minimumFractionDigits: digits, maximumFractionDigits: digits });
}

function trimmed(value: number, digits: number): string {
  return value.toLocaleString('en-US', { maximumFractionDigits: digits });
}

const ZH_STEPS: [number, string][] = [[1e8, '亿'], [1e4, '万']];
const EN_STEPS: [number, string][] = [[1e9, 'B'], [1e6, 'M'], [1e4, 'k']];

/** 12345 → 1.2万 (zh) or 12.3k (en); below ten thousand the full number. */
export function compactCount(value: number, language: Language): string {
  const steps = language === 'en' ? EN_STEPS : ZH_STEPS;
  for (const [from, suffix] of steps) {
    if (Math.abs(value) >= from) {
      const divisor = suffix === 'k' ? 1e3 : from;
      return `${trimmed(value / divisor, 1)}${inScript(suffix, language)}`;
    }
  }
  return trimmed(value, 0);
}

/** The value with its unit; shares come as 0…1, money in yuan, hours in hours. Null shows as a dash. */
export function formatValue(value: number | null | undefined, unit: Unit, language: Language): string {
  if (value === null || value === undefined || Number.isNaN(value)) return MISSING;
  switch (unit) {
    case 'score':
      return fixed(value, 1);
    case 'share':
      return `${fixed(value * 100, 1)}%`;
    case 'mean':
      return fixed(value, 2);
    case 'money':
      return `¥${compactCount(value, language)}`;
    case 'hours':
      return language === 'en' ? `${fixed(value, 1)} h` : `${fixed(value, 1)} ${inScript('小时', language)}`;
    case 'points':
      return fixed(value, 1);
    case 'count':
      return compactCount(value, language);
  }
}

/** Which way a difference points once it is rounded as it is printed: a hundredth that is not shown has no direction. */
export function directionOf(delta: number, unit: Unit): -1 | 0 | 1 {
  const nothing = !/[1-9]/.test(formatValue(Math.abs(delta), unit, 'en'));
  return nothing ? 0 : delta > 0 ? 1 : -1;
}

/** A difference with its sign, none where it rounds to nothing; a share's difference is in percentage points. */
export function formatDelta(delta: number, unit: Unit, language: Language): string {
  const sign = { '-1': '−', 0: '', 1: '+' }[directionOf(delta, unit)];
  const size = Math.abs(delta);
  if (unit === 'share') return `${sign}${fixed(size * 100, 1)} ${language === 'en' ? 'pp' : inScript('个百分点', language)}`;
  return `${sign}${formatValue(size, unit, language)}`;
}

/** Interval as printed beside a value, e.g. 31.2–38.4. */
export function formatInterval(low: number, high: number, unit: Unit, language: Language): string {
  const short = unit === 'share' ? (x: number) => fixed(x * 100, 1) : (x: number) => formatValue(x, unit, language);
  return `${short(low)} ~ ${short(high)}${unit === 'share' ? '%' : ''}`;
}

/** n with thousands separators: the reader must be able to judge its size exactly. */
export function formatCount(n: number): string {
  return trimmed(n, 0);
}
