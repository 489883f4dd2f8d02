import type { CalendarDate } from '../format/calendar-date.ts';
import { plainText } from '../format/plain-digits.ts';

/** Before and after these years a date stands for "none": 0001-01-01, 1900-01-01, 1970-01-01, 9999-12-31. */
const FIRST_YEAR = 2000;
const LAST_YEAR = 2100;

const YEAR_FIRST = /^(\d{4})([-/.]?) ?(\d{1,2})\2 ?(\d{1,2})\.?(?:$|[T\sZ+])/;
/** Between dots the day comes first; between others the month may. */
const YEAR_LAST = /^(\d{1,2})([-/.]) ?(\d{1,2})\2 ?(\d{4})(?:$|[\s,])/;
/** "Dec 31, 2026", "Thu, 31 December 2026 00:00:00 GMT". */
const IN_WORDS =
  /^(?:[a-z]{3,9},? )?(?:(\d{1,2})(?:st|nd|rd|th)?[ -])?([a-z]{3,9})\.?[ -](?:(\d{1,2})(?:st|nd|rd|th)?,? )?(\d{4})(?:$|[\s,])/i;
const MONTHS = 'january february march april may june july august september october november december'.split(
  ' ',
);
/** Seconds or milliseconds since 1970. */
const MOMENT = /^(\d{10}|\d{13})(?:\.\d*)?$/;

/**
 * The calendar date of a close date: its date part, since it has no zone. Null when it is none, like the 31st of February,
 * or stands for none.
 */
export function readCloseDate(text: string | null): CalendarDate | null {
  const said = plainText(text ?? '').replaceAll('"', '');
  const moment = MOMENT.exec(said)?.[1];
  if (moment !== undefined)
    return inRange(new Date(moment.length === 10 ? Number(moment) * 1000 : Number(moment)));
  const [, year, , month, day] = YEAR_FIRST.exec(said) ?? [];
  if (year !== undefined) return dateOf(year, month, day);
  return yearLast(said) ?? inWords(said);
}

/** Null where either may be the day. */
function yearLast(said: string): CalendarDate | null {
  const [, first = '', sign, second = '', year] = YEAR_LAST.exec(said) ?? [];
  if (year === undefined) return null;
  if (sign === '.' || Number(first) > 12 || Number(first) === Number(second))
    return dateOf(year, second, first);
  return Number(second) > 12 ? dateOf(year, first, second) : null;
}

function inWords(said: string): CalendarDate | null {
  const [, before, name = '', after, year] = IN_WORDS.exec(said) ?? [];
  const month = MONTHS.findIndex((one) => [one, one.slice(0, 3)].includes(name.toLowerCase())) + 1;
  const day = before ?? after;
  return year === undefined || day === undefined || month === 0 ? null : dateOf(year, String(month), day);
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
