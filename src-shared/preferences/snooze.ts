/** For how long an agent can ask not to be disturbed. */
export const SNOOZES = ['half', 'hour', 'tomorrow'] as const;
export type Snooze = (typeof SNOOZES)[number];

const HALF_HOUR_MS = 1_800_000;
/** When tomorrow's work begins, by this machine's clock. */
const TOMORROW_AT_HOUR = 8;

/** Until when, ms since 1970, "do not disturb" lasts when it begins at `now`. */
export function snoozeEnd(snooze: Snooze, now: number): number {
  switch (snooze) {
    case 'half':
      return now + HALF_HOUR_MS;
    case 'hour':
      return now + 2 * HALF_HOUR_MS;
    case 'tomorrow': {
      const today = new Date(now);
      return new Date(today.getFullYear(), today.getMonth(), today.getDate() + 1, TOMORROW_AT_HOUR).getTime();
    }
  }
}
