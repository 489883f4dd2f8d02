import type { Database, Sql } from '../sql/sql.ts';
import { inAsyncTransaction, openForReading, openJournalDatabase } from './database.ts';
import { sqliteRemnants } from './remnants.ts';
import { asFault, sqliteSql } from './sql.ts';

/**
 * Opens the embedded journal of a folder, making it when it is missing; beside a relay that serves it, too.
 * @throws JournalError when the folder cannot be written or the journal is of a newer version
 */
export function openSqlite(folder: string): Database {
  const db = openJournalDatabase(folder);
  const reading = openForReading(folder);
  const sql = sqliteSql(db);
  let last: Promise<unknown> = Promise.resolve();
  /** One at a time: there is one connection. */
  function transaction<T>(work: (sql: Sql) => Promise<T>): Promise<T> {
    const mine = last.then(() => inAsyncTransaction(db, () => work(sql)).catch(asFault));
    last = mine.catch(() => undefined);
    return mine;
  }
  return {
    engine: 'sqlite',
    read: sqliteSql(reading),
    transaction,
    alone: transaction,
    remnants: sqliteRemnants(db, folder),
    close: async () => {
      await last;
      reading.close();
      db.close();
    },
  };
}
