import type { Preferences } from '../../src-shared/preferences/preferences.ts';

type QuietHours = Preferences['quietHours'];

const MINUTE_MS = 60_000;
const LOOK_AHEAD_MINUTES = 60;
/** A week, with the day that it begins in and the one that it ends in. */
const DAYS_LOOKED_AHEAD = 9;

/**
 * Whether `at`, ms since 1970, lies in the quiet hours by this machine's wall clock: `from` is in, `to` is out.
 * Past midnight they belong to the day that they began on. `from` equal to `to` means the whole day.
 */
export function isQuiet(hours: QuietHours, at: number): boolean {
  if (hours === null) return false;
  const clock = new Date(at);
  const minute = clock.getHours() * 60 + clock.getMinutes();
  const [from, to] = [minuteOfDay(hours.from), minuteOfDay(hours.to)];
  const today = hours.days.includes(clock.getDay());
  if (from === to) return today;
  if (from < to) return today && minute >= from && minute < to;
  const yesterday = hours.days.includes((clock.getDay() + 6) % 7);
  return (today && minute >= from) || (yesterday && minute < to);
}

/**
 * When to look again, ms since 1970; null: never. It is the minute in which quiet begins or ends, or an hour from
 * `at` when neither is nearer: wall clocks jump, so nothing further ahead is promised.
 */
export function nextQuietLook(hours: QuietHours, at: number): number | null {
  if (hours === null) return null;
  const quiet = isQuiet(hours, at);
  const start = Math.floor(at / MINUTE_MS) * MINUTE_MS;
  for (let ahead = 1; ahead < LOOK_AHEAD_MINUTES; ahead += 1) {
    const then = start + ahead * MINUTE_MS;
    if (isQuiet(hours, then) !== quiet) return then;
  }
  return start + LOOK_AHEAD_MINUTES * MINUTE_MS;
}

/**
 * When the quiet that holds at `at` ends, ms since 1970: the first moment that is in no quiet hours, whichever day's.
 * Null: it does not end, or there is none.
 */
export function quietEnd(hours: QuietHours, at: number): number | null {
  if (hours === null || !isQuiet(hours, at)) return null;
  const [hour, minute] = hours.to.split(':').map(Number);
  const day = new Date(at);
  // Quiet ends at `to`, and at midnight where whole days are quiet.
  const ends = Array.from({ length: DAYS_LOOKED_AHEAD }, (_, ahead) => [
    new Date(day.getFullYear(), day.getMonth(), day.getDate() + ahead).getTime(),
    new Date(day.getFullYear(), day.getMonth(), day.getDate() + ahead, hour, minute).getTime(),
  ]).flat();
  return ends.sort((a, b) => a - b).find((end) => end > at && !isQuiet(hours, end)) ?? null;
}

function minuteOfDay(time: string): number {
  const [hours, minutes] = time.split(':');
  return Number(hours) * 60 + Number(minutes);
}
