import type { CallBook } from '../book/call-book.ts';
import type { SettledRings } from './settled-rings.ts';
import type { Before } from './screen.ts';
import { unseenRings, type UnseenRing } from './unseen-rings.ts';

/** What could ring again, or come back, is not older than a day. */
const REMEMBERED_MS = 24 * 3_600_000;

/** What the book knew when the app was started: none of it rings again, but for what nobody has seen through. */
export interface Earlier extends Before {
  readonly unseen: readonly UnseenRing[];
  /** When the app last heard of a call, ms by this machine's clock; null: never. */
  readonly lastReceived: number | null;
}

export function earlierIn(book: CallBook, settled: SettledRings, now: number): Earlier {
  const all = book.order();
  const isOld = ({ startedAt }: { readonly startedAt: number }): boolean => now - startedAt >= REMEMBERED_MS;
  const keys = all.filter((place) => !isOld(place)).map(({ key }) => key);
  const old = new Set(all.filter(isOld).map(({ key }) => key));
  const newest = [...keys, ...all.slice(0, 1).map(({ key }) => key)];
  const unseen = unseenRings(book, keys, settled);
  const isUnseen = new Set(unseen.map(({ key }) => key));
  const oldestFirst = keys.filter((key) => !isUnseen.has(key)).reverse();
  return {
    at: now,
    calls: oldestFirst,
    rings: [...oldestFirst.flatMap(book.webhooksOf), ...settled.ids()],
    dismissed: book.dismissed().filter((key) => !old.has(key)),
    unseen,
    lastReceived: newest.length === 0 ? null : Math.max(...newest.map(book.lastReceived)),
  };
}
