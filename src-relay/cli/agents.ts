import type { Command } from 'commander';
import type { AgentEmail } from '../../src-shared/brand.ts';
import { readNumber } from '../../src-shared/format/phone.ts';
import { agentWriting } from '../agents/agents.ts';
import { optionsOf, withJournal, type CliParts } from './context.ts';
import { CommandError, example, print, table, UsageError } from './terminal.ts';

/** `agents add`, `agents list`, `agents remove`. */
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
    .action((email: string, own: { name?: string; line: string[]; alias: string[] }, command: Command) => {
      const { json, settings } = optionsOf(command);
      const change = {
        email: readAddress(email),
        name: own.name ?? null,
        lines: own.line.map(readLine),
        aliases: own.alias.map(readAddress),
      };
      const added = withJournal(settings, (db) => agentWriting(db).add(change, now()));
      const verb = added ? 'added' : 'updated';
      print(terminal, json, { agent: change.email, added }, [`${change.email} ${verb}`]);
    });

  agents
    .command('list')
    .description('every agent with lines, aliases and number of devices')
    .addHelpText('after', example('ringside-relay agents list --json'))
    .action((_: object, command: Command) => {
      const { json, settings } = optionsOf(command);
      const list = withJournal(settings, (db) => agentWriting(db).list());
      const rows = list.map((a) => [
        a.email,
        a.name ?? '',
        a.lines.join(' '),
        a.aliases.join(' '),
        String(a.devices),
      ]);
      print(terminal, json, { agents: list }, table(['AGENT', 'NAME', 'LINES', 'ALIASES', 'DEVICES'], rows));
    });

  agents
    .command('remove <email>')
    .description('remove an agent with their devices and history; open apps are closed at once')
    .addHelpText('after', example('ringside-relay agents remove nora@example.com'))
    .action((email: string, _: object, command: Command) => {
      const { json, settings } = optionsOf(command);
      const agent = readAddress(email);
      const removed = withJournal(settings, (db) => agentWriting(db).remove(agent));
      if (!removed) throw new CommandError(`there is no agent ${agent}`);
      print(terminal, json, { agent, removed }, [`${agent} removed`]);
    });
}

/** @throws UsageError */
export function readAddress(text: string): AgentEmail {
  const lower = text.trim().toLowerCase();
  if (!/^[^\s@]{1,64}@[^\s@]{1,190}$/.test(lower)) throw new UsageError(`${text} is not an e-mail address`);
  return lower as AgentEmail;
}

function readLine(text: string): string {
  const { e164 } = readNumber(text);
  if (e164 === null) throw new UsageError(`${text} is not a number in E.164, like +33199003300`);
  return e164;
}

function gather(value: string, before: readonly string[]): string[] {
  return [...before, value];
}
