/** The gallery's clock stands still, at a Tuesday afternoon by this machine's zone. */
export const NOW = new Date(2026, 0, 13, 14, 32, 4).getTime();

export const SECOND = 1_000;
export const MINUTE = 60 * SECOND;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;
