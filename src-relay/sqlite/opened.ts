import type { Database } from '../sql/sql.ts';
import { inAsyncTransaction, openForReading, openJournalDatabase } from './database.ts';
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
  return {
    engine: 'sqlite',
    read: sqliteSql(reading),
    transaction: (work) => {
      // One at a time: there is one connection.
      const mine = last.then(() => inAsyncTransaction(db, () => work(sql)).catch(asFault));
      last = mine.catch(() => undefined);
      return mine;
    },
    close: async () => {
      await last;
      reading.close();
      db.close();
    },
  };
}
