/** The longest first wait, and the longest wait of all. */
const BOUNDS = {
  soon: { base: 500, cap: 30_000 },
  /** For what only a person can mend, and might at any time. */
  slowly: { base: 2_000, cap: 60_000 },
} as const;

export type Pace = keyof typeof BOUNDS;
/** A connection that lived this long was a good one: the next loss starts from the shortest wait. */
export const STABLE_AFTER_MS = 10_000;

/**
 * How long to wait before try number `attempt` (0 is the first): full jitter, evenly between 0 and
 * 0.5 s · 2^attempt, never more than 30 s; `slowly` 2 s · 2^attempt, never more than 60 s. The first wait is jittered too, so that a whole team does not come
 * back in the same moment.
 * Source: https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/
 * @param random evenly spread in [0, 1)
 */
export function backoffMs(attempt: number, random: () => number, pace: Pace = 'soon'): number {
  const { base, cap } = BOUNDS[pace];
  const ceiling = Math.min(cap, base * 2 ** Math.min(attempt, 16));
  return Math.floor(random() * ceiling);
}
