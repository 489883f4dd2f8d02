import type { Command } from 'commander';
import { readSettings, type RawSettings, type RelaySettings } from '../settings/settings.ts';
import type { Admin } from '../admin/admin.ts';
import { openAdmin } from '../admin/opening.ts';
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
