import type { Command } from 'commander';
import { isNumber, readNumber, sameNumber } from '../../src-shared/format/phone.ts';
import { agentFor } from '../../src-shared/calls/routing.ts';
import { loadConfig } from '../config/file.ts';
import { MIN_DIGITS } from '../forget/finding.ts';
import type { Sought } from '../forget/sought.ts';
import { readAddress } from './agents.ts';
import { optionsOf, withAdmin, type CliParts } from './context.ts';
import { CommandError, example, print, UsageError } from './terminal.ts';

/** `forget`: erases a person. */
export function addForgetCommand(program: Command, { terminal }: CliParts): void {
  program
    .command('forget <number|email>')
    .description('erase a person: calls, messages, contact and all that is remembered, at once and for good')
    .addHelpText(
      'after',
      example("ringside-relay forget '+33 1 99 00 12 34'", 'ringside-relay forget ana@globex.example'),
    )
    .action(async (who: string, _: object, command: Command) => {
      const { json, settings } = optionsOf(command);
      const seed = readPerson(who);
      const { config } = await loadConfig(settings.configFile);
      const { elsewhere, ...result } = await withAdmin(settings, async ({ agents, forget }) => {
        const directory = await agents.directory(config);
        const lines = directory.lines.map((line) => readNumber(line.number));
        const isLine = (raw: string): boolean => {
          const key = readNumber(raw);
          return lines.some((line) => sameNumber(line, key) !== null);
        };
        const isAgent = (email: string): boolean => agentFor(email, directory) !== null;
        if (isLine(who)) throw new CommandError('that is one of your own lines');
        if (isAgent(who)) throw new CommandError('that is an agent: use agents remove');
        return forget(seed, { isLine, isAgent });
      });
      print(terminal, json, elsewhere.length === 0 ? result : { ...result, elsewhere }, [
        `${result.events} events erased, ${result.mentions} mentions in other calls blackened`,
        `${result.contacts} contacts and ${result.quarantined} webhooks in quarantine erased`,
        ...elsewhere,
      ]);
      if (!result.clean) {
        throw new CommandError(
          'something of them came in meanwhile, or the files were in use and could not be cleaned: run it again',
        );
      }
    });
}

/** @throws UsageError */
function readPerson(text: string): Sought {
  if (text.includes('@')) return { numbers: [], emails: [readAddress(text)] };
  const key = readNumber(text);
  if (!isNumber(key) || (key.tail ?? '').length < MIN_DIGITS) {
    throw new UsageError(`${text} is neither a phone number nor an e-mail address`);
  }
  return { numbers: [key], emails: [] };
}
