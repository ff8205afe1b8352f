import type { CountedFigure } from '@/api/centre';
import type { Language } from '@/format/number';
import type { FigureValue } from '@/ui/figure';

/** 75 → 1 分 15 秒; under a minute the seconds alone. */
export function formatSeconds(seconds: number | null | undefined, language: Language): string {
  if (seconds == null) return '–';
  const whole = Math.round(seconds);
  const [m, s] = language === 'en' ? ['min', 's'] : ['分', '秒'];
  if (whole < 60) return `${whole} ${s}`;
  return `${Math.floor(whole / 60)} ${m} ${whole % 60} ${s}`;
}

/** The server's figure as the kit shows it. */
export function asFigure(figure: CountedFigure): FigureValue {
  const { value, n, low, high, state } = figure;
  return { value, n, low, high, lowSample: state === 'low_sample' };
}
