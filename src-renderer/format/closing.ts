import type { CalendarDate } from '../../src-shared/format/calendar-date.ts';
import { dayAndMonth, daysBetween } from './calendar.ts';

/** When a deal closes, said from today. */
export type Closing =
  /** `ago`: "yesterday", "6 days ago", "3 months ago", "2 years ago". */
  | { readonly kind: 'overdue'; readonly ago: string }
  | { readonly kind: 'today' }
  /** `day`: "tomorrow", "15 Jan", "15 Jan 2028". */
  | { readonly kind: 'ahead'; readonly day: string };

const DAYS_A_MONTH = 30.44;
const DAYS_A_YEAR = 365.25;
/** From here on a day and month alone could be taken for another year's. */
const YEAR_NEEDED_AFTER_DAYS = 300;

/** Says a close date as a person would, seen from `today`. */
export function closingOf(date: CalendarDate, today: CalendarDate, locale: string): Closing {
  const days = daysBetween(today, date);
  if (days === 0) return { kind: 'today' };
  if (days < 0) return { kind: 'overdue', ago: agoOf(-days, locale) };
  if (days === 1)
    return { kind: 'ahead', day: new Intl.RelativeTimeFormat(locale, { numeric: 'auto' }).format(1, 'day') };
  return { kind: 'ahead', day: dayAndMonth(date, locale, days > YEAR_NEEDED_AFTER_DAYS) };
}

function agoOf(days: number, locale: string): string {
  if (days === 1) return new Intl.RelativeTimeFormat(locale, { numeric: 'auto' }).format(-1, 'day');
  const format = new Intl.RelativeTimeFormat(locale);
  if (days < 45) return format.format(-days, 'day');
  if (days < DAYS_A_YEAR * 2) return format.format(-Math.round(days / DAYS_A_MONTH), 'month');
  return format.format(-Math.floor(days / DAYS_A_YEAR), 'year');
}
