import type { Command } from 'commander';
import { resolve } from 'node:path';
import { backUp } from '../admin/backup.ts';
import { optionsOf, type CliParts } from './context.ts';
import { CommandError, print, table } from './terminal.ts';

const AFTER_RESTORING = 'ringside-relay restored';

/** `backup`: a copy of the journal, while the relay runs. */
export function addBackupCommand(program: Command, { terminal }: CliParts): void {
  program
    .command('backup <file>')
    .description('copy the journal into a new file while the relay runs; checked, readable by you alone')
    .addHelpText(
      'after',
      `
Example:
  ringside-relay backup /var/backups/ringside/2027-03-01.db

To restore: stop the relay, put the file into an EMPTY data folder as journal.db, start the relay on
that folder. Apps notice by themselves; nothing they have shown comes twice.

With RINGSIDE_STORE it says what to use instead, and exits with 1.`,
    )
    .action((name: string, _: object, command: Command) => {
      const { json, settings } = optionsOf(command);
      const file = resolve(name);
      const result = backUp(settings, file);
      if (result.kind === 'made') {
        const { events, agents, bytes } = result;
        print(terminal, json, { file, events, agents, bytes }, [
          `${file}: ${events} events and ${agents} agents, ${bytes} bytes, checked`,
        ]);
        return;
      }
      const { store, ways } = result;
      print(terminal, json, { made: false, store, instead: ways, afterRestoring: AFTER_RESTORING }, [
        `${store} keeps the journal; use instead:`,
        ...table(
          ['USE', 'FOR'],
          ways.map((way) => [way.use, way.for]),
        ),
        `after restoring, before relays start: ${AFTER_RESTORING}`,
      ]);
      throw new CommandError('nothing was backed up: the journal is in PostgreSQL, which has its own ways');
    });
}
