import { openPostgres, type PostgresOptions } from '../postgres/opened.ts';
import type { RelaySettings } from '../settings/settings.ts';
import type { Database } from '../sql/sql.ts';
import { openSqlite } from '../sqlite/opened.ts';

/**
 * Opens the database that the settings name, with its tables up to date.
 * @throws JournalError or StoreFault, each with a message for the admin
 */
export async function openDatabase(
  settings: RelaySettings,
  options: PostgresOptions = {},
): Promise<Database> {
  const { store, data } = settings;
  return store.kind === 'embedded' ? openSqlite(data) : await openPostgres(store, options);
}
