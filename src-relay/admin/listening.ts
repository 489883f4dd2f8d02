import { hostname } from 'node:os';
import { keptAddress } from '../control/address.ts';
import { StoreFault, type Sql } from '../sql/sql.ts';
import { readJournal, type JournalPlace } from './reading.ts';

const EMBEDDED = 'SELECT listening FROM journal';
/** When the folder does not say: one of those on this machine. */
const SHARED = `
  SELECT address AS listening FROM relay WHERE host = ? AND address IS NOT NULL ORDER BY seen_at DESC LIMIT 1`;

/** Where the relay of this machine that serves the journal last listened; null: none has yet, or nobody can say. */
export async function listeningAt(place: JournalPlace): Promise<string | null> {
  const own = listeningHere(place);
  if (own !== null) return own;
  try {
    return await readJournal(place, (sql) => listeningIn(sql, place));
  } catch (error) {
    // The command is not about the journal.
    if (error instanceof StoreFault && place.store.kind === 'postgres') return null;
    throw error;
  }
}

/** The same by the folder alone, as of one of several relays, whose PostgreSQL may be away; null: it does not say. */
export function listeningHere({ data, store }: JournalPlace): string | null {
  return store.kind === 'postgres' ? keptAddress(data) : null;
}

export async function listeningIn(sql: Sql, place: JournalPlace): Promise<string | null> {
  interface Row {
    readonly listening: string | null;
  }
  const own = listeningHere(place);
  if (own !== null) return own;
  const row =
    place.store.kind === 'postgres' ? await sql.get<Row>(SHARED, hostname()) : await sql.get<Row>(EMBEDDED);
  return row?.listening ?? null;
}
