import * as v from 'valibot';
import type { CrmAnswer, Flight } from '../contract.ts';
import { knownFor, remembered } from '../remembered.ts';
import { cursorOf, type PipedriveNames, recordId, unreadable } from './answers.ts';
import type { AskPipedrive } from './asking.ts';

const HOUR_MS = 3_600_000;
/** A flight of its own: no ring waits for names, and whatever else does, not for long. */
const NAMES_MS = 4000;
const MOST_PAGES = 5;

/** What names stages and owners, kept in memory alone. */
export interface PipedriveMemory {
  names(): PipedriveNames;
  /** A ring takes what is there and has the rest asked for behind it; others wait for it. */
  readyFor(flight: Flight): Promise<void>;
}

export function pipedriveMemory(parts: {
  readonly ask: AskPipedrive;
  readonly elapsed: () => number;
}): PipedriveMemory {
  const { ask, elapsed } = parts;
  const flight = (): Flight => ({ urgency: 'warm-up', until: elapsed() + NAMES_MS });
  const stages = remembered({
    load: () => allNames((cursor) => ask('stages', { query: { limit: '500', ...cursor } }, flight())),
    freshMs: 6 * HOUR_MS,
    elapsed,
  });
  const owners = remembered({
    load: () => allNames(() => ask('users', {}, flight())),
    freshMs: 24 * HOUR_MS,
    elapsed,
  });
  return {
    names: () => ({ stages: stages.now(), owners: owners.now() }),
    readyFor: async (of) => {
      await Promise.all([knownFor(stages, of), knownFor(owners, of)]);
    },
  };
}

const page = v.object({ data: v.array(v.unknown()) });
const named = v.object({ id: recordId, name: v.pipe(v.string(), v.trim(), v.minLength(1)) });

/** Names by id. @throws CrmFailure */
async function allNames(
  ask: (cursor: Readonly<Record<string, string>>) => Promise<CrmAnswer>,
): Promise<ReadonlyMap<string, string>> {
  const names = new Map<string, string>();
  let cursor: string | null = null;
  for (let pages = 0; pages < MOST_PAGES; pages += 1) {
    const { json }: CrmAnswer = await ask(cursor === null ? {} : { cursor });
    const found = v.safeParse(page, json);
    if (!found.success) throw unreadable();
    for (const one of found.output.data) {
      const entry = v.safeParse(named, one);
      if (entry.success) names.set(entry.output.id, entry.output.name);
    }
    cursor = cursorOf(json);
    if (cursor === null) break;
  }
  return names;
}
