import { existsSync } from 'node:fs';
import { openMigrated } from '../postgres/opened.ts';
import type { RelaySettings } from '../settings/settings.ts';
import type { Sql } from '../sql/sql.ts';
import { journalFile, openForReading } from '../sqlite/database.ts';
import { sqliteSql } from '../sqlite/sql.ts';

/** Where the journal is. */
export type JournalPlace = Pick<RelaySettings, 'data' | 'store'>;

/**
 * Reads the journal beside relays that may be running. Nothing is made or brought up to date, so that a statement may ask
 * for what an older journal does not have.
 * @returns null when there is no embedded journal yet
 * @throws StoreFault
 */
export async function readJournal<T>(
  { data, store }: JournalPlace,
  work: (sql: Sql) => Promise<T>,
): Promise<T | null> {
  if (store.kind === 'postgres') {
    const database = openMigrated(store, { connections: 1 });
    try {
      return await work(database.read);
    } finally {
      await database.close();
    }
  }
  if (!existsSync(journalFile(data))) return null;
  const db = openForReading(data);
  try {
    return await work(sqliteSql(db));
  } finally {
    db.close();
  }
}
