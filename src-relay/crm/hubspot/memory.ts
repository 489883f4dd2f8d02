import * as v from 'valibot';
import type { CrmAnswer, Flight } from '../contract.ts';
import { knownFor, remembered } from '../remembered.ts';
import { readAccount } from './account.ts';
import { unreadable } from './answers.ts';
import type { AskHubspot } from './asking.ts';
import { type DealLabels, readStages } from './deals.ts';

const HOUR = 3_600_000;
/** A flight of its own: no ring waits for labels, and whatever else does, not for long. */
const LABELS_MS = 4000;
const MOST_PAGES_OF_OWNERS = 10;

/** What names the stages, the owners and the days of an account, kept in memory alone. */
export interface HubspotMemory {
  ownerOf(id: string | null): string | null;
  dealLabels(): DealLabels;
  /** A ring takes what is there and has the rest asked for behind it; others wait for it. */
  readyFor(flight: Flight): Promise<void>;
}

interface Parts {
  readonly ask: AskHubspot;
  readonly elapsed: () => number;
}

export function hubspotMemory({ ask, elapsed }: Parts): HubspotMemory {
  const flight = (): Flight => ({ urgency: 'warm-up', until: elapsed() + LABELS_MS });
  const account = remembered({
    load: async () => readAccount((await ask('account', {}, flight())).json),
    freshMs: 24 * HOUR,
    elapsed,
  });
  const stages = remembered({
    load: async () => readStages((await ask('pipelines', {}, flight())).json),
    freshMs: 6 * HOUR,
    elapsed,
  });
  const owners = remembered({
    load: async () => readOwners((query) => ask('owners', { query }, flight())),
    freshMs: 24 * HOUR,
    elapsed,
  });
  return {
    ownerOf: (id) => (id === null ? null : (owners.now()?.get(id) ?? null)),
    dealLabels: () => ({ account: account.now(), stages: stages.now(), owners: owners.now() }),
    readyFor: async (of) => {
      await Promise.all([knownFor(account, of), knownFor(stages, of), knownFor(owners, of)]);
    },
  };
}

const page = v.object({
  results: v.array(v.unknown()),
  paging: v.fallback(
    v.optional(v.nullable(v.object({ next: v.optional(v.nullable(v.object({ after: v.string() }))) }))),
    undefined,
  ),
});
const ownerSchema = v.object({
  id: v.union([v.string(), v.pipe(v.number(), v.transform(String))]),
  firstName: v.fallback(v.optional(v.string(), ''), ''),
  lastName: v.fallback(v.optional(v.string(), ''), ''),
});

/** Names by the owners' ids. @throws CrmFailure */
async function readOwners(
  ask: (query: Readonly<Record<string, string>>) => Promise<CrmAnswer>,
): Promise<ReadonlyMap<string, string>> {
  const names = new Map<string, string>();
  let after: string | undefined;
  for (let pages = 0; pages < MOST_PAGES_OF_OWNERS; pages += 1) {
    const { json } = await ask({ limit: '100', ...(after === undefined ? {} : { after }) });
    const found = v.safeParse(page, json);
    if (!found.success) throw unreadable();
    for (const one of found.output.results) {
      const owner = v.safeParse(ownerSchema, one);
      const name = owner.success ? `${owner.output.firstName} ${owner.output.lastName}`.trim() : '';
      if (owner.success && name !== '') names.set(owner.output.id, name);
    }
    after = found.output.paging?.next?.after;
    if (after === undefined) break;
  }
  return names;
}
