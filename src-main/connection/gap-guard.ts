import type { Epoch } from '../../src-shared/brand.ts';
import type { RelayFrame } from '../../src-shared/wire/protocol.ts';

export type Verdict = 'good' | 'stale' | 'gap';

export interface GapGuard {
  /** A new socket resumes here. */
  start(epoch: Epoch | null, after: number): void;
  check(frame: RelayFrame): Verdict;
}

/**
 * Watches that `seq` rises by one. An event we have had is `stale`; a missing one is a `gap`, and worth a
 * reconnect, which asks for it again. The same gap a second time is what the relay has: it passes.
 */
export function createGapGuard(): GapGuard {
  let last = 0;
  let from = 0;
  let known: Epoch | null = null;
  let forgiven: number | null = null;
  return {
    start(epoch, after) {
      known = epoch;
      last = after;
    },
    check(frame) {
      if (frame.type === 'welcome') {
        from = frame.from;
        if (frame.epoch !== known || from > last) last = from;
        known = frame.epoch;
      }
      // What follows a reset is counted from where the welcome said, even below what we had.
      if (frame.type === 'reset') last = from;
      if (frame.type !== 'event') return 'good';
      if (frame.seq <= last) return 'stale';
      if (frame.seq > last + 1 && forgiven !== frame.seq) {
        forgiven = frame.seq;
        return 'gap';
      }
      last = frame.seq;
      return 'good';
    },
  };
}
