import { useMemo } from 'react';
import { calendarDay, type CalendarDate } from '../../../src-shared/format/calendar-date.ts';
import { useSurroundings } from '../../bridge/Surroundings.tsx';

/** Times as the list writes them: made once, for thousands of rows. */
export interface Times {
  /** "14:32". */
  readonly time: (at: number) => string;
  /** "Tuesday 13 January at 14:32". */
  readonly moment: (at: number) => string;
  /** "Today", "Yesterday", "Monday 12 January", "Friday 12 December 2025". */
  readonly day: (at: number, today: CalendarDate) => string;
}

export function useTimes(): Times {
  const { locale } = useSurroundings().language;
  return useMemo(() => {
    const time = new Intl.DateTimeFormat(locale, { timeStyle: 'short' });
    const named = { weekday: 'long', day: 'numeric', month: 'long' } as const;
    const moment = new Intl.DateTimeFormat(locale, { ...named, hour: 'numeric', minute: '2-digit' });
    const ofThisYear = new Intl.DateTimeFormat(locale, named);
    const ofAnother = new Intl.DateTimeFormat(locale, { ...named, year: 'numeric' });
    const relative = new Intl.RelativeTimeFormat(locale, { numeric: 'auto' });
    const dayName = (at: number, today: CalendarDate) => {
      const day = calendarDay(at);
      if (day === today) return relative.format(0, 'day');
      if (day === dayBefore(today)) return relative.format(-1, 'day');
      return (day.slice(0, 4) === today.slice(0, 4) ? ofThisYear : ofAnother).format(at);
    };
    return {
      time: (at) => time.format(at),
      moment: (at) => moment.format(at),
      day: (at, today) => capital(dayName(at, today), locale),
    };
  }, [locale]);
}

function dayBefore(day: CalendarDate): CalendarDate {
  return new Date(Date.parse(day) - 86_400_000).toISOString().slice(0, 10);
}

function capital(text: string, locale: string): string {
  return text.slice(0, 1).toLocaleUpperCase(locale) + text.slice(1);
}
