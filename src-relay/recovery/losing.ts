import type { DatabaseSync } from 'node:sqlite';
import type { CallKey } from '../../src-shared/brand.ts';
import type { Directory } from '../../src-shared/calls/routing.ts';
import type { Sighting } from '../../src-shared/calls/sighting.ts';
import { MATCH_WINDOW_MS } from '../../src-shared/calls/matching.ts';
import { TEST_WEBHOOK_PREFIX } from '../../src-shared/calls/test-call.ts';
import { query } from '../sqlite/database.ts';
import type { EventId } from '../sql/ids.ts';
import { isOtherEndOf, lacksEnd, type LostCall } from './lost.ts';
import { firstLookup, HORIZON_MS, nextLookup, type LookupResult } from './timing.ts';

export interface LostQuery {
  /** When a completion counts as missing, after the call's first event. */
  readonly afterMs: number;
  /** So many calls at once. */
  readonly most: number;
}

export interface FoundLost {
  /** Due to be looked up now, by the moment that each was. */
  readonly calls: readonly LostCall[];
  /** There is more to go through than fits into one commit: ask again. */
  readonly hasMore: boolean;
}

/** What is looked up, and what came of it; runs inside the writer's transaction. */
export interface Losing {
  /** Notes calls without an end, and gives those that are due. */
  lost(asked: LostQuery, directory: Directory, now: number): FoundLost;
  looked(call: CallKey, result: LookupResult, afterMs: number, now: number): void;
}

/** Small enough that webhooks in the same commit do not wait for it. */
const EVENTS_AT_ONCE = 300;

export function losing(db: DatabaseSync): Losing {
  const state = query<{ upTo: EventId }>(db, 'SELECT looked_up_to AS upTo FROM recovery');
  const setUpTo = query(db, 'UPDATE recovery SET looked_up_to = ?');
  const begun = query<{ id: EventId; call: CallKey; heardAt: number }>(
    db,
    `SELECT id, call, received_at AS heardAt FROM event
     WHERE id > ? AND call IS NOT NULL
       AND topic IN ('call.received', 'call.triggered', 'call.answered')
     ORDER BY id LIMIT ${EVENTS_AT_ONCE}`,
  );
  const traces = query<{ topic: string; isTest: number }>(
    db,
    `SELECT topic, webhook_id GLOB '${TEST_WEBHOOK_PREFIX}*' AS isTest FROM event
     WHERE call = ? AND about IS NULL AND topic <> 'erased'`,
  );
  const add = query(db, 'INSERT OR IGNORE INTO lookup (call, heard_at, due_at) VALUES (?, ?, ?)');
  const forgetOld = query(db, 'DELETE FROM lookup WHERE heard_at < ?');
  const due = query<{ call: CallKey }>(
    db,
    'SELECT call FROM lookup WHERE due_at <= ? ORDER BY due_at, call LIMIT ?',
  );
  const sightingsOf = query<{ body: string }>(
    db,
    `SELECT s.body FROM sighting s JOIN event e ON e.id = s.event WHERE e.call = ? ORDER BY s.event`,
  );
  const drop = query(db, 'DELETE FROM lookup WHERE call = ?');
  const read = query<{ heardAt: number; tries: number }>(
    db,
    'SELECT heard_at AS heardAt, tries FROM lookup WHERE call = ?',
  );
  const note = query(db, 'UPDATE lookup SET tries = ?2, due_at = ?3 WHERE call = ?1');
  const endedNear = endedNearReader(db);

  function lacks(call: CallKey): boolean {
    return lacksEnd(traces.all(call).map(({ topic, isTest }) => ({ topic, isTest: isTest === 1 })));
  }

  /** @returns whether there is more */
  function noteNew(afterMs: number, now: number): boolean {
    const rows = begun.all(state.get()?.upTo ?? 0);
    let upTo: EventId | null = null;
    for (const { id, call, heardAt } of rows) {
      // Ids rise with arrival.
      if (heardAt > now - afterMs) break;
      upTo = id;
      if (heardAt > now - HORIZON_MS && lacks(call)) add.run(call, heardAt, firstLookup(heardAt, afterMs));
    }
    if (upTo !== null) setUpTo.run(upTo);
    return rows.length === EVENTS_AT_ONCE && upTo === rows.at(-1)?.id;
  }

  return {
    lost: ({ afterMs, most }, directory, now) => {
      const hasMore = noteNew(afterMs, now);
      forgetOld.run(now - HORIZON_MS);
      const calls: LostCall[] = [];
      for (const { call } of due.all(now, most)) {
        const sightings = sightingsOf.all(call).map(({ body }) => JSON.parse(body) as Sighting);
        // Its end came after all, or it was forgotten, or joined another call.
        if (!lacks(call) || isOtherEndOf(sightings, endedNear(sightings), directory)) drop.run(call);
        else calls.push({ call, sightings });
      }
      return { calls, hasMore };
    },
    looked: (call, result, afterMs, now) => {
      const lookup = read.get(call);
      if (lookup === undefined) return;
      const tries = lookup.tries + 1;
      note.run(call, tries, nextLookup({ heardAt: lookup.heardAt, tries, result }, afterMs, now));
    },
  };
}

/** Reads what is seen of ended calls of the same two numbers at the same time. */
function endedNearReader(db: DatabaseSync): (sightings: readonly Sighting[]) => Sighting[] {
  const ended = ['from_tail', 'to_tail'].map((end) =>
    query<{ body: string }>(
      db,
      `SELECT s.body FROM sighting s JOIN event e ON e.id = s.event
       WHERE s.${end} = ?1 AND s.started_at BETWEEN ?2 AND ?3
         AND EXISTS (SELECT 1 FROM event WHERE call = e.call AND topic = 'call.completed')`,
    ),
  );
  return (sightings) =>
    sightings.flatMap(({ from, to, startedAt }) =>
      [from.tail, to.tail].flatMap((tail) =>
        tail === null
          ? []
          : ended.flatMap((near) =>
              near
                .all(tail, startedAt - MATCH_WINDOW_MS, startedAt + MATCH_WINDOW_MS)
                .map(({ body }) => JSON.parse(body) as Sighting),
            ),
      ),
    );
}
