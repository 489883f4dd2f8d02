/** The gallery's clock stands still, on a Tuesday; its pages are read in New York, where it is morning. */
export const TIME_ZONE = 'America/New_York';
export const NOW = Date.UTC(2026, 0, 13, 13, 32, 4);

export const SECOND = 1_000;
export const MINUTE = 60 * SECOND;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;
