import type { Command } from 'commander';
import { optionsOf, withAdmin, type CliParts } from './context.ts';
import { example, print } from './terminal.ts';

/** `restored`: after the journal went back in time. */
export function addRestoredCommand(program: Command, { terminal }: CliParts): void {
  program
    .command('restored')
    .description(
      'run once after a database or a disk was restored to an earlier time, before relays start on it',
    )
    .addHelpText(
      'after',
      `${example('ringside-relay restored')}

Apps start over instead of missing what comes next; nothing they have shown comes twice. A file that
the command backup has made needs none of this.`,
    )
    .action(async (_: object, command: Command) => {
      const { json, settings } = optionsOf(command);
      const { agents, devices, lastWebhookAt } = await withAdmin(settings, (admin) => admin.restored());
      const last = lastWebhookAt === null ? null : new Date(lastWebhookAt).toISOString();
      print(terminal, json, { agents, devices, lastWebhookAt: last }, [
        `${agents} agents and ${devices} devices are there; the last webhook came ${last ?? 'never'}`,
        'what happened after that moment is undone:',
        '- revoke devices and remove agents again that were (devices list, agents list)',
        '- run forget again for whoever was forgotten since',
        '- pairing links that were not used yet are void: make new ones',
        'start the relay now: apps start over by themselves',
      ]);
    });
}
