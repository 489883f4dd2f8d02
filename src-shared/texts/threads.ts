import type { Party, TextRow } from './rows.ts';

/** The texts with one number, or of one sender. */
export interface Thread {
  /** Names the thread among the others: its number, else what its spellings have in common. */
  readonly key: string;
  /** As its newest text says it. */
  readonly party: Party;
  /** Newest first; at least one. */
  readonly texts: readonly TextRow[];
  readonly newest: TextRow;
  readonly unread: number;
}

/**
 * The texts by whom they are with, the thread with the newest text first. Every spelling of a number is in one thread;
 * one without its country joins the number with the same last digits when there is only one. A withheld number is
 * nobody's: each of its texts stands alone.
 * @param rows newest first
 */
export function threadsOf(rows: readonly TextRow[]): readonly Thread[] {
  const inFull = numbersByTail(rows);
  const threads = new Map<string, TextRow[]>();
  for (const row of rows) {
    const key = keyOf(row, inFull);
    const texts = threads.get(key);
    if (texts === undefined) threads.set(key, [row]);
    else texts.push(row);
  }
  return [...threads].flatMap(([key, texts]) => {
    const [newest] = texts;
    if (newest === undefined) return [];
    const unread = texts.reduce((count, row) => count + (row.unread ? 1 : 0), 0);
    return { key, party: partyOf(texts, newest), texts, newest, unread };
  });
}

function numbersByTail(rows: readonly TextRow[]): ReadonlyMap<string, ReadonlySet<string>> {
  const numbers = new Map<string, Set<string>>();
  for (const { party } of rows) {
    if (party.e164 === null || party.tail === null) continue;
    const known = numbers.get(party.tail);
    if (known === undefined) numbers.set(party.tail, new Set([party.e164]));
    else known.add(party.e164);
  }
  return numbers;
}

function keyOf({ id, party }: TextRow, inFull: ReadonlyMap<string, ReadonlySet<string>>): string {
  if (party.e164 !== null) return party.e164;
  if (party.tail === null) return `text ${id}`;
  const [number, ...others] = inFull.get(party.tail) ?? [];
  return number === undefined || others.length > 0 ? `tail ${party.tail}` : number;
}

/** The number as it can be called, when one text has it so; the name that was given last. */
function partyOf(texts: readonly TextRow[], { party }: TextRow): Party {
  const whole = party.callable ? party : (texts.find((row) => row.party.callable)?.party ?? party);
  const named = party.name === null ? texts.find((row) => row.party.name !== null)?.party : party;
  return { ...whole, name: named?.name ?? null, company: named?.company ?? party.company };
}
