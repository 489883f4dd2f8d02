/** What Allo's API said of a call that no completion is known of. */
export const LOOKUP_RESULTS = ['filled', 'open', 'absent'] as const;
/** `filled`: its completion was taken in; `open`: Allo has it, but not its end; `absent`: Allo does not have it. */
export type LookupResult = (typeof LOOKUP_RESULTS)[number];

/** The relay looks no further back than that: older calls are nobody's work any more. */
export const HORIZON_MS = 7 * 24 * 3_600_000;
/** In multiples of the time after which a completion is missed: 20 minutes, 2 hours, and for a very long call 6 hours. */
const MOMENTS = [1, 6, 18];
/** Without a call that goes on at Allo's, that is enough. */
const USUAL_TRIES = 2;

/** When a call without a completion is looked up first. Times in ms. */
export function firstLookup(heardAt: number, afterMs: number): number {
  return heardAt + afterMs;
}

/**
 * When it is looked up again after so many tries; null: not any more. A call that is not over yet gets one more chance.
 * Promises: later than `now` by at least `afterMs`, and never for ever.
 */
export function nextLookup(
  lookup: { readonly heardAt: number; readonly tries: number; readonly result: LookupResult },
  afterMs: number,
  now: number,
): number | null {
  const { heardAt, tries, result } = lookup;
  const moment = MOMENTS[tries];
  if (moment === undefined || (tries >= USUAL_TRIES && result !== 'open')) return null;
  return Math.max(heardAt + moment * afterMs, now + afterMs);
}
