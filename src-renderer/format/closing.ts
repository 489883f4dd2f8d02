import { relativeTimeFormat } from '../../src-shared/format/formats.ts';
import type { CalendarDate } from '../../src-shared/format/calendar-date.ts';
import { dayAndMonth, daysAgo, daysBetween } from './calendar.ts';

/** When a deal closes, said from today. */
export type Closing =
  /** `ago`: "yesterday", "6 days ago", "3 months ago", "2 years ago". */
  | { readonly kind: 'overdue'; readonly ago: string }
  | { readonly kind: 'today' }
  /** `day`: "tomorrow", "15 Jan", "15 Jan 2028". */
  | { readonly kind: 'ahead'; readonly day: string };

/** From here on a day and month alone could be taken for another year's. */
const YEAR_NEEDED_AFTER_DAYS = 300;

/** Says a close date as a person would, seen from `today`. */
export function closingOf(date: CalendarDate, today: CalendarDate, locale: string): Closing {
  const days = daysBetween(today, date);
  if (days === 0) return { kind: 'today' };
  if (days < 0) return { kind: 'overdue', ago: daysAgo(-days, locale) };
  if (days === 1)
    return { kind: 'ahead', day: relativeTimeFormat(locale, { numeric: 'auto' }).format(1, 'day') };
  return { kind: 'ahead', day: dayAndMonth(date, locale, days > YEAR_NEEDED_AFTER_DAYS) };
}
