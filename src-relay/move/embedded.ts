import { randomUUID } from 'node:crypto';
import type { DatabaseSync } from 'node:sqlite';
import { existsSync } from 'node:fs';
import { JournalError } from '../sql/errors.ts';
import type { SqlValue } from '../sql/sql.ts';
import { journalFile, openJournalDatabase, query } from '../sqlite/database.ts';
import { lockFolder } from '../sqlite/lock.ts';
import { bringOldEventsWithin } from '../sqlite/old-events.ts';
import { fileUnderNumbersOfToday } from '../sqlite/old-numbers.ts';
import { hasOtherKeysThere, inOrderOfThere } from './storable.ts';
import type { MovedTable } from './tables.ts';

/** An embedded journal that nobody else works on, brought up to date, to be read as a whole. */
export interface EmbeddedJournal {
  readonly epoch: string;
  /** In the order of the key that each has in PostgreSQL, and each key once; a row at a time. */
  rows(table: MovedTable): Iterable<readonly SqlValue[]>;
  /** The highest id that was ever given out, gone rows included; 0: none was. */
  lastId(table: MovedTable): number;
  /**
   * From now on it is another journal than the one that was made of it: apps of a relay that is started on it again start
   * over, instead of taking its numbers for those of the other one.
   */
  becomeAnother(): void;
  close(): void;
}

/** @throws JournalError when there is none, a relay runs on it, or it cannot be read */
export function openEmbedded(folder: string): EmbeddedJournal {
  if (!existsSync(journalFile(folder))) throw new JournalError(`there is no journal in ${folder}`);
  const unlock = lockFolder(folder);
  let db: DatabaseSync | null = null;
  try {
    db = openJournalDatabase(folder);
    bringOldEventsWithin(db);
    fileUnderNumbersOfToday(db);
    return journalOn(db, unlock);
  } catch (error) {
    db?.close();
    unlock();
    throw error;
  }
}

function journalOn(db: DatabaseSync, unlock: () => void): EmbeddedJournal {
  const epoch = query<{ epoch: string }>(db, 'SELECT epoch FROM journal').get()?.epoch;
  if (epoch === undefined) throw new JournalError('the journal has no epoch');
  return {
    epoch,
    *rows(table) {
      const columns = table.columns.map((name) => table.computed?.[name] ?? name);
      const statement = db.prepare(
        `SELECT ${columns.join(', ')} FROM ${table.name} ORDER BY ${table.key.join(', ')}`,
      );
      statement.setReturnArrays(true);
      // Rows are what the columns say: our own tables are trusted.
      const rows = statement.iterate() as Iterable<unknown> as Iterable<readonly SqlValue[]>;
      yield* hasOtherKeysThere(db, table) ? inOrderOfThere(rows, table) : rows;
    },
    lastId: (table) =>
      query<{ seq: number }>(db, 'SELECT seq FROM sqlite_sequence WHERE name = ?').get(table.name)?.seq ?? 0,
    becomeAnother: () => void query(db, 'UPDATE journal SET epoch = ?').run(randomUUID()),
    close: () => {
      db.close();
      unlock();
    },
  };
}
