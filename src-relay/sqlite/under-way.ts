import type { CallKey } from '../../src-shared/brand.ts';
import { THIS, type Change } from '../journal/rules/changes.ts';
import { MAX_PER_SIDE } from '../journal/rules/neighbourhood.ts';
import type { NearbySighting, Surroundings, TailAt } from '../journal/rules/reads.ts';
import type { AgentId, EventId } from '../sql/ids.ts';

type UnderWayReads = Pick<Surroundings, 'nearby' | 'audience'>;

/** The calls of a moment ago, which most events are of: what was read or written of them is not read again. */
export interface CallsUnderWay extends UnderWayReads {
  /** A change was written. `self`: the row of the event that is being taken in; null: it has none yet. */
  written(change: Change, self: EventId | null): void;
  /** Something else may have been written, or was undone. */
  forget(): void;
}

const KEPT = 4000;
/** Of one number. */
const MOST_SIGHTINGS = 2 * MAX_PER_SIDE;

/**
 * Answers of `reads` that nothing but `written` changes, until they are forgotten.
 * @param most so many sightings and calls are kept for certain, and twice as many at most
 */
export function callsUnderWay(reads: UnderWayReads, most = KEPT): CallsUnderWay {
  /** All that there are with a tail at an end, in order of their start, then of arrival. */
  const sightings = newest<string, NearbySighting[]>(most, (rows) => 1 + rows.length);
  const audiences = newest<CallKey, AgentId[]>(most, () => 1);
  let own: CallKey | null = null;

  function forget(): void {
    sightings.clear();
    audiences.clear();
  }

  function addSighting(end: TailAt['end'], tail: string | null, row: NearbySighting): void {
    const rows = tail === null ? undefined : sightings.get(nameOf(end, tail));
    if (tail === null || rows === undefined) return;
    const later = rows.findIndex(({ startedAt }) => startedAt > row.startedAt);
    const more = rows.toSpliced(later < 0 ? rows.length : later, 0, row);
    if (more.length > MOST_SIGHTINGS) sightings.delete(nameOf(end, tail));
    else sightings.set(nameOf(end, tail), more);
  }

  return {
    nearby(ask) {
      const name = nameOf(ask.end, ask.tail);
      const kept = sightings.get(name);
      if (kept !== undefined) return around(kept, ask.at);
      const rows = reads.nearby(ask);
      const after = rows.filter(({ startedAt }) => startedAt >= ask.at);
      const before = rows.slice(after.length);
      // Where a side is full there may be more.
      if (Math.max(after.length, before.length) < MAX_PER_SIDE)
        sightings.set(name, [...before.toReversed(), ...after]);
      return rows;
    },
    audience({ call }) {
      const kept = audiences.get(call);
      if (kept !== undefined) return kept;
      const agents = [...reads.audience({ call })];
      audiences.set(call, agents);
      return agents;
    },
    written(change, self) {
      switch (change.kind) {
        case 'event':
          own = change.call;
          // It is the newest of its call now, and nobody was told of it yet.
          if (own !== null) audiences.set(own, []);
          return;
        case 'sighting': {
          if (own === null || self === null) return forget();
          const row = { event: self, call: own, startedAt: change.startedAt, body: change.body };
          addSighting('from_tail', change.fromTail, row);
          addSighting('to_tail', change.toTail, row);
          return;
        }
        case 'delivery': {
          if (change.event !== THIS) return audiences.clear();
          const audience = own === null ? undefined : audiences.get(own);
          if (own !== null && audience !== undefined)
            audiences.set(
              own,
              [...audience, change.agent].sort((a, b) => a - b),
            );
          return;
        }
        case 'moved':
        case 'waitingGone':
          forget();
      }
    },
    forget,
  };
}

/** A sender's name may have been cut within a character: SQLite keeps and finds it with U+FFFD there. */
function nameOf(end: TailAt['end'], tail: string): string {
  return `${end} ${tail.toWellFormed()}`;
}

/** As `nearby` gives them. */
function around(rows: readonly NearbySighting[], at: number): NearbySighting[] {
  const first = rows.findIndex(({ startedAt }) => startedAt >= at);
  const middle = first < 0 ? rows.length : first;
  const before = rows.slice(Math.max(0, middle - MAX_PER_SIDE), middle);
  return [...rows.slice(middle, middle + MAX_PER_SIDE), ...before.reverse()];
}

/** A map in two halves: when the younger one is full, the older one goes. */
function newest<K, V>(most: number, sizeOf: (value: V) => number) {
  let young = new Map<K, V>();
  let old = new Map<K, V>();
  let size = 0;
  function set(key: K, value: V): void {
    const before = young.get(key);
    size += sizeOf(value) - (before === undefined ? 0 : sizeOf(before));
    young.set(key, value);
    if (size < most) return;
    old = young;
    young = new Map();
    size = 0;
  }
  return {
    get(key: K): V | undefined {
      return young.get(key) ?? old.get(key);
    },
    set,
    delete(key: K): void {
      young.delete(key);
      old.delete(key);
    },
    clear(): void {
      young.clear();
      old.clear();
      size = 0;
    },
  };
}
