import type { CalendarDate } from '../../src-shared/crm/deals.ts';

const DAY_MS = 86_400_000;

/** The calendar date on this machine at `now` (ms). */
export function localDay(now: number): CalendarDate {
  const date = new Date(now);
  const year = String(date.getFullYear()).padStart(4, '0');
  return `${year}-${String(date.getMonth() + 1).padStart(2, '0')}-${String(date.getDate()).padStart(2, '0')}`;
}

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
