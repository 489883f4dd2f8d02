import type { CallKey } from '../../../src-shared/brand.ts';
import { divideIntoCalls, keepKeys } from '../../../src-shared/calls/matching.ts';
import type { Sighting } from '../../../src-shared/calls/sighting.ts';
import type { EventId } from '../../sql/ids.ts';
import { THIS, type Change } from './changes.ts';
import type { Filed, Moved, Opened } from './filed.ts';
import { neighbourhood, type Neighbour } from './neighbourhood.ts';
import type { Surroundings } from './reads.ts';

export interface Filing {
  readonly filed: Filed;
  /** What it changes for earlier events, to be written after the event itself. */
  readonly changes: readonly Change[];
}

/** Files an event of a call by what it tells of the call. */
export function fileSighting(
  sighting: Sighting,
  surroundings: Surroundings,
  newCallKey: () => CallKey,
): Filing {
  const neighbours = neighbourhood(sighting, surroundings);
  return neighbours.length === 0
    ? fileFirst(sighting, surroundings, newCallKey())
    : fileAmong(neighbours, sighting, surroundings, newCallKey);
}

/** Files a tag or summary by Allo's id of its call; without that call it waits. */
export function fileAbout(alloCall: string, { callNamed }: Pick<Surroundings, 'callNamed'>): Filing {
  return filedUnder(callNamed({ alloCall }));
}

/** Files an event that has to do with no call. */
export function fileAlone(): Filing {
  return filedUnder(null);
}

function filedUnder(call: CallKey | null): Filing {
  const filed = { call, isAlone: false, wasUnsure: false, moved: [], opened: [], released: [] };
  return { filed, changes: [] };
}

function fileFirst(sighting: Sighting, surroundings: Surroundings, call: CallKey): Filing {
  const moving = movesIn(surroundings);
  const { moved, released } = moving.takeAbout(sighting.callId, call);
  const isAlone = moved.length === 0;
  const opened: Opened[] = [{ call, event: THIS, sighting }];
  return { filed: { call, isAlone, wasUnsure: false, moved, opened, released }, changes: moving.changes };
}

function fileAmong(
  neighbours: readonly Neighbour[],
  sighting: Sighting,
  surroundings: Surroundings,
  newCallKey: () => CallKey,
): Filing {
  const calls = divideIntoCalls([...neighbours.map((n) => n.sighting), sighting]);
  const fresh = new Set<CallKey>();
  const openCall = (): CallKey => {
    const key = newCallKey();
    fresh.add(key);
    return key;
  };
  const keys = keepKeys(calls, new Map(neighbours.map((n) => [n.sighting.ref, n.call])), openCall);
  const call = keys.get(sighting.ref) ?? openCall();
  const changed = neighbours.flatMap(({ event, sighting: { ref, callId }, call: from }) => {
    const to = keys.get(ref) ?? from;
    return to === from ? [] : [{ event, from, call: to, alloCall: callId }];
  });
  const moving = movesIn(surroundings);
  const moved = changed.flatMap(({ event, from, call: to, alloCall }) => {
    moving.move(event, to);
    return [{ event, from, call: to }, ...moving.takeAbout(alloCall, to).moved];
  });
  for (const { from, call: to } of changed) if (from !== call) moving.becomesAnother(from, to);
  const about = moving.takeAbout(sighting.callId, call);
  return {
    filed: {
      call,
      isAlone: false,
      wasUnsure: neighbours.some((n) => n.sighting.direction === null && keys.get(n.sighting.ref) === call),
      moved: [...moved, ...about.moved],
      opened: openedIn(fresh, keys, neighbours, sighting),
      released: about.released,
    },
    changes: moving.changes,
  };
}

/** Each new call with the first event that came of it. */
function openedIn(
  fresh: ReadonlySet<CallKey>,
  keys: ReadonlyMap<string, CallKey>,
  neighbours: readonly Neighbour[],
  sighting: Sighting,
): Opened[] {
  if (fresh.size === 0) return [];
  const all = [...neighbours.toSorted((a, b) => a.event - b.event), { event: THIS, sighting } as const];
  return [...fresh].flatMap((key) => {
    const first = all.find((one) => keys.get(one.sighting.ref) === key);
    return first === undefined ? [] : [{ call: key, event: first.event, sighting: first.sighting }];
  });
}

/** Moves earlier events, and knows where those stand that have moved already. */
interface Moving {
  readonly changes: readonly Change[];
  move(event: EventId, call: CallKey): void;
  /** Takes the tags and summaries of a completed call along to where it is filed now. */
  takeAbout(
    alloCall: string | null,
    call: CallKey,
  ): { readonly moved: readonly Moved[]; readonly released: readonly EventId[] };
  /** The claim of a call that has no event any more goes along. */
  becomesAnother(from: CallKey, to: CallKey): void;
}

function movesIn({ about, deliveries }: Surroundings): Moving {
  const changes: Change[] = [];
  const callNow = new Map<EventId, CallKey>();
  const become = new Set<string>();

  function move(event: EventId, call: CallKey): void {
    callNow.set(event, call);
    changes.push({ kind: 'moved', event, call });
  }

  function isEmpty(call: CallKey): boolean {
    return (
      ![...callNow.values()].includes(call) && deliveries({ call }).every(({ event }) => callNow.has(event))
    );
  }

  return {
    changes,
    move,
    takeAbout(alloCall, call) {
      if (alloCall === null) return { moved: [], released: [] };
      const events = about({ alloCall })
        .map(({ event, call: before }) => ({ event, from: callNow.get(event) ?? before }))
        .filter(({ from }) => from !== call);
      for (const { event } of events) move(event, call);
      return {
        moved: events.flatMap(({ event, from }) => (from === null ? [] : [{ event, from, call }])),
        released: events.flatMap(({ event, from }) => (from === null ? [event] : [])),
      };
    },
    becomesAnother(from, to) {
      const name = `${from} ${to}`;
      if (become.has(name) || !isEmpty(from)) return;
      become.add(name);
      changes.push({ kind: 'becameAnother', from, to });
    },
  };
}
