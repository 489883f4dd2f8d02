import type { Command } from 'commander';
import { moveTo } from '../admin/move.ts';
import { storeFrom, storeName, type PostgresSettings } from '../settings/store.ts';
import { optionsOf, type CliParts } from './context.ts';
import { print, UsageError } from './terminal.ts';

/** `move`: an embedded journal into PostgreSQL. */
export function addMoveCommand(program: Command, { terminal }: CliParts): void {
  program
    .command('move')
    .description(
      'copy the journal of a data folder into a new PostgreSQL database; apps go on where they were',
    )
    .requiredOption('--to <url>', 'postgres://user@host/database, empty so far; its password is in no flag')
    .addHelpText(
      'after',
      `
Stop the relay first. The whole journal is copied in one transaction and read back before it is kept:
when this is broken off, nothing is there, and it is run again. The password is read from PGPASSWORD,
PGPASSFILE or the file store-password in the data folder.

Example:
  ringside-relay move --data /var/lib/ringside --to postgres://ringside@db.internal/ringside`,
    )
    .action(async (own: { to: string }, command: Command) => {
      const { json, settings } = optionsOf(command);
      const store = targetFrom(own.to, settings.data);
      const moved = await moveTo(settings.data, store);
      const to = storeName(store);
      print(terminal, json, { ...moved, to }, [
        `${moved.events} events, ${moved.agents} agents and ${moved.devices} devices are in ${to} (${moved.rows} rows, read back and the same)`,
        '',
        'What to do next:',
        `1. set RINGSIDE_STORE to that URL for the relay, and start it with the same data folder: secrets and settings stay there`,
        '2. run ringside-relay doctor with the same settings',
        `3. keep ${settings.data}/journal.db until the new relay has served a day: it was changed in one way only: apps of a relay that is started on it again start over`,
      ]);
    });
}

/** @throws UsageError */
function targetFrom(url: string, data: string): PostgresSettings {
  try {
    const store = storeFrom({ store: url, storeIsFlag: true }, data, process.env);
    if (store.kind === 'postgres') return store;
  } catch (error) {
    throw new UsageError(`--to: ${error instanceof Error ? error.message : String(error)}`);
  }
  throw new UsageError('--to: say where, as postgres://user@host/database');
}
