import type { Database, Sql } from '../sql/sql.ts';
import { setTimeout as wait } from 'node:timers/promises';
import {
  BUSY_TIMEOUT_MS,
  inAsyncTransaction,
  isBusy,
  openForReading,
  openJournalDatabase,
} from './database.ts';
import { sqliteRemnants } from './remnants.ts';
import { asFault, sqliteSql } from './sql.ts';

/**
 * Opens the embedded journal of a folder, making it when it is missing; beside a relay that serves it, too.
 * @throws JournalError when the folder cannot be written or the journal is of a newer version
 */
export function openSqlite(folder: string): Database {
  const db = openJournalDatabase(folder);
  // Waiting is done here: SQLite's own would hold the thread up, and with it whoever has the lock in the same process.
  db.exec('PRAGMA busy_timeout = 0');
  const reading = openForReading(folder);
  const sql = sqliteSql(db);
  let last: Promise<unknown> = Promise.resolve();
  /** One at a time: there is one connection. */
  function transaction<T>(work: (sql: Sql) => Promise<T>): Promise<T> {
    const mine = last.then(() => onceFree(() => inAsyncTransaction(db, () => work(sql))).catch(asFault));
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

const FIRST_PAUSE_MS = 1;
const LONGEST_PAUSE_MS = 20;

/** Begins again while another connection writes. What has begun meets no such trouble any more. */
async function onceFree<T>(transaction: () => Promise<T>): Promise<T> {
  let waitedMs = 0;
  for (let pauseMs = FIRST_PAUSE_MS; ; pauseMs = Math.min(2 * pauseMs, LONGEST_PAUSE_MS)) {
    try {
      return await transaction();
    } catch (error) {
      if (!isBusy(error) || waitedMs >= BUSY_TIMEOUT_MS) throw error;
    }
    await wait(pauseMs);
    waitedMs += pauseMs;
  }
}
