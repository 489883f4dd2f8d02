import type { Command } from 'commander';
import { InvalidArgumentError } from 'commander';
import { hashOf, newGroupToken } from '../agents/secrets.ts';
import { GroupExists, type ListedGroup } from '../groups/groups.ts';
import { readAddress } from './agents.ts';
import { optionsOf, withAdmin, type CliParts } from './context.ts';
import { durationBetween } from './duration.ts';
import { CommandError, example, print, table, UsageError } from './terminal.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const MOST_COMPUTERS = 100_000;
const NAME = /^[A-Za-z0-9][A-Za-z0-9._-]{0,59}$/;

interface AddOptions {
  readonly agents?: string;
  readonly all?: true;
  readonly valid: number;
  readonly devices: number;
  readonly approve?: true;
}

/** `groups add`, `groups list`, `groups revoke`. */
export function addGroupsCommands(program: Command, { terminal, now }: CliParts): void {
  const groups = program
    .command('groups')
    .description('tokens that many computers share, for a managed roll-out')
    .helpCommand(false);

  groups
    .command('add <name>')
    .description('print a token that pairs computers of these agents; it is shown this once')
    .option('--agents <list>', 'their e-mail addresses, separated by commas')
    .option('--all', 'every agent of this relay, those included who are added later')
    .option(
      '--valid <duration>',
      'how long, like 30d (at most 365d)',
      durationBetween(HOUR_MS, 365 * DAY_MS),
      30 * DAY_MS,
    )
    .option('--devices <count>', 'how many computers at most', readCount, 50)
    .option('--approve', 'each computer waits until devices approve')
    .addHelpText(
      'after',
      example(
        'ringside-relay groups add support --agents nora@example.com,sam@example.com --valid 7d --devices 2',
        'ringside-relay groups add everybody --all --devices 50 --approve',
      ),
    )
    .action(async (name: string, own: AddOptions, command: Command) => {
      const { json, settings } = optionsOf(command);
      if (!NAME.test(name)) throw new UsageError('a group is called by letters, digits, dots and dashes');
      if ((own.agents === undefined) !== (own.all === true))
        throw new UsageError('say for whom: --agents a@example.com,b@example.com, or --all');
      const agents = own.agents?.split(',').map((one) => readAddress(one.trim())) ?? null;
      const token = newGroupToken();
      const expiresAt = now() + own.valid;
      try {
        const group = {
          name,
          tokenHash: hashOf(token),
          agents,
          most: own.devices,
          approves: own.approve === true,
          expiresAt,
        };
        await withAdmin(settings, (admin) => admin.groups.add(group, now()));
      } catch (error) {
        if (!(error instanceof GroupExists)) throw error;
        throw new CommandError(`${error.message}: groups revoke ${name} first, or take another name`);
      }
      const until = new Date(expiresAt).toISOString();
      print(
        terminal,
        json,
        {
          group: name,
          token,
          agents,
          mostDevices: own.devices,
          approve: own.approve === true,
          expiresAt: until,
        },
        [token],
      );
      if (!json)
        terminal.error(
          `whoever has this token can listen as any agent of ${name} until ${until}: keep it where only an administrator writes`,
        );
    });

  groups
    .command('list')
    .description('every group: its agents, its computers, until when')
    .addHelpText('after', example('ringside-relay groups list'))
    .action(async (_: object, command: Command) => {
      const { json, settings } = optionsOf(command);
      const list = await withAdmin(settings, (admin) => admin.groups.list(now()));
      const header = ['NO', 'GROUP', 'AGENTS', 'COMPUTERS', 'WAITING', 'UNTIL', 'LAST USED', 'STATE'];
      print(terminal, json, { groups: list }, table(header, list.map(rowOf)));
    });

  groups
    .command('revoke <name>')
    .description('the token pairs nobody any more; computers that are paired stay so')
    .option('--devices', 'their devices are revoked too, and closed at once')
    .addHelpText('after', example('ringside-relay groups revoke support --devices'))
    .action(async (name: string, own: { devices?: true }, command: Command) => {
      const { json, settings } = optionsOf(command);
      const devices = await withAdmin(settings, (admin) =>
        admin.groups.revoke(name, own.devices === true, now()),
      );
      if (devices === null) throw new CommandError(`there is no group ${name}`);
      print(terminal, json, { group: name, revoked: true, devices }, [
        `${name} revoked${own.devices === true ? `, and ${devices} devices` : ''}`,
      ]);
    });
}

function rowOf(group: ListedGroup): string[] {
  return [
    String(group.number),
    group.group,
    group.agents?.join(' ') ?? 'all',
    `${group.devices} of ${group.mostDevices}`,
    group.approve ? String(group.waiting) : '',
    group.expiresAt,
    group.usedAt ?? 'never',
    group.state,
  ];
}

function readCount(text: string): number {
  const count = Number(text);
  if (!/^\d{1,6}$/.test(text) || count < 1 || count > MOST_COMPUTERS)
    throw new InvalidArgumentError(`It takes a whole number from 1 to ${MOST_COMPUTERS}.`);
  return count;
}
