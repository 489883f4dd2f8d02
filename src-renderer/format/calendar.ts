import type { CalendarDate } from '../../src-shared/format/calendar-date.ts';

const DAY_MS = 86_400_000;

/** Whole days from one calendar date to another, negative when `to` lies before `from`. */
export function daysBetween(from: CalendarDate, to: CalendarDate): number {
  return Math.round((Date.parse(to) - Date.parse(from)) / DAY_MS);
}

/** "15 Jan", or "15 Jan 2028" with its year. */
export function dayAndMonth(date: CalendarDate, locale: string, withYear: boolean): string {
  return new Intl.DateTimeFormat(locale, {
    day: 'numeric',
    month: 'short',
    timeZone: 'UTC',
    ...(withYear ? { year: 'numeric' } : {}),
  }).format(Date.parse(date));
}
