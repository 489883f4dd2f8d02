import type { Database, Sql } from '../sql/sql.ts';
import { withoutRelays } from '../postgres/offline.ts';
import { JournalError } from '../sql/errors.ts';
import { digesting, type TableDigest } from './digest.ts';
import { openEmbedded, type EmbeddedJournal } from './embedded.ts';
import { storableRows } from './storable.ts';
import { MOVED_TABLES, type MovedTable } from './tables.ts';
import { continueIds, digestOf, epochOf, filledTable, fill } from './target.ts';

export interface Moved {
  /** How many of each. */
  readonly events: number;
  readonly agents: number;
  readonly devices: number;
  /** Of all tables together. */
  readonly rows: number;
}

/**
 * Copies an embedded journal, on which no relay runs, into a new database of PostgreSQL's: all of it or nothing, in one
 * transaction, a few rows at a time. Before that is kept, every table is read back and compared. Epoch, row ids, sequences,
 * devices' tokens and what was erased are the same there, so that apps go on from where they were. Done again after it was
 * broken off, it begins anew; when all of it is there already, it says so as if it had been now.
 * @throws JournalError when a relay runs, the database is not empty, or what is read back is something else; StoreFault
 */
export async function moveJournal(folder: string, database: Database): Promise<Moved> {
  const embedded = openEmbedded(folder);
  try {
    const moved = await withoutRelays(database, async (sql) => {
      const filled = await filledTable(sql);
      if (filled === null) return copied(sql, embedded);
      const counts = (await epochOf(sql)) === embedded.epoch ? await countsOfSame(sql, embedded) : null;
      if (counts !== null) return counts;
      throw new JournalError(
        `the database is not empty (${filled}): a journal is moved into a new one only; nothing was changed`,
      );
    });
    embedded.becomeAnother();
    return moved;
  } finally {
    embedded.close();
  }
}

async function copied(sql: Sql, embedded: EmbeddedJournal): Promise<Moved> {
  const counts = new Map<string, number>();
  for (const table of MOVED_TABLES) {
    const written = await fill(sql, table, embedded.rows(table));
    if (table.isNumbered === true) await continueIds(sql, table, embedded.lastId(table));
    if (!isSame(written, await digestOf(sql, table)))
      throw new JournalError(`${table.name} reads back as something else: nothing was moved`);
    counts.set(table.name, written.rows);
  }
  return movedOf(counts);
}

/** Whether the end of an earlier move was kept, although nobody was told; null: it is something else. */
async function countsOfSame(sql: Sql, embedded: EmbeddedJournal): Promise<Moved | null> {
  const counts = new Map<string, number>();
  for (const table of MOVED_TABLES) {
    const here = digestHere(table, embedded);
    // The version of the directory rose with the agents that were written.
    if (table.name !== 'journal' && !isSame(here, await digestOf(sql, table))) return null;
    counts.set(table.name, here.rows);
  }
  return movedOf(counts);
}

function digestHere(table: MovedTable, embedded: EmbeddedJournal): TableDigest {
  const digest = digesting();
  for (const row of storableRows(embedded.rows(table))) digest.add(row);
  return digest.done();
}

function isSame(one: TableDigest, other: TableDigest): boolean {
  return one.rows === other.rows && one.digest === other.digest;
}

function movedOf(counts: ReadonlyMap<string, number>): Moved {
  const of = (table: string): number => counts.get(table) ?? 0;
  return {
    events: of('event'),
    agents: of('agent'),
    devices: of('device'),
    rows: [...counts.values()].reduce((sum, count) => sum + count, 0),
  };
}
