import type { CallKey } from '../../src-shared/brand.ts';

/** Where a call, or a text, is in the list of all, by what the list is ordered by. */
export interface PlaceInOrder<Key extends string = CallKey> {
  readonly key: Key;
  /** ms by this machine's clock. */
  readonly startedAt: number;
}

/** Newest first; of equals a fixed order. */
export function byNewest<Key extends string>(a: PlaceInOrder<Key>, b: PlaceInOrder<Key>): number {
  return b.startedAt - a.startedAt || (a.key < b.key ? -1 : a.key > b.key ? 1 : 0);
}

/** All of them, newest first: kept in order, since every card and every page asks for it. */
export interface Order<Key extends string = CallKey> {
  readonly places: readonly PlaceInOrder<Key>[];
  /** Null: not in the list. */
  startOf(key: Key): number | null;
  /** Those of this time, newest first. */
  between(since: number, until: number): Key[];
  /** Puts one where it belongs; null takes it out. */
  set(key: Key, startedAt: number | null): void;
}

export function createOrder<Key extends string = CallKey>(): Order<Key> {
  const starts = new Map<Key, number>();
  let places: PlaceInOrder<Key>[] = [];
  /** Many at once are sorted together, when somebody asks. */
  let isSorted = true;

  /** Where the place is, or would be. */
  function indexOf(place: PlaceInOrder<Key>): number {
    let low = 0;
    let high = places.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      const other = places[middle];
      if (other !== undefined && byNewest(other, place) < 0) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  function sorted(): readonly PlaceInOrder<Key>[] {
    if (!isSorted) places = [...starts].map(([key, startedAt]) => ({ key, startedAt })).sort(byNewest);
    isSorted = true;
    return places;
  }

  return {
    get places() {
      return sorted();
    },
    between(since, until) {
      const found: Key[] = [];
      for (const { key, startedAt } of sorted()) {
        if (startedAt < since) break;
        if (startedAt <= until) found.push(key);
      }
      return found;
    },
    startOf: (key) => starts.get(key) ?? null,
    set(key, startedAt) {
      const known = starts.get(key);
      if ((known ?? null) === startedAt) return;
      if (startedAt === null) starts.delete(key);
      else starts.set(key, startedAt);
      if (places.length === 0) isSorted = false;
      if (!isSorted) return;
      if (known !== undefined) places.splice(indexOf({ key, startedAt: known }), 1);
      if (startedAt !== null) {
        const place = { key, startedAt };
        places.splice(indexOf(place), 0, place);
      }
    },
  };
}

/**
 * Where a list goes on after one that it had: from its place, or from where it would be when it is gone.
 * @param startedAt of the one that is gone; undefined: nobody knows
 */
export function placeAfter<Key extends string>(
  order: readonly PlaceInOrder<Key>[],
  key: Key,
  startedAt: number | undefined,
): number {
  const at = order.findIndex((place) => place.key === key);
  if (at >= 0) return at + 1;
  if (startedAt === undefined) return order.length;
  const next = order.findIndex((place) => byNewest(place, { key, startedAt }) > 0);
  return next < 0 ? order.length : next;
}
