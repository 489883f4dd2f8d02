import { setTimeout as wait } from 'node:timers/promises';
import type { Database, Sql } from './sql.ts';

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
 * Changes much of the journal beside relays that may be running: in short transactions, alone in each, followed by a pause
 * in which the relays' writers get their turn.
 * @param change handles one transaction's items, every one that it is given. It may be begun again with the same items, so
 * what it finds out is what it returns
 * @returns what each transaction that was kept returned
 * @throws StoreFault, or what `change` throws; what was changed before that transaction stays so
 */
export async function inSteps<T, R = void>(
  database: Pick<Database, 'alone'>,
  items: readonly T[],
  change: (sql: Sql, step: Iterable<T>) => Promise<R>,
): Promise<R[]> {
  const results: R[] = [];
  for (let from = 0; from < items.length;) {
    const start = performance.now();
    let done = from;
    function* step(): Iterable<T> {
      for (const item of items.slice(from, from + MOST_ITEMS)) {
        yield item;
        done += 1;
        if (performance.now() - began > LONG_MS) return;
      }
    }
    let began = start;
    results.push(
      await database.alone((sql) => {
        [done, began] = [from, performance.now()];
        return change(sql, step());
      }),
    );
    from = done;
    await wait(performance.now() - start + MARGIN_MS);
  }
  return results;
}

/** Sent together, so that a server at a distance answers a few of them in the time of one. */
const AT_ONCE = 16;

/** Handles a step's items a few at once: `work` must not mind which of them is done first. */
export async function fewAtOnce<T>(step: Iterable<T>, work: (item: T) => Promise<unknown>): Promise<void> {
  let group: Promise<unknown>[] = [];
  for (const item of step) {
    group.push(work(item));
    if (group.length < AT_ONCE) continue;
    await Promise.all(group);
    group = [];
  }
  await Promise.all(group);
}
