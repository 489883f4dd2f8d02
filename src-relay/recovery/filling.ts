import type { CallKey } from '../../src-shared/brand.ts';
import { alloCallKey } from '../../src-shared/calls/allo-call-id.ts';
import { AlloApiError, type AlloApi } from '../allo-api/client.ts';
import { apiTroubleOf } from '../allo-api/trouble.ts';
import { callsIn, wholeCall, type Range } from './asking.ts';
import { completedEventOf, completionOf, isOver, recoveredIdOf, type CallItem } from './items.ts';
import type { LostCall } from './lost.ts';
import type { Pace } from './pace.ts';
import { pickItems } from './picking.ts';
import type { RecoveryJournal } from './recovery-journal.ts';
import type { LookupResult } from './timing.ts';

export interface FillingParts {
  readonly journal: Pick<RecoveryJournal, 'completed' | 'takeIn'>;
  readonly pace: Pace;
  /** ms since 1970. */
  readonly now: () => number;
}

/** A start that Allo tells may be as far from the ring's. */
const MARGIN_MS = 90_000;
/** Calls no further apart are searched for together. */
const TOGETHER_MS = 30 * 60_000;

/** Fills in what Allo's API knows and no webhook told. */
export interface Filling {
  /** @throws AlloApiError, JournalUnavailable @returns what Allo says of each */
  lookUp(
    api: AlloApi,
    calls: readonly LostCall[],
    found: (call: CallKey, result: LookupResult) => Promise<unknown>,
  ): Promise<void>;
  /** Fills in every ended call of a time. @throws AlloApiError, JournalUnavailable */
  readAll(api: AlloApi, range: Range): Promise<void>;
}

export function filling({ journal, pace, now }: FillingParts): Filling {
  /** How many calls in a row Allo could not give in full, though it lists them. */
  let withheld = 0;

  /** A call that Allo cannot give must not hold up all others for good: when asking again later is in vain, it is taken as listed. */
  async function inFull(api: AlloApi, listed: CallItem): Promise<CallItem> {
    await pace.read();
    try {
      const whole = await wholeCall(api, listed);
      withheld = 0;
      return whole;
    } catch (error) {
      if (!(error instanceof AlloApiError) || !isAboutOne(error)) throw error;
      withheld += 1;
      if (withheld === 1) throw error;
      return listed;
    }
  }

  /** Takes it in by the way of every webhook. */
  async function fill(api: AlloApi, listed: CallItem): Promise<void> {
    const item = await inFull(api, listed);
    const body = new TextEncoder().encode(completionOf(item, now()));
    const id = recoveredIdOf(item);
    await journal.takeIn({ id, receivedAt: now(), body });
  }

  async function withoutKnown(items: readonly CallItem[]): Promise<CallItem[]> {
    const known = await journal.completed(items.map(({ id }) => alloCallKey(id)));
    return items.filter((item) => !known.has(alloCallKey(item.id)) && completedEventOf(item, now()) !== null);
  }

  return {
    lookUp: async (api, calls, found) => {
      for (const group of together(calls)) {
        const { items, isWhole } = await callsIn(api, rangeOf(group), pace.search);
        const picked = pickItems(group, await withoutKnown(items), now());
        for (const { call } of group) {
          const item = picked.get(call);
          if (item !== undefined && isOver(item, now())) {
            await fill(api, item);
            await found(call, 'filled');
          } else await found(call, item === undefined && isWhole ? 'absent' : 'open');
        }
      }
    },
    readAll: async (api, { from, to }) => {
      // What a list that was cut has left out is older than all that is on it.
      for (let upTo = to; ;) {
        const { items, isWhole } = await callsIn(api, { from, to: upTo }, pace.search);
        for (const item of await withoutKnown(items)) if (isOver(item, now())) await fill(api, item);
        const oldest = Math.min(upTo, ...items.map(({ date }) => Date.parse(date)));
        if (isWhole || oldest >= upTo) return;
        upTo = oldest;
      }
    },
  };
}

/** No refusal of the key, nor of so many requests. */
function isAboutOne(error: AlloApiError): boolean {
  return ['unreachable', 'answer'].includes(apiTroubleOf(error));
}

function startOf({ sightings }: LostCall): number {
  return Math.min(...sightings.map(({ startedAt }) => startedAt));
}

function rangeOf(calls: readonly LostCall[]): Range {
  const starts = calls.flatMap(({ sightings }) => sightings.map(({ startedAt }) => startedAt));
  return { from: Math.min(...starts) - MARGIN_MS, to: Math.max(...starts) + MARGIN_MS };
}

function together(calls: readonly LostCall[]): LostCall[][] {
  const groups: LostCall[][] = [];
  for (const call of calls.toSorted((a, b) => startOf(a) - startOf(b))) {
    const group = groups.at(-1);
    const last = group?.at(-1);
    if (group !== undefined && last !== undefined && startOf(call) - startOf(last) <= TOGETHER_MS)
      group.push(call);
    else groups.push([call]);
  }
  return groups;
}
