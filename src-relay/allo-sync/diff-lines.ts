import type { AgentEmail } from '../../src-shared/brand.ts';
import { lineKey } from '../agents/lines.ts';
import type { WhoIsWho } from './addresses.ts';
import type { Answering, DirectoryChanges } from './changes.ts';
import type { DiffOptions } from './diff.ts';
import { isMost } from './diff-users.ts';
import type { KnownTeam } from './known.ts';
import type { AlloNumber, Answered, SyncTrouble } from './team.ts';

/** What Allo's numbers change: names, and who answers. */
export interface DiffedLines {
  readonly changes: Pick<DirectoryChanges, 'lines' | 'linesGone' | 'answers' | 'answersGone'>;
  readonly keptOff: DirectoryChanges['keptOff'];
  readonly doubts: readonly SyncTrouble[];
}

const NOTHING: DiffedLines = {
  changes: { lines: [], linesGone: [], answers: [], answersGone: [] },
  keptOff: [],
  doubts: [],
};

export function diffLines(
  known: KnownTeam,
  answered: Answered<AlloNumber> | null,
  who: WhoIsWho,
  { config, remove }: DiffOptions,
): DiffedLines {
  if (answered === null) return NOTHING;
  const numbers = [...new Map(answered.list.map((one) => [one.number, one])).values()].sort((a, b) =>
    a.number < b.number ? -1 : 1,
  );
  const byConfig = new Map(Object.entries(config.lines).map(([number, line]) => [lineKey(number), line]));
  const isOverruled = (number: string): boolean => (byConfig.get(number)?.agents.length ?? 0) > 0;
  const names = new Map(known.lines.map(({ number, name }) => [number, name]));
  const strange = remove && numbers.length > 0 ? null : doubtAboutTeam(known, numbers);
  if (strange !== null) return { ...NOTHING, doubts: [strange] };
  const isSure = answered.isWhole;

  const { wanted, keptOff, unsaid } = answering(known, numbers, who);
  const had = known.agents.flatMap(({ email, lines }) => lines.map((line) => ({ ...line, agent: email })));
  const hadKeys = new Set(had.map(({ number, agent }) => `${number}\n${agent}`));
  const wantedKeys = new Set(wanted.map(({ number, agent }) => `${number}\n${agent}`));
  const fromAllo = had.filter(({ origin }) => origin === 'allo');
  const noLonger = fromAllo.filter(
    ({ number, agent }) => !unsaid.has(number) && !wantedKeys.has(`${number}\n${agent}`),
  );
  // New places count too: with them it is a new division of work rather than nobody's.
  const places = new Set([...wantedKeys, ...fromAllo.map(({ number, agent }) => `${number}\n${agent}`)]).size;
  const isTooMany = !remove && isMost(noLonger.length, places);
  const withRule = ({ number, agent }: { number: string; agent: AgentEmail }): Answering => ({
    number,
    agent,
    isOverruled: isOverruled(number),
  });
  return {
    changes: {
      lines: numbers
        .filter(({ number, name }) => !names.has(number) || (name !== null && names.get(number) !== name))
        .map(({ number, name }) => ({
          number,
          name,
          was: names.get(number) ?? null,
          isNew: !names.has(number),
          isOverruled: byConfig.get(number)?.name !== undefined,
        })),
      linesGone: isSure
        ? known.lines
            .map(({ number }) => number)
            .filter((number) => !numbers.some((one) => one.number === number))
        : [],
      answers: wanted.filter(({ number, agent }) => !hadKeys.has(`${number}\n${agent}`)).map(withRule),
      answersGone: isSure && !isTooMany ? noLonger.map(withRule) : [],
    },
    keptOff,
    doubts: [
      ...(isSure ? [] : [doubt('Allo listed only a part of its numbers: no line was taken away')]),
      ...(isSure && isTooMany ? [doubtAboutAnswers(noLonger.length, places)] : []),
    ],
  };
}

interface Wanted {
  readonly wanted: readonly { readonly number: string; readonly agent: AgentEmail }[];
  readonly keptOff: DirectoryChanges['keptOff'];
  /** Numbers of which Allo does not say, or not readably, who answers. */
  readonly unsaid: ReadonlySet<string>;
}

function answering(known: KnownTeam, numbers: readonly AlloNumber[], who: WhoIsWho): Wanted {
  const off = new Set(known.keptOff.map((one) => `${lineKey(one.what)}\n${one.who}`));
  const blocked = new Set(known.agents.filter((one) => one.isBlocked).map(({ email }) => email));
  const wanted = new Map<string, { number: string; agent: AgentEmail }>();
  const keptOff: { who: string; what: string }[] = [];
  const unsaid = new Set<string>();
  for (const { number, users: answerers } of numbers) {
    if (answerers === null) unsaid.add(number);
    for (const user of answerers ?? []) {
      const agent = who.agentOf(user);
      if (agent === null && user.email === null) unsaid.add(number);
      if (agent === null || blocked.has(agent)) continue;
      const key = `${number}\n${agent}`;
      if (off.has(key)) keptOff.push({ who: agent, what: number });
      else wanted.set(key, { number, agent });
    }
  }
  const sorted = [...wanted].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, one]) => one);
  return { wanted: sorted, keptOff, unsaid };
}

function doubt(text: string): SyncTrouble {
  return { about: 'numbers', kind: 'doubt', text };
}

/** With fewer than half of the known numbers it may be another team's answer: nothing of it is taken up. */
function doubtAboutTeam(known: KnownTeam, numbers: readonly AlloNumber[]): SyncTrouble | null {
  const still = known.lines.filter(({ number }) => numbers.some((one) => one.number === number)).length;
  if (still * 2 >= known.lines.length) return null;
  return doubt(
    `Allo lists ${still} of the ${known.lines.length} numbers that it listed before: no line was changed. If it is right, ringside-relay sync --remove takes its word for it`,
  );
}

function doubtAboutAnswers(gone: number, of: number): SyncTrouble {
  return doubt(
    `by Allo's word ${gone} of ${of} places on lines would be empty: all stay. If it is right, ringside-relay sync --remove takes its word for it`,
  );
}
