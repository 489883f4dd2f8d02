import type { Journal } from './journal.ts';

const SWEEP_EVERY_MS = 10 * 60_000;
/** Between two sweeps while there is more: webhooks go first. */
const PAUSE_MS = 100;

/**
 * Sweeps what is past its retention, now and every ten minutes, as long as the clock can be trusted with it.
 * @returns the unsubscribe
 */
export function scheduleSweeps(
  journal: Pick<Journal, 'write'>,
  retentionDays: () => number,
  isClockSteady: () => boolean,
): () => void {
  let timer: NodeJS.Timeout;
  let stopped = false;
  const sweep = async (): Promise<void> => {
    let more = false;
    try {
      if (isClockSteady())
        ({ more } = await journal.write({ kind: 'sweep', retentionDays: retentionDays() }));
    } catch {
      // The journal reports its own trouble; the next sweep does the work.
    }
    if (stopped) return;
    timer = setTimeout(() => void sweep(), more ? PAUSE_MS : SWEEP_EVERY_MS);
  };
  timer = setTimeout(() => void sweep(), PAUSE_MS);
  return () => {
    stopped = true;
    clearTimeout(timer);
  };
}
