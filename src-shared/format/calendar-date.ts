/** A calendar date, `YYYY-MM-DD`: sorts and compares as text. */
export type CalendarDate = string;

/** The calendar date on this machine at `now`, ms since 1970. */
export function calendarDay(now: number): CalendarDate {
  const date = new Date(now);
  const year = String(date.getFullYear()).padStart(4, '0');
  return `${year}-${twoDigits(date.getMonth() + 1)}-${twoDigits(date.getDate())}`;
}

function twoDigits(value: number): string {
  return String(value).padStart(2, '0');
}
