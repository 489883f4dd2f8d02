import type { CallKey, WebhookId } from '../../src-shared/brand.ts';
import type { Directory } from '../../src-shared/calls/routing.ts';
import type { Sighting } from '../../src-shared/calls/sighting.ts';
import { MATCH_WINDOW_MS } from '../../src-shared/calls/matching.ts';
import { isTestWebhook } from '../../src-shared/calls/test-call.ts';
import type { EventId } from '../sql/ids.ts';
import type { Sql } from '../sql/sql.ts';
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
  lost(asked: LostQuery, directory: Directory, now: number): Promise<FoundLost>;
  /** What Allo said of a call. One that is not due any more was noted already, by whoever looked it up meanwhile. */
  looked(call: CallKey, result: LookupResult, afterMs: number, now: number): Promise<void>;
}

/** Small enough that webhooks in the same commit do not wait for it. */
const EVENTS_AT_ONCE = 300;

const UP_TO = 'SELECT looked_up_to AS "upTo" FROM recovery';
const SET_UP_TO = 'UPDATE recovery SET looked_up_to = ?';
const BEGUN = `
  SELECT id, call, received_at AS "heardAt" FROM event
  WHERE id > ? AND call IS NOT NULL AND topic IN ('call.received', 'call.triggered', 'call.answered')
  ORDER BY id LIMIT ${EVENTS_AT_ONCE}`;
const TRACES = `
  SELECT topic, webhook_id AS "webhookId" FROM event WHERE call = ? AND about IS NULL AND topic <> 'erased'`;
const ADD = 'INSERT INTO lookup (call, heard_at, due_at) VALUES (?, ?, ?) ON CONFLICT DO NOTHING';
const FORGET_OLD = 'DELETE FROM lookup WHERE heard_at < ?';
const DUE = 'SELECT call FROM lookup WHERE due_at <= ? ORDER BY due_at, call LIMIT ?';
const SIGHTINGS = `
  SELECT s.body FROM sighting s JOIN event e ON e.id = s.event WHERE e.call = ? ORDER BY s.event`;
const DROP = 'DELETE FROM lookup WHERE call = ?';
const LOOKUP = 'SELECT heard_at AS "heardAt", tries FROM lookup WHERE call = ? AND due_at <= ?';
const NOTE = 'UPDATE lookup SET tries = ?2, due_at = ?3 WHERE call = ?1';
/** Ended calls of one of the two numbers at the same time. */
const ENDED_NEAR = ['from_tail', 'to_tail'].map(
  (end) => `
  SELECT s.body FROM sighting s JOIN event e ON e.id = s.event
  WHERE s.${end} = ? AND s.started_at BETWEEN ? AND ?
    AND EXISTS (SELECT 1 FROM event o WHERE o.call = e.call AND o.topic = 'call.completed')
  ORDER BY s.event`,
);

export function losing(sql: Sql): Losing {
  async function lacks(call: CallKey): Promise<boolean> {
    const traces = await sql.all<{ topic: string; webhookId: WebhookId }>(TRACES, call);
    return lacksEnd(traces.map(({ topic, webhookId }) => ({ topic, isTest: isTestWebhook(webhookId) })));
  }

  /** @returns whether there is more */
  async function noteNew(afterMs: number, now: number): Promise<boolean> {
    const from = (await sql.get<{ upTo: EventId }>(UP_TO))?.upTo ?? 0;
    const rows = await sql.all<{ id: EventId; call: CallKey; heardAt: number }>(BEGUN, from);
    let upTo: EventId | null = null;
    for (const { id, call, heardAt } of rows) {
      // Ids rise with arrival, or nearly so where several relays take events in.
      if (heardAt > now - afterMs) break;
      upTo = id;
      if (heardAt > now - HORIZON_MS && (await lacks(call)))
        await sql.run(ADD, call, heardAt, firstLookup(heardAt, afterMs));
    }
    if (upTo !== null) await sql.run(SET_UP_TO, upTo);
    return rows.length === EVENTS_AT_ONCE && upTo === rows.at(-1)?.id;
  }

  async function sightingsOf(call: CallKey): Promise<Sighting[]> {
    return sightingsIn(await sql.all<{ body: string }>(SIGHTINGS, call));
  }

  /** What is seen of ended calls of the same two numbers at the same time. */
  async function endedNear(sightings: readonly Sighting[]): Promise<Sighting[]> {
    const found: Sighting[] = [];
    for (const { from, to, startedAt } of sightings)
      for (const { tail } of [from, to])
        if (tail !== null)
          for (const near of ENDED_NEAR) {
            const times = [startedAt - MATCH_WINDOW_MS, startedAt + MATCH_WINDOW_MS];
            found.push(...sightingsIn(await sql.all<{ body: string }>(near, tail, ...times)));
          }
    return found;
  }

  return {
    lost: async ({ afterMs, most }, directory, now) => {
      const hasMore = await noteNew(afterMs, now);
      await sql.run(FORGET_OLD, now - HORIZON_MS);
      const calls: LostCall[] = [];
      for (const { call } of await sql.all<{ call: CallKey }>(DUE, now, most)) {
        const sightings = await sightingsOf(call);
        // Its end came after all, or it was forgotten, or joined another call.
        if (!(await lacks(call)) || isOtherEndOf(sightings, await endedNear(sightings), directory))
          await sql.run(DROP, call);
        else calls.push({ call, sightings });
      }
      return { calls, hasMore };
    },
    looked: async (call, result, afterMs, now) => {
      const lookup = await sql.get<{ heardAt: number; tries: number }>(LOOKUP, call, now);
      if (lookup === undefined) return;
      const tries = lookup.tries + 1;
      const next = nextLookup({ heardAt: lookup.heardAt, tries, result }, afterMs, now);
      await sql.run(NOTE, call, tries, next);
    },
  };
}

function sightingsIn(rows: readonly { readonly body: string }[]): Sighting[] {
  return rows.map(({ body }) => JSON.parse(body) as Sighting);
}
