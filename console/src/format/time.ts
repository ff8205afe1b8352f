import dayjs, { type Dayjs } from 'dayjs';
import 'dayjs/locale/en-gb';
import 'dayjs/locale/zh-cn';
import 'dayjs/locale/zh-tw';
import isoWeek from 'dayjs/plugin/isoWeek';
import timezone from 'dayjs/plugin/timezone';
import utc from 'dayjs/plugin/utc';
import { inScript, type Language } from './number';

dayjs.extend(utc);
dayjs.extend(timezone);
dayjs.extend(isoWeek);

let zone = 'Asia/Shanghai';

/** The company's zone, told by the session; every instant on screen is in it. */
export function setZone(name: string): void {
  zone = name;
}

export function inZone(instant: string | Date | number): Dayjs {
  return dayjs(instant).tz(zone);
}

export function today(now: Date = new Date()): Dayjs {
  return dayjs(now).tz(zone).startOf('day');
}

/** 7月3日 14:05 this year, 2024-07-03 14:05 otherwise. */
export function formatInstant(instant: string, language: Language, now: Date = new Date()): string {
  const at = inZone(instant);
  const sameYear = at.year() === inZone(now).year();
  if (!sameYear) return at.format('YYYY-MM-DD HH:mm');
  return language === 'en' ? at.format('D MMM HH:mm') : at.format('M月D日 HH:mm');
}

export function formatFull(instant: string): string {
  return inZone(instant).format('YYYY-MM-DD HH:mm:ss');
}

export function formatDay(day: string, language: Language): string {
  const at = dayjs(day);
  return language === 'en' ? at.format('D MMM YYYY') : at.format('YYYY年M月D日');
}

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** A length of time in its two largest units: 2 天 3 小时, 5 小时 8 分, 12 分. */
export function formatDuration(milliseconds: number, language: Language): string {
  const size = Math.abs(milliseconds);
  const days = Math.floor(size / DAY);
  const hours = Math.floor((size % DAY) / HOUR);
  const minutes = Math.floor((size % HOUR) / MINUTE);
  const [d, h, m] = language === 'en' ? ['d', 'h', 'min'] : [' 天', inScript(' 小时', language), ' 分'];
  if (days > 0) return hours > 0 ? `${days}${d} ${hours}${h}` : `${days}${d}`;
  if (hours > 0) return minutes > 0 ? `${hours}${h} ${minutes}${m}` : `${hours}${h}`;
  return `${minutes}${m}`;
}

/** How long ago, for voices and notes. */
export function formatAgo(instant: string, language: Language, now: Date = new Date()): string {
  const gap = now.getTime() - new Date(instant).getTime();
  if (gap < MINUTE) return language === 'en' ? 'just now' : inScript('刚刚', language);
  if (gap < DAY) {
    const unit = gap < HOUR ? Math.floor(gap / MINUTE) : Math.floor(gap / HOUR);
    if (language === 'en') return gap < HOUR ? `${unit} min ago` : `${unit} h ago`;
    return inScript(gap < HOUR ? `${unit} 分钟前` : `${unit} 小时前`, language);
  }
  return formatInstant(instant, language, now);
}
