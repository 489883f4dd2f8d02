import type { Command } from 'commander';
import { loadConfig } from '../config/file.ts';
import { newCallKey } from '../journal/call-key.ts';
import { optionsOf, withAdmin, type CliParts } from './context.ts';
import { CommandError, example, print, table, UsageError } from './terminal.ts';

/** `quarantine list`, `show`, `drop`, `retry`. */
export function addQuarantineCommands(program: Command, { terminal, now }: CliParts): void {
  const quarantine = program
    .command('quarantine')
    .description('webhooks that were genuine but could not be read')
    .helpCommand(false);

  quarantine
    .command('list')
    .description('what is kept, and why')
    .addHelpText('after', example('ringside-relay quarantine list'))
    .action(async (_: object, command: Command) => {
      const { json, settings } = optionsOf(command);
      const list = await withAdmin(settings, (admin) => admin.quarantine.list());
      const rows = list.map((q) => [String(q.id), q.receivedAt, q.webhookId, `${q.bytes} B`, q.reason]);
      const lines = table(['ID', 'RECEIVED', 'WEBHOOK', 'SIZE', 'REASON'], rows);
      print(terminal, json, { quarantined: list }, lines);
    });

  quarantine
    .command('show <id>')
    .description('what Allo sent, as it came: it may name people')
    .addHelpText('after', example('ringside-relay quarantine show 17        # as in quarantine list'))
    .action(async (id: string, _: object, command: Command) => {
      const { json, settings } = optionsOf(command);
      const found = await withAdmin(settings, (admin) => admin.quarantine.show(readId(id)));
      if (found === null) throw new CommandError(`there is no ${id} in quarantine`);
      const { about, body } = found;
      const text = textOf(body);
      const shown = text === null ? { base64: Buffer.from(body).toString('base64') } : { body: text };
      print(terminal, json, { ...about, ...shown }, [
        `${about.id}, webhook ${about.webhookId}, received ${about.receivedAt}: ${about.reason}`,
        '',
        ...(text === null ? [`${body.length} bytes that are no text; --json has them`] : readable(text)),
      ]);
    });

  quarantine
    .command('drop [id...]')
    .description('erase what is not worth keeping; Allo sending it again changes nothing')
    .option('--all', 'everything that is in quarantine now')
    .addHelpText(
      'after',
      example('ringside-relay quarantine drop 17 18', 'ringside-relay quarantine drop --all'),
    )
    .action(async (ids: string[], own: { all?: true }, command: Command) => {
      const { json, settings } = optionsOf(command);
      if (ids.length > 0 === (own.all === true)) throw new UsageError('say which: ids, or --all');
      const numbers = ids.map(readId);
      const dropped = await withAdmin(settings, (admin) =>
        admin.quarantine.drop(own.all === true ? 'all' : numbers),
      );
      if (dropped === null) {
        throw new CommandError('not all of these are in quarantine: nothing was dropped');
      }
      print(terminal, json, { dropped }, [`${dropped} dropped`]);
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
      const result = await withAdmin(settings, (admin) =>
        admin.quarantine.retry(config, { now, newCallKey }),
      );
      print(terminal, json, result, [
        `${result.accepted} accepted, ${result.left} still in quarantine`,
        ...(result.left > 0
          ? ['what is beyond a limit has reached its agents without what was too much']
          : []),
      ]);
    });
}

/** @throws UsageError */
function readId(text: string): number {
  if (!/^\d{1,15}$/.test(text)) throw new UsageError(`${text} is no id, as in quarantine list`);
  return Number(text);
}

function textOf(body: Uint8Array): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(body);
  } catch {
    return null;
  }
}

/** JSON with indents; anything else as it is. */
function readable(text: string): string[] {
  try {
    return JSON.stringify(JSON.parse(text), null, 2).split('\n');
  } catch {
    return text.split('\n');
  }
}
