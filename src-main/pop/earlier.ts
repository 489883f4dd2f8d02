import type { CallBook } from '../book/call-book.ts';
import type { Before } from './screen.ts';

/** What could ring again, or come back, is not older than a day. */
const REMEMBERED_MS = 24 * 3_600_000;

/** What the book knew when the app was started: none of it rings again. */
export interface Earlier extends Before {
  /** When the app last heard of a call, ms by this machine's clock; null: never. */
  readonly lastHeard: number | null;
}

export function earlierIn(book: CallBook, now: number): Earlier {
  const all = book.order();
  const keys = all.filter(({ startedAt }) => now - startedAt < REMEMBERED_MS).map(({ key }) => key);
  const newest = [...keys, ...all.slice(0, 1).map(({ key }) => key)];
  return {
    calls: keys,
    rings: [...keys.flatMap(book.webhooksOf), ...book.rung()],
    dismissed: book.dismissed(),
    lastHeard: newest.length === 0 ? null : Math.max(...newest.map(book.lastHeard)),
  };
}
