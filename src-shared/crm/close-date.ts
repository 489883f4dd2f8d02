import type { CalendarDate } from '../format/calendar-date.ts';

/** Before and after these years a date stands for "none": 0001-01-01, 1900-01-01, 1970-01-01, 9999-12-31. */
const FIRST_YEAR = 2000;
const LAST_YEAR = 2100;

const YEAR_FIRST = /^(\d{4})([-/.]?)(\d{1,2})\2(\d{1,2})(?:$|[T\s])/;
/** Only dots: between slashes the month may come first. */
const DAY_FIRST = /^(\d{1,2})\.(\d{1,2})\.(\d{4})(?:$|\s)/;
/** Seconds or milliseconds since 1970. */
const MOMENT = /^(?:\d{10}|\d{13})$/;

/**
 * The calendar date of a close date: its date part, since it has no zone. Null when it is none, like the 31st of February,
 * or stands for none.
 */
export function readCloseDate(text: string | null): CalendarDate | null {
  const said = text?.normalize('NFKC').trim() ?? '';
  if (MOMENT.test(said)) return inRange(new Date(said.length === 10 ? Number(said) * 1000 : Number(said)));
  const [, year, , month, day] = YEAR_FIRST.exec(said) ?? [];
  if (year !== undefined) return dateOf(year, month, day);
  const [, firstDay, thenMonth, thenYear] = DAY_FIRST.exec(said) ?? [];
  return thenYear === undefined ? null : dateOf(thenYear, thenMonth, firstDay);
}

function dateOf(year: string, month = '', day = ''): CalendarDate | null {
  const date = `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
  const at = new Date(`${date}T00:00:00Z`);
  // A date that is not in the calendar comes out as another.
  return Number.isNaN(at.getTime()) || !at.toISOString().startsWith(date) ? null : inRange(at);
}

function inRange(at: Date): CalendarDate | null {
  const year = at.getUTCFullYear();
  return year >= FIRST_YEAR && year < LAST_YEAR ? at.toISOString().slice(0, 10) : null;
}
