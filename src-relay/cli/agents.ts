import type { Command } from 'commander';
import type { AgentEmail } from '../../src-shared/brand.ts';
import { dialledNumber } from '../../src-shared/format/phone.ts';
import { visibleName } from '../../src-shared/format/visible-text.ts';
import { addressIn } from '../agents/address.ts';
import type { ListedAgent } from '../agents/listing.ts';
import { MOST_NAME } from '../pairing/exchange.ts';
import { optionsOf, withAdmin, type CliParts } from './context.ts';
import { CommandError, example, print, table, UsageError } from './terminal.ts';

interface Update {
  readonly name?: string;
  readonly line: readonly string[];
  readonly alias: readonly string[];
  readonly removeLine: readonly string[];
  readonly removeAlias: readonly string[];
}

/** `agents add`, `agents update`, `agents list`, `agents remove`. */
export function addAgentsCommands(program: Command, { terminal, now }: CliParts): void {
  const agents = program.command('agents').description('who gets events').helpCommand(false);

  agents
    .command('add <email>')
    .description('add an agent, or a name, lines and aliases to one')
    .addHelpText(
      'after',
      example(
        'ringside-relay agents add nora@example.com --name Nora --line +33199003300 --alias n.berg@example.com',
        'ringside-relay devices pair nora@example.com        # then her app',
      ),
    )
    .option('--name <name>', 'shown to colleagues')
    .option('--line <number>', 'Allo number whose calls concern the agent; repeatable', gather, [])
    .option('--alias <email>', "another address of the agent's; repeatable", gather, [])
    .action(
      async (email: string, own: { name?: string; line: string[]; alias: string[] }, command: Command) => {
        const { json, settings } = optionsOf(command);
        const change = {
          email: readAddress(email),
          name: readName(own.name),
          lines: own.line.map(readLine),
          aliases: own.alias.map(readAddress),
        };
        const added = await withAdmin(settings, (admin) => admin.agents.add(change, now()));
        const verb = added ? 'added' : 'updated';
        print(terminal, json, { agent: change.email, added }, [`${change.email} ${verb}`]);
      },
    );

  agents
    .command('update <email>')
    .description('change an agent who is there: another name, lines and aliases added or taken off')
    .addHelpText(
      'after',
      example(
        'ringside-relay agents update nora@example.com --remove-line +33199003300',
        'ringside-relay agents update nora@example.com --remove-alias n.berg@example.com --name "Nora Berg"',
      ),
    )
    .option('--name <name>', 'shown to colleagues')
    .option('--line <number>', 'Allo number whose calls concern the agent; repeatable', gather, [])
    .option('--alias <email>', "another address of the agent's; repeatable", gather, [])
    .option('--remove-line <number>', 'a line that was added with the agent; repeatable', gather, [])
    .option('--remove-alias <email>', 'an alias that was added with the agent; repeatable', gather, [])
    .action(async (email: string, own: Update, command: Command) => {
      const { json, settings } = optionsOf(command);
      const agent = readAddress(email);
      const name = readName(own.name);
      const [lines, aliases] = [own.line.map(readLine), own.alias.map(readAddress)];
      const gone = { lines: own.removeLine.map(readLine), aliases: own.removeAlias.map(readAddress) };
      const changes = [name ?? [], lines, aliases, gone.lines, gone.aliases].flat();
      if (changes.length === 0) throw new UsageError('say what to change: see agents update --help');
      const update = { email: agent, name, lines, aliases, gone };
      const updated = await withAdmin(settings, (admin) => admin.agents.update(update, now()));
      if (updated === null) throw new CommandError(`there is no agent ${agent}`);
      const { lines: all, aliases: allAliases } = updated;
      print(terminal, json, { agent, name: updated.name, lines: all, aliases: allAliases }, [
        `${agent} updated: lines ${all.join(' ') || 'none'}, aliases ${allAliases.join(' ') || 'none'}`,
      ]);
    });

  agents
    .command('list')
    .description('every agent with lines, aliases and number of devices')
    .addHelpText('after', example('ringside-relay agents list --json'))
    .action(async (_: object, command: Command) => {
      const { json, settings } = optionsOf(command);
      const list = await withAdmin(settings, (admin) => admin.agents.list());
      const rows = list.map((a) => [
        a.email,
        a.name ?? '',
        a.lines.join(' '),
        a.aliases.join(' '),
        String(a.devices),
        originOf(a),
      ]);
      const header = ['AGENT', 'NAME', 'LINES', 'ALIASES', 'DEVICES', 'FROM'];
      print(terminal, json, { agents: list }, table(header, rows));
    });

  agents
    .command('remove <email>')
    .description('remove an agent with their devices and history; open apps are closed at once')
    .addHelpText('after', example('ringside-relay agents remove nora@example.com'))
    .action(async (email: string, _: object, command: Command) => {
      const { json, settings } = optionsOf(command);
      const agent = readAddress(email);
      const removed = await withAdmin(settings, (admin) => admin.agents.remove(agent));
      if (!removed) throw new CommandError(`there is no agent ${agent}`);
      print(terminal, json, { agent, removed }, [`${agent} removed`]);
    });
}

/** Who added an agent, and which of what is known of them the other side wrote. */
function originOf({ origin, name, nameFrom, fromAllo, blockedAt }: ListedAgent): string {
  const { lines, aliases } = fromAllo;
  const others =
    origin === 'hand'
      ? [...(name !== null && nameFrom === 'allo' ? ['name'] : []), ...lines, ...aliases]
      : name !== null && nameFrom === 'hand'
        ? ['name']
        : [];
  const [by, other] = origin === 'hand' ? ['by hand', 'Allo'] : ['Allo', 'by hand'];
  const also = others.length === 0 ? '' : `, ${other}: ${others.join(' ')}`;
  return `${by}${also}${blockedAt === null ? '' : `, blocked in Allo since ${blockedAt}`}`;
}

/** @throws UsageError */
function readName(text: string | undefined): string | null {
  if (text === undefined) return null;
  const name = visibleName(text, MOST_NAME);
  if (name === null) throw new UsageError('--name has no letter that can be seen');
  return name;
}

/** @throws UsageError */
export function readAddress(text: string): AgentEmail {
  const address = addressIn(text);
  if (address === null) throw new UsageError(`${text} is not an e-mail address`);
  return address;
}

function readLine(text: string): string {
  const e164 = dialledNumber(text);
  if (e164 === null) throw new UsageError(`${text} is not a number in E.164, like +33199003300`);
  return e164;
}

function gather(value: string, before: readonly string[]): string[] {
  return [...before, value];
}
