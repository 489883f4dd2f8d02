import type { Preferences } from '../../src-shared/preferences/preferences.ts';

type QuietHours = Preferences['quietHours'];

const MINUTE_MS = 60_000;
const LOOK_AHEAD_MINUTES = 60;

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

function minuteOfDay(time: string): number {
  const [hours, minutes] = time.split(':');
  return Number(hours) * 60 + Number(minutes);
}
