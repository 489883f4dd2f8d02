/** A day of the week, counted from Sunday, 0. */
export interface Weekday {
  readonly day: number;
  readonly short: string;
  readonly long: string;
}

/** Not in TypeScript's own types yet. */
interface WeekLocale extends Intl.Locale {
  getWeekInfo?(): { readonly firstDay: number };
}

const MONDAY = 1;

/** The week as the locale writes it, beginning where its people begin it. */
export function weekdaysOf(locale: string): readonly Weekday[] {
  const named = (weekday: 'short' | 'long') => new Intl.DateTimeFormat(locale, { weekday, timeZone: 'UTC' });
  const [short, long] = [named('short'), named('long')];
  // 1 is Monday, 7 Sunday: https://tc39.es/ecma402/#sec-intl.locale.prototype.getweekinfo
  const week: WeekLocale = new Intl.Locale(locale);
  const first = week.getWeekInfo?.().firstDay ?? MONDAY;
  return Array.from({ length: 7 }, (_, n) => {
    const day = (first + n) % 7;
    // 4 January 1970 was a Sunday.
    const date = Date.UTC(1970, 0, 4 + day);
    return { day, short: short.format(date), long: long.format(date) };
  });
}
