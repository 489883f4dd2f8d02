import type { CallKey } from '../../../src-shared/brand.ts';
import type { RecordsFrame } from '../../../src-shared/wire/protocol.ts';
import type { Print, Prints } from '../cache/prints.ts';
import { saysSomething } from './frame.ts';

/** What each of the newest calls' apps were last told, so that nothing is told twice. */
export interface SentRecords {
  /** Whether it is news to somebody; from now on it is not. @param isRepeat somebody may have missed the last one */
  isNews(frame: RecordsFrame, isRepeat: boolean): boolean;
  /**
   * One device, which has just connected, was told this of a call. If it is not what all were told last, whatever all are
   * told next is news to that device. @param facts null: nothing
   */
  sentToOne(call: CallKey, facts: Print | null): void;
  /** Whether anybody was told anything of it. */
  wasSent(call: CallKey): boolean;
  /** Is another number whenever the call was looked at, or something told of it, since it was asked for last. */
  stateOf(call: CallKey): number;
  /** Whose call it is, found by a look at it. */
  note(call: CallKey, party: Print, number: Print | null): void;
  /** Calls of any of them, the newest last. */
  callsOf(parties: ReadonlySet<Print>): readonly CallKey[];
  clear(): void;
}

interface Entry {
  readonly parties: readonly Print[];
  readonly last: Print | null;
  readonly state: number;
}

const MOST_CALLS = 2000;
/** Thousands of devices connect at once after a restart, each with calls of its own. */
const MOST_DIFFERING = 20_000;

export function sentRecords(prints: Prints): SentRecords {
  const entries = new Map<CallKey, Entry>();
  /** Calls of which some device was told something else than all were last. */
  const differing = new Set<CallKey>();
  let state = 0;

  function set(call: CallKey, change: Partial<Entry>): void {
    const before = entries.get(call);
    entries.delete(call);
    state += 1;
    entries.set(call, { parties: [], last: null, ...before, ...change, state });
    dropOldest(entries, MOST_CALLS);
  }

  function lastOf(call: CallKey): Print | null {
    return entries.get(call)?.last ?? null;
  }

  return {
    isNews: (frame, isRepeat) => {
      const { call } = frame;
      const last = lastOf(call);
      const isDiffering = differing.has(call);
      // Nothing is news only to who was told something.
      if (last === null && !isDiffering && !saysSomething(frame)) return false;
      const facts = prints.facts(frame);
      if (facts === last && !isRepeat && !isDiffering) return false;
      differing.delete(call);
      set(call, { last: facts });
      return true;
    },
    sentToOne: (call, facts) => {
      if (facts === lastOf(call)) return;
      differing.delete(call);
      differing.add(call);
      dropOldest(differing, MOST_DIFFERING);
    },
    wasSent: (call) => lastOf(call) !== null || differing.has(call),
    stateOf: (call) => entries.get(call)?.state ?? 0,
    note: (call, party, number) => set(call, { parties: number === null ? [party] : [party, number] }),
    callsOf: (parties) =>
      [...entries].flatMap(([call, entry]) => (entry.parties.some((one) => parties.has(one)) ? [call] : [])),
    clear: () => {
      entries.clear();
      differing.clear();
    },
  };
}

function dropOldest(calls: Map<CallKey, Entry> | Set<CallKey>, most: number): void {
  if (calls.size <= most) return;
  const [oldest] = calls.keys();
  if (oldest !== undefined) calls.delete(oldest);
}
