import type { Command } from 'commander';
import { existsSync } from 'node:fs';
import type { DatabaseSync } from 'node:sqlite';
import {
  inTransaction,
  journalFile,
  openForReading,
  openJournalDatabase,
  query,
} from '../sqlite/database.ts';
import { readSettings, type RawSettings, type RelaySettings } from '../settings/settings.ts';
import type { Admin } from '../admin/admin.ts';
import { openAdmin } from '../admin/opening.ts';
import { JournalError } from '../sql/journal-error.ts';
import type { Terminal } from './terminal.ts';

/** What the command line needs of the process it runs in. */
export interface CliParts {
  readonly terminal: Terminal;
  readonly now: () => number;
  readonly workerUrl: URL;
  /** What is piped in, or what somebody types after the prompt, unseen. */
  readonly input: (prompt: string) => Promise<string>;
}

export interface CommandOptions {
  readonly json: boolean;
  readonly settings: RelaySettings;
}

/** The options of a command together with the program's. @throws SettingsError */
export function optionsOf(command: Command): CommandOptions {
  const raw = command.optsWithGlobals<RawSettings & { json?: boolean }>();
  const storeIsFlag = command.getOptionValueSourceWithGlobals('store') === 'cli';
  return { json: raw.json === true, settings: readSettings({ ...raw, storeIsFlag }, process.env) };
}

/** Where the relay that served a folder last listened; null: none has yet. */
export function listeningAt(folder: string): string | null {
  if (!existsSync(journalFile(folder))) return null;
  const db = openForReading(folder);
  try {
    return query<{ listening: string | null }>(db, 'SELECT listening FROM journal').get()?.listening ?? null;
  } finally {
    db.close();
  }
}

/**
 * Does an admin's work on the journal, beside relays that may be running.
 * @throws JournalError when there is no journal to work on, StoreFault
 */
export async function withAdmin<T>(settings: RelaySettings, work: (admin: Admin) => Promise<T>): Promise<T> {
  const admin = await openAdmin(settings);
  try {
    return await work(admin);
  } finally {
    await admin.close();
  }
}

/**
 * Opens the journal beside a relay that may be running, does the work in one transaction and closes it again.
 * @throws JournalError when the folder cannot be written
 */
export function withJournal<T>(settings: RelaySettings, work: (db: DatabaseSync) => T): T {
  if (settings.store.kind !== 'embedded') {
    throw new JournalError('this command cannot reach the journal in PostgreSQL yet');
  }
  const db = openJournalDatabase(settings.data);
  try {
    return inTransaction(db, () => work(db));
  } finally {
    db.close();
  }
}
