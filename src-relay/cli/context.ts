import type { Command } from 'commander';
import type { DatabaseSync } from 'node:sqlite';
import { inTransaction, openJournalDatabase } from '../journal/database.ts';
import { readSettings, type RawSettings, type RelaySettings } from '../settings/settings.ts';
import type { Terminal } from './terminal.ts';

/** What the command line needs of the process it runs in. */
export interface CliParts {
  readonly terminal: Terminal;
  readonly now: () => number;
  readonly workerUrl: URL;
}

export interface CommandOptions {
  readonly json: boolean;
  readonly settings: RelaySettings;
}

/** The options of a command together with the program's. @throws SettingsError */
export function optionsOf(command: Command): CommandOptions {
  const raw = command.optsWithGlobals<RawSettings & { json?: boolean }>();
  return { json: raw.json === true, settings: readSettings(raw) };
}

/**
 * Opens the journal beside a relay that may be running, does the work in one transaction and closes it again.
 * @throws JournalError when the folder cannot be written
 */
export function withJournal<T>(settings: RelaySettings, work: (db: DatabaseSync) => T): T {
  const db = openJournalDatabase(settings.data);
  try {
    return inTransaction(db, () => work(db));
  } finally {
    db.close();
  }
}
