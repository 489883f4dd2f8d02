import { JournalError } from '../sql/journal-error.ts';
import type { Database, Sql } from '../sql/sql.ts';

/** A running relay says much more often that it is there. */
const ALIVE_MS = 60_000;
const LOCK = 'LOCK TABLE relay IN SHARE MODE';
const ALIVE = 'SELECT host FROM relay WHERE seen_at > ? ORDER BY host';

/**
 * Does work in a transaction during which no relay runs on the database, nor starts.
 * @param now ms since 1970
 * @throws JournalError when one runs; StoreFault, or what `work` throws
 */
export function withoutRelays<T>(
  database: Pick<Database, 'alone'>,
  now: number,
  work: (sql: Sql) => Promise<T>,
): Promise<T> {
  return database.alone(async (sql) => {
    await sql.run(LOCK);
    const alive = await sql.all<{ host: string }>(ALIVE, now - ALIVE_MS);
    if (alive.length > 0) {
      const hosts = alive.map(({ host }) => host).join(', ');
      throw new JournalError(
        `relays run on that database (${hosts}): stop them, and run this a minute later`,
      );
    }
    return work(sql);
  });
}
