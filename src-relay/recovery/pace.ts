/** Far under the 5 writes, which searches count as, and the 20 reads in a second that a key has. */
const SEARCH_EVERY_MS = 2500;
const READ_EVERY_MS = 250;

/** When the next request may be sent, one kind and another. */
export interface Pace {
  search(): Promise<void>;
  read(): Promise<void>;
}

/** @param elapsed ms on a clock that never jumps */
export function paced(
  elapsed: () => number,
  wait: (ms: number) => Promise<void>,
  everyMs = SEARCH_EVERY_MS,
): Pace {
  function turns(ms: number): () => Promise<void> {
    let next = 0;
    return async () => {
      const now = elapsed();
      const at = Math.max(now, next);
      next = at + ms;
      if (at > now) await wait(at - now);
    };
  }
  return { search: turns(everyMs), read: turns(Math.min(READ_EVERY_MS, everyMs)) };
}

const LEAST_MS = 60_000;
const MOST_MS = 3_600_000;

/**
 * How long Allo is left alone after so many failures in a row: a minute, doubling to an hour; as long as it asked for, if
 * that is longer, but never longer than a day.
 */
export function pauseAfter(failures: number, retryAfterS: number | null): number {
  const own = Math.min(MOST_MS, LEAST_MS * 2 ** Math.max(0, failures - 1));
  return Math.min(24 * MOST_MS, Math.max(own, (retryAfterS ?? 0) * 1000));
}
