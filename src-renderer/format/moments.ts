import { dayAndMonth, daysBetween, localDay } from './calendar.ts';

/** "14:32", in the locale's own clock. */
export function timeOfDay(at: number, locale: string): string {
  return new Intl.DateTimeFormat(locale, { timeStyle: 'short' }).format(at);
}

/** For a list: "14:32" today, then "yesterday", the weekday, "12 Mar", "12 Mar 2024". */
export function whenOf(at: number, now: number, locale: string): string {
  const days = daysBetween(localDay(at), localDay(now));
  return days <= 0 ? timeOfDay(at, locale) : dayOf(at, now, days, locale);
}

/** For one call: "14:32" today, else with its day, "yesterday, 14:32". */
export function momentOf(at: number, now: number, locale: string): string {
  const days = daysBetween(localDay(at), localDay(now));
  const time = timeOfDay(at, locale);
  return days <= 0 ? time : `${dayOf(at, now, days, locale)}, ${time}`;
}

function dayOf(at: number, now: number, days: number, locale: string): string {
  if (days === 1) return new Intl.RelativeTimeFormat(locale, { numeric: 'auto' }).format(-1, 'day');
  if (days < 7) return new Intl.DateTimeFormat(locale, { weekday: 'long' }).format(at);
  const day = localDay(at);
  return dayAndMonth(day, locale, day.slice(0, 4) !== localDay(now).slice(0, 4));
}
