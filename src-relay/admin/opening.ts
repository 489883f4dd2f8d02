import { openPostgres, type PostgresDatabase } from '../postgres/opened.ts';
import { withoutRelays } from '../postgres/offline.ts';
import { retryOnPostgres } from '../postgres/filing/retrying.ts';
import type { RelaySettings } from '../settings/settings.ts';
import type { Database } from '../sql/sql.ts';
import { lockFolder } from '../sqlite/lock.ts';
import { openSqlite } from '../sqlite/opened.ts';
import { retryQuarantine } from '../sqlite/retrying.ts';
import { adminOf, type Admin, type EngineVerbs } from './admin.ts';

/** One command at a time asks little, and may ask for what takes long. */
const ADMIN = { connections: 2, timeouts: { statementMs: 120_000 } };

/** Opens the journal for an admin's work, beside relays that may be running. @throws JournalError, StoreFault */
export async function openAdmin(settings: RelaySettings): Promise<Admin> {
  const { store, data } = settings;
  if (store.kind === 'postgres') {
    const database = await openPostgres(store, ADMIN);
    return adminOf(database, onPostgres(database));
  }
  const database = openSqlite(data);
  return adminOf(database, onSqlite(data, database));
}

function onSqlite(folder: string, database: Database): EngineVerbs {
  return {
    retryQuarantine: (config, parts) => retryQuarantine(folder, config, parts),
    offline: async (work) => {
      const unlock = lockFolder(folder);
      try {
        return await database.alone(work);
      } finally {
        unlock();
      }
    },
  };
}

function onPostgres(database: PostgresDatabase): EngineVerbs {
  return {
    retryQuarantine: (config, parts) => retryOnPostgres(database, config, parts),
    offline: (work) => withoutRelays(database, work),
  };
}
