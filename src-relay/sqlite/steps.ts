import type { DatabaseSync } from 'node:sqlite';
import { setTimeout as wait } from 'node:timers/promises';
import { inTransaction } from './database.ts';

/** A transaction of it takes so many items, and no more once it took so long: webhooks wait for no more than that. */
const MOST_ITEMS = 200;
const LONG_MS = 50;
/**
 * Beyond the transaction's own length. SQLite's busy handler does not queue: a writer that waits looks again after a
 * pause that is never much longer than it has waited already (`sqliteDefaultBusyCallback`,
 * https://github.com/sqlite/sqlite/blob/master/src/main.c).
 */
const MARGIN_MS = 10;

/**
 * Changes much of the journal beside a relay that may be running: in short transactions, each followed by a pause in which
 * the relay's writer gets its turn.
 * @param change handles one transaction's items, every one that it is given
 * @throws what `change` throws; what was changed before that transaction stays so
 */
export async function inSteps<T>(
  db: DatabaseSync,
  items: readonly T[],
  change: (step: Iterable<T>) => void,
): Promise<void> {
  let done = 0;
  while (done < items.length) {
    const start = performance.now();
    inTransaction(db, () => change(stepFrom(start)));
    await wait(performance.now() - start + MARGIN_MS);
  }

  function* stepFrom(start: number): Iterable<T> {
    for (const item of items.slice(done, done + MOST_ITEMS)) {
      yield item;
      done += 1;
      if (performance.now() - start > LONG_MS) return;
    }
  }
}
