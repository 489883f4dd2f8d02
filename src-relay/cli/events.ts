import { InvalidArgumentError, type Command } from 'commander';
import { isAddress } from '../agents/address.ts';
import type { AgentDirectory } from '../agents/directory.ts';
import { dialledNumber } from '../../src-shared/format/phone.ts';
import { loadConfig } from '../config/file.ts';
import type { ForNobody } from '../journal/nobody.ts';
import { optionsOf, withAdmin, type CliParts } from './context.ts';
import { example, print, table } from './terminal.ts';

const DAY_MS = 24 * 3_600_000;
const MOST = 10_000;

/** An address or a line whose calls reach nobody, and what mends it. */
interface Missing {
  /** Null: Allo names no user, only the line. */
  readonly address: string | null;
  readonly line: string | null;
  readonly events: number;
  readonly lastAt: string;
  readonly topics: readonly string[];
  /** What to run; EMAIL where it cannot be told whose it is. */
  readonly command: string;
}

/** `events nobody`: calls and messages that reached no agent. */
export function addEventsCommands(program: Command, { terminal, now }: CliParts): void {
  const events = program.command('events').description('what came in').helpCommand(false);

  events
    .command('nobody')
    .description('calls and messages that concern no agent: whom Allo names, and the alias or line to add')
    .addHelpText(
      'after',
      example('ringside-relay events nobody', 'ringside-relay events nobody --days 30 --json'),
    )
    .option('--days <days>', 'how far back', readDays, 7)
    .action(async (own: { days: number }, command: Command) => {
      const { json, settings } = optionsOf(command);
      const { config } = await loadConfig(settings.configFile);
      const since = now() - own.days * DAY_MS;
      const { events: lost, directory } = await withAdmin(settings, (admin) =>
        admin.events.nobody(config, since, MOST),
      );
      const missing = missingIn(lost, directory);
      const rows = missing.map((m) => [
        m.address ?? '–',
        m.line ?? '–',
        String(m.events),
        m.lastAt,
        m.command,
      ]);
      const header = ['ALLO NAMES', 'LINE', 'EVENTS', 'LAST', 'WHAT TO RUN'];
      const lines =
        missing.length === 0
          ? [`none: every call and message of the last ${own.days} days concerns an agent`]
          : [...table(header, rows), '', HINT];
      print(terminal, json, { days: own.days, nobody: missing }, lines);
    });
}

const HINT =
  'EMAIL is the agent’s own address, as in agents list. Who is not meant to have Ringside goes under withoutRingside in the config.';

function readDays(text: string): number {
  if (!/^[1-9]\d{0,3}$/.test(text)) throw new InvalidArgumentError('a number of days, 1 to 9999.');
  return Number(text);
}

function missingIn(lost: readonly ForNobody[], directory: AgentDirectory): Missing[] {
  const owners = lost.flatMap(({ addresses, ...event }) =>
    (addresses.length === 0 ? [null] : addresses).map((address) => ({ ...event, address })),
  );
  const grouped = Map.groupBy(owners, ({ address, line }) => address ?? `line ${line}`);
  return [...grouped.values()].flatMap((group) => {
    const [newest] = group;
    if (newest === undefined) return [];
    const { address, line, receivedAt } = newest;
    const topics = [...new Set(group.map(({ topic }) => topic))].sort();
    return [
      {
        address,
        line,
        events: group.length,
        lastAt: receivedAt,
        topics,
        command: cureFor(address, line, directory),
      },
    ];
  });
}

function cureFor(named: string | null, line: string | null, { agents }: AgentDirectory): string {
  // Whoever Allo names, only an address can be an alias, and only a number in full a line.
  const address = named !== null && isAddress(named) ? named : null;
  if (address === null) {
    const number = dialledNumber(line);
    return `ringside-relay agents add EMAIL --line ${number ?? 'NUMBER'}`;
  }
  const isSame = (agent: string): boolean => nameIn(agent) === nameIn(address);
  const likely = [...agents].filter(isSame);
  const whose = likely.length === 1 ? likely[0] : agents.size === 1 ? [...agents][0] : 'EMAIL';
  return agents.size === 0
    ? `ringside-relay agents add ${forShell(address)}`
    : `ringside-relay agents add ${forShell(whose ?? 'EMAIL')} --alias ${forShell(address)}`;
}

/** As one word of a command that somebody copies: what Allo sends must run nothing. */
function forShell(word: string): string {
  return /^[\w@.+-]+$/.test(word) ? word : `'${word.replaceAll("'", String.raw`'\''`)}'`;
}

/** What stands before the @, without dots, dashes and what follows a plus: n.berg+allo@… is nberg. */
function nameIn(address: string): string {
  return (address.split('@', 1)[0] ?? '').split('+', 1)[0]?.replace(/[._-]/g, '') ?? '';
}
