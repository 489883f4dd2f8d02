import { moveJournal, type Moved } from '../move/moving.ts';
import { openPostgres } from '../postgres/opened.ts';
import type { PostgresSettings } from '../settings/store.ts';

/** Copies the journal of a folder into an empty database. @throws JournalError, StoreFault */
export async function moveTo(folder: string, store: PostgresSettings): Promise<Moved> {
  const database = await openPostgres(store, { connections: 1 });
  try {
    return await moveJournal(folder, database);
  } finally {
    await database.close();
  }
}
