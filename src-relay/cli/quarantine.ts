import type { Command } from 'commander';
import { directoryReader } from '../agents/directory.ts';
import { loadConfig } from '../config/file.ts';
import { newCallKey } from '../journal/call-key.ts';
import { openJournalDatabase } from '../journal/database.ts';
import { listQuarantine, retryQuarantine } from '../journal/quarantine.ts';
import { optionsOf, withJournal, type CliParts } from './context.ts';
import { example, print, table } from './terminal.ts';

/** `quarantine list`, `quarantine retry`. */
export function addQuarantineCommands(program: Command, { terminal, now }: CliParts): void {
  const quarantine = program
    .command('quarantine')
    .description('webhooks that were genuine but could not be read')
    .helpCommand(false);

  quarantine
    .command('list')
    .description('what is kept, and why')
    .addHelpText('after', example('ringside-relay quarantine list'))
    .action((_: object, command: Command) => {
      const { json, settings } = optionsOf(command);
      const list = withJournal(settings, listQuarantine);
      const rows = list.map((q) => [String(q.id), q.receivedAt, q.webhookId, `${q.bytes} B`, q.reason]);
      const lines = table(['ID', 'RECEIVED', 'WEBHOOK', 'SIZE', 'REASON'], rows);
      print(terminal, json, { quarantined: list }, lines);
    });

  quarantine
    .command('retry')
    .description('read everything in quarantine again')
    .addHelpText(
      'after',
      example('ringside-relay quarantine retry        # after an upgrade that reads more'),
    )
    .action(async (_: object, command: Command) => {
      const { json, settings } = optionsOf(command);
      const { config } = await loadConfig(settings.configFile);
      const db = openJournalDatabase(settings.data);
      try {
        const directory = directoryReader(db);
        const result = await retryQuarantine(db, () => directory(config), { now, newCallKey });
        print(terminal, json, result, [
          `${result.accepted} accepted, ${result.left} still in quarantine`,
          ...(result.left > 0
            ? ['what is beyond a limit has reached its agents without what was too much']
            : []),
        ]);
      } finally {
        db.close();
      }
    });
}
