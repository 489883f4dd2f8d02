import type { Epoch } from '../../src-shared/brand.ts';

export interface StartingPoint {
  /** Events after this one are replayed. */
  readonly from: number;
  /** Why the app's own cursor could not be used; null when it could, or there was none. */
  readonly reset: 'epoch' | 'retention' | null;
}

export interface Kept {
  readonly epoch: Epoch;
  /** The last sequence number that is no longer kept. */
  readonly floor: number;
  /** The last one given out. */
  readonly head: number;
  /** How many events a fresh install gets. */
  readonly historyEvents: number;
}

/**
 * Where a replay starts. A cursor is only good in its own journal: one of another epoch, or ahead of the head (a journal
 * restored from an older backup), starts over like a fresh install, and so does one older than what is kept. That is so
 * for a cursor of 0 too: an app that was cut off in a rebuild stands there, and still has what it had before.
 */
export function startingPoint(
  cursor: { readonly epoch: Epoch | null; readonly after: number },
  kept: Kept,
): StartingPoint {
  const fresh = Math.max(kept.floor, kept.head - kept.historyEvents);
  if (cursor.epoch === null) return { from: fresh, reset: null };
  if (cursor.epoch !== kept.epoch || cursor.after > kept.head) return { from: fresh, reset: 'epoch' };
  if (cursor.after < kept.floor) return { from: fresh, reset: 'retention' };
  return { from: cursor.after, reset: null };
}
