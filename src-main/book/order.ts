import type { CallKey } from '../../src-shared/brand.ts';

/** Where a call is in the list of all, by what the list is ordered by. */
export interface PlaceInOrder {
  readonly key: CallKey;
  /** ms by this machine's clock. */
  readonly startedAt: number;
}

/** Newest first; of equals a fixed order. */
export function byNewest(a: PlaceInOrder, b: PlaceInOrder): number {
  return b.startedAt - a.startedAt || (a.key < b.key ? -1 : 1);
}
