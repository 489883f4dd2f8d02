import { hostname } from 'node:os';
import { StoreFault, type Sql } from '../sql/sql.ts';
import { readJournal, type JournalPlace } from './reading.ts';

const EMBEDDED = 'SELECT listening FROM journal';
/** Of those on this machine: the folder's own token opens the folder's own relay only. */
const SHARED = `
  SELECT address AS listening FROM relay WHERE host = ? AND address IS NOT NULL ORDER BY seen_at DESC LIMIT 1`;

/** Where the relay of this machine that serves the journal last listened; null: none has yet, or nobody can say. */
export async function listeningAt(place: JournalPlace): Promise<string | null> {
  try {
    return await readJournal(place, (sql) => listeningIn(sql, place));
  } catch (error) {
    // The command is not about the journal.
    if (error instanceof StoreFault && place.store.kind === 'postgres') return null;
    throw error;
  }
}

export async function listeningIn(sql: Sql, { store }: JournalPlace): Promise<string | null> {
  interface Row {
    readonly listening: string | null;
  }
  const row =
    store.kind === 'postgres' ? await sql.get<Row>(SHARED, hostname()) : await sql.get<Row>(EMBEDDED);
  return row?.listening ?? null;
}
