import { dateTimeFormat, relativeTimeFormat } from '../../src-shared/format/formats.ts';
import { dayAndMonth, daysAgo, daysBetween } from './calendar.ts';
import { calendarDay } from '../../src-shared/format/calendar-date.ts';

/** "14:32", in the locale's own clock; here, or in another time zone. */
export function timeOfDay(at: number, locale: string, timeZone?: string): string {
  return dateTimeFormat(locale, { timeStyle: 'short', timeZone }).format(at);
}

/** How long ago: "14:32" today, then "yesterday", "2 days ago", "3 months ago". */
export function agoOf(at: number, now: number, locale: string): string {
  const days = daysBetween(calendarDay(at), calendarDay(now));
  return days <= 0 ? timeOfDay(at, locale) : daysAgo(days, locale);
}

/** For a list: "14:32" today, then "yesterday", the weekday, "12 Mar", "12 Mar 2024". */
export function whenOf(at: number, now: number, locale: string): string {
  const days = daysBetween(calendarDay(at), calendarDay(now));
  return days <= 0 ? timeOfDay(at, locale) : dayOf(at, now, days, locale);
}

/** For one call: "14:32" today, else with its day, "yesterday, 14:32". */
export function momentOf(at: number, now: number, locale: string): string {
  const days = daysBetween(calendarDay(at), calendarDay(now));
  const time = timeOfDay(at, locale);
  return days <= 0 ? time : `${dayOf(at, now, days, locale)}, ${time}`;
}

function dayOf(at: number, now: number, days: number, locale: string): string {
  if (days === 1) return relativeTimeFormat(locale, { numeric: 'auto' }).format(-1, 'day');
  if (days < 7) return dateTimeFormat(locale, { weekday: 'long' }).format(at);
  const day = calendarDay(at);
  return dayAndMonth(day, locale, day.slice(0, 4) !== calendarDay(now).slice(0, 4));
}

/** For an end to come: "15:02" today, "tomorrow, 08:00", else with its day. */
export function untilOf(at: number, now: number, locale: string): string {
  const days = daysBetween(calendarDay(now), calendarDay(at));
  const time = timeOfDay(at, locale);
  if (days <= 0) return time;
  const day =
    days === 1
      ? relativeTimeFormat(locale, { numeric: 'auto' }).format(1, 'day')
      : dayAndMonth(calendarDay(at), locale, false);
  return `${day}, ${time}`;
}
