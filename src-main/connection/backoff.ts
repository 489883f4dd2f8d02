/** The longest first wait. */
const BASE_MS = 500;
/** The longest wait of all. */
const CAP_MS = 30_000;
/** A connection that lived this long was a good one: the next loss starts from the shortest wait. */
export const STABLE_AFTER_MS = 10_000;

/**
 * How long to wait before try number `attempt` (0 is the first): full jitter, evenly between 0 and
 * 0.5 s · 2^attempt, never more than 30 s. The first wait is jittered too, so that a whole team does not come
 * back in the same moment.
 * Source: https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/
 * @param random evenly spread in [0, 1)
 */
export function backoffMs(attempt: number, random: () => number): number {
  const ceiling = Math.min(CAP_MS, BASE_MS * 2 ** Math.min(attempt, 16));
  return Math.floor(random() * ceiling);
}
