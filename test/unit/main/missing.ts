import { DEFAULT_RING_WINDOW_S } from '../../../src-shared/calls/freshness.ts';
import type { CallBook } from '../../../src-main/book/call-book.ts';
import { NORA } from '../../fixtures/allo.ts';
import { watchMissed, type MissedParts, type MissedWatch } from '../../../src-main/missed/missed-watch.ts';

/** What was missed in a book, of an agent who is not looking, in a book that is whole, and without the passing of time. */
export function missedIn(book: CallBook, parts: Partial<MissedParts> = {}): MissedWatch {
  return watchMissed({
    ...book,
    isTest: () => false,
    isHandedOn: () => false,
    me: () => NORA,
    ringWindowS: () => DEFAULT_RING_WINDOW_S,
    onTurn: () => () => {},
    onRenamed: () => () => {},
    lookedAt: () => book.lookedAt,
    isLooking: () => false,
    isWhole: () => true,
    now: Date.now,
    ...parts,
  });
}
