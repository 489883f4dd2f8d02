import { dateTimeFormat, relativeTimeFormat } from '../../src-shared/format/formats.ts';
import type { CalendarDate } from '../../src-shared/format/calendar-date.ts';

const DAY_MS = 86_400_000;
const DAYS_A_MONTH = 30.44;
const DAYS_A_YEAR = 365.25;

/** Whole days from one calendar date to another, negative when `to` lies before `from`. */
export function daysBetween(from: CalendarDate, to: CalendarDate): number {
  return Math.round((Date.parse(to) - Date.parse(from)) / DAY_MS);
}

/** "15 Jan", or "15 Jan 2028" with its year. */
export function dayAndMonth(date: CalendarDate, locale: string, withYear: boolean): string {
  return dateTimeFormat(locale, {
    day: 'numeric',
    month: 'short',
    timeZone: 'UTC',
    ...(withYear ? { year: 'numeric' } : {}),
  }).format(Date.parse(date));
}

/** "yesterday", "6 days ago", "3 months ago", "2 years ago"; at least one day. */
export function daysAgo(days: number, locale: string): string {
  if (days === 1) return relativeTimeFormat(locale, { numeric: 'auto' }).format(-1, 'day');
  const format = relativeTimeFormat(locale);
  if (days < 45) return format.format(-days, 'day');
  if (days < DAYS_A_YEAR * 2) return format.format(-Math.round(days / DAYS_A_MONTH), 'month');
  return format.format(-Math.floor(days / DAYS_A_YEAR), 'year');
}
