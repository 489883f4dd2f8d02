import type { Command } from 'commander';
import { resolve } from 'node:path';
import { backUpJournal } from '../sqlite/backup.ts';
import { optionsOf, type CliParts } from './context.ts';
import { print } from './terminal.ts';

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
that folder. Apps notice by themselves; nothing they have shown comes twice.`,
    )
    .action((name: string, _: object, command: Command) => {
      const { json, settings } = optionsOf(command);
      const file = resolve(name);
      const { events, agents, bytes } = backUpJournal(settings.data, file);
      print(terminal, json, { file, events, agents, bytes }, [
        `${file}: ${events} events and ${agents} agents, ${bytes} bytes, checked`,
      ]);
    });
}
