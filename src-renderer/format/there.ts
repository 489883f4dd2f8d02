import { dateTimeFormat } from '../../src-shared/format/formats.ts';
import { timeOfDay } from './moments.ts';

/** The time in another zone, "13:32"; null when the clocks there show what they show here, or the zone is none. */
export function timeThere(now: number, timeZone: string | null, locale: string): string | null {
  if (timeZone === null) return null;
  try {
    const there = wallClock(now, timeZone);
    return there === wallClock(now, undefined) ? null : timeOfDay(now, locale, timeZone);
  } catch {
    return null;
  }
}

/** Day and minute as a wall clock with a calendar shows them. */
function wallClock(now: number, timeZone: string | undefined): string {
  return dateTimeFormat('en-GB', { dateStyle: 'short', timeStyle: 'short', timeZone }).format(now);
}
