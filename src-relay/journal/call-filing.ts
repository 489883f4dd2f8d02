import type { DatabaseSync } from 'node:sqlite';
import type { CallKey } from '../../src-shared/brand.ts';
import { divideIntoCalls, keepKeys } from '../../src-shared/calls/matching.ts';
import type { Sighting } from '../../src-shared/calls/sighting.ts';
import { query } from '../sqlite/database.ts';
import type { EventId } from '../sql/ids.ts';
import { neighbourhoodReader, outsideTails, type Neighbour } from './neighbourhood.ts';

export interface Moved {
  readonly event: EventId;
  readonly from: CallKey;
  readonly call: CallKey;
}

export interface Opened {
  readonly call: CallKey;
  readonly event: EventId;
  readonly sighting: Sighting;
}

/** Where a new event was filed, and what that changed for earlier ones. */
export interface Filed {
  readonly event: EventId;
  readonly call: CallKey | null;
  /** Nothing else is filed under its call. */
  readonly isAlone: boolean;
  /** Its call has an earlier event that did not say its direction: the number outside may be another one than was thought. */
  readonly wasUnsure: boolean;
  /** Earlier events that belong to another call now. */
  readonly moved: readonly Moved[];
  /** Calls that were not known before, each with its first event. */
  readonly opened: readonly Opened[];
  /** Tags and summaries that waited for this event to name its call. */
  readonly released: readonly EventId[];
}

/** Writes the new event's row, under its call. */
export type KeepEvent = (call: CallKey | null) => EventId;

export interface CallFiling {
  /** Files an event of a call by what it tells of the call. */
  file(keep: KeepEvent, sighting: Sighting): Filed;
  /** Files a tag or summary by Allo's id of its call; without that call it waits. */
  fileAbout(keep: KeepEvent, alloCall: string): Filed;
  /** Files an event that has to do with no call. */
  fileAlone(keep: KeepEvent): Filed;
}

/** Keeps which event belongs to which call; runs inside the writer's transaction. */
export function callFiling(db: DatabaseSync, newCallKey: () => CallKey): CallFiling {
  const neighboursOf = neighbourhoodReader(db);
  const insert = query(
    db,
    'INSERT INTO sighting (event, from_tail, to_tail, started_at, allo_call, body) VALUES (?, ?, ?, ?, ?, ?)',
  );
  const setCall = query(db, 'UPDATE event SET call = ? WHERE id = ?');
  const aboutIt = query<{ id: EventId; call: CallKey | null }>(
    db,
    'SELECT id, call FROM event WHERE about = ? ORDER BY id',
  );
  const callNamed = query<{ call: CallKey }>(
    db,
    `SELECT e.call FROM sighting s JOIN event e ON e.id = s.event
     WHERE s.allo_call = ? AND e.call IS NOT NULL ORDER BY s.event LIMIT 1`,
  );
  // A call that lost its last event has become another one, and its claim goes with it.
  const moveClaim = ['claim', 'released'].map((table) =>
    query(
      db,
      `UPDATE OR IGNORE ${table} SET call = ?2
       WHERE call = ?1 AND NOT EXISTS (SELECT 1 FROM event WHERE call = ?1)`,
    ),
  );

  function insertSighting(event: EventId, sighting: Sighting): void {
    const { from_tail, to_tail } = outsideTails(sighting);
    const { startedAt, callId } = sighting;
    insert.run(event, from_tail, to_tail, startedAt, callId, JSON.stringify(sighting));
  }

  function file(keep: KeepEvent, sighting: Sighting): Filed {
    const neighbours = neighboursOf(sighting);
    return neighbours.length === 0 ? fileFirst(keep, sighting) : fileAmong(neighbours, keep, sighting);
  }

  function fileFirst(keep: KeepEvent, sighting: Sighting): Filed {
    const call = newCallKey();
    const event = keep(call);
    insertSighting(event, sighting);
    const { moved, released } = refileAbout(sighting.callId, call);
    const isAlone = moved.length === 0;
    return { event, call, isAlone, wasUnsure: false, moved, opened: [{ call, event, sighting }], released };
  }

  function fileAmong(neighbours: readonly Neighbour[], keep: KeepEvent, sighting: Sighting): Filed {
    const calls = divideIntoCalls([...neighbours.map((n) => n.sighting), sighting]);
    const fresh = new Set<CallKey>();
    const openCall = (): CallKey => {
      const key = newCallKey();
      fresh.add(key);
      return key;
    };
    const keys = keepKeys(calls, new Map(neighbours.map((n) => [n.sighting.ref, n.call])), openCall);
    const call = keys.get(sighting.ref) ?? openCall();
    const changed = neighbours.flatMap(({ event, sighting: { ref, callId }, call: before }) => {
      const after = keys.get(ref) ?? before;
      return after === before ? [] : [{ event, call: after, before, alloCall: callId }];
    });
    const event = keep(call);
    insertSighting(event, sighting);
    const moved = changed.flatMap(({ event, before, call, alloCall }) => {
      setCall.run(call, event);
      return [{ event, from: before, call }, ...refileAbout(alloCall, call).moved];
    });
    for (const { before, call } of changed) for (const move of moveClaim) move.run(before, call);
    const about = refileAbout(sighting.callId, call);
    const all = [...neighbours, { event, sighting }].sort((a, b) => a.event - b.event);
    const opened = [...fresh].flatMap((key) => {
      const first = all.find((one) => keys.get(one.sighting.ref) === key);
      return first === undefined ? [] : [{ call: key, event: first.event, sighting: first.sighting }];
    });
    const wasUnsure = neighbours.some(
      (n) => n.sighting.direction === null && keys.get(n.sighting.ref) === call,
    );
    const { released } = about;
    const isAlone = false;
    return { event, call, isAlone, wasUnsure, moved: [...moved, ...about.moved], opened, released };
  }

  /** Takes the tags and summaries of a completed call along to where it is filed now. */
  function refileAbout(alloCall: string | null, call: CallKey): Pick<Filed, 'moved' | 'released'> {
    if (alloCall === null) return { moved: [], released: [] };
    const events = aboutIt.all(alloCall).filter((event) => event.call !== call);
    for (const { id } of events) setCall.run(call, id);
    return {
      moved: events.flatMap(({ id, call: from }) => (from === null ? [] : [{ event: id, from, call }])),
      released: events.filter((event) => event.call === null).map(({ id }) => id),
    };
  }

  return {
    file,
    fileAbout: (keep, alloCall) => fileUnder(callNamed.get(alloCall)?.call ?? null, keep),
    fileAlone: (keep) => fileUnder(null, keep),
  };
}

function fileUnder(call: CallKey | null, keep: KeepEvent): Filed {
  return { event: keep(call), call, isAlone: false, wasUnsure: false, moved: [], opened: [], released: [] };
}
