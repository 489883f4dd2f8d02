import type { Log } from '../log/log.ts';

const LOOK_EVERY_MS = 2_000;

/** Late by this much, a card was late too. */
const LATE_MS = 2_000;

export interface Lateness {
  /** How late main was at worst since the start, ms. */
  worstMs(): number;
  close(): void;
}

/** Measures whether main stands still, and says so in the log when it has. A computer that slept is not late. */
export function watchLateness(log: Log, now: () => number = () => performance.now()): Lateness {
  let worst = 0;
  let last = now();
  const timer = setInterval(() => {
    const late = Math.max(0, now() - last - LOOK_EVERY_MS);
    last = now();
    worst = Math.max(worst, late);
    if (late >= LATE_MS) log.warn('main stood still', { ms: Math.round(late) });
  }, LOOK_EVERY_MS).unref();
  return { worstMs: () => worst, close: () => clearInterval(timer) };
}
