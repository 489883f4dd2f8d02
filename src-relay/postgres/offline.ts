import { JournalError } from '../sql/errors.ts';
import { relaysOn } from './relays.ts';
import type { Database, Sql } from '../sql/sql.ts';

const LOCK = 'LOCK TABLE relay IN SHARE MODE';

/**
 * Does work in a transaction during which no relay runs on the database, nor starts.
 * @throws JournalError when one runs; StoreFault, or what `work` throws
 */
export function withoutRelays<T>(
  database: Pick<Database, 'alone'>,
  work: (sql: Sql) => Promise<T>,
): Promise<T> {
  return database.alone(async (sql) => {
    await sql.run(LOCK);
    const alive = await relaysOn(sql);
    if (alive.length > 0) {
      const hosts = alive.map(({ host }) => host).join(', ');
      throw new JournalError(
        `relays run on that database (${hosts}): stop them, and run this a minute later`,
      );
    }
    return work(sql);
  });
}
