import type { Database } from '../sql/sql.ts';

/**
 * What an admin does with the journal, beside relays that may be running: each verb is one transaction, or short ones.
 * The command line knows these, and no database.
 */
export interface Admin {
  close(): Promise<void>;
}

/** The verbs on an open database. */
export function adminOf(database: Database): Admin {
  return { close: () => database.close() };
}
