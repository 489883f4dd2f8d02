import type { DatabaseSync } from 'node:sqlite';
import type { CallKey } from '../../../src-shared/brand.ts';
import type { Call } from '../../../src-shared/calls/call.ts';
import { foldCall } from '../../../src-shared/calls/fold.ts';
import { isTestWebhook } from '../../../src-shared/calls/test-call.ts';
import type { Memory } from '../../../src-shared/wire/memory.ts';
import { query } from '../../sqlite/database.ts';
import type { AgentId } from '../../sql/ids.ts';
import { heardAgain } from '../../journal/rules/memory/heard-again.ts';
import type { HeardRow } from '../../journal/rules/reads.ts';

/** The journal's calls, as far as the CRM is asked of them: short reads that never wait for the writer. */
export interface CallReading {
  /** What its events say of it; null: there are none any more, or it is a test call. */
  call(key: CallKey): Call | null;
  /** Which events it has: what is made of it is good as long as this is the same. Null: there are none. */
  version(key: CallKey): number | null;
  /** The agent's calls that were told of since then, the newest first, read a few at a time. @param since ms since 1970 */
  callsOf(agent: AgentId, since: number): Iterable<CallKey>;
  /** Everybody's. */
  calls(since: number): Iterable<CallKey>;
}

/** A call with more of them is a flood, and its first ones say no more. */
const EVENTS_READ = 20;
const PAGE = 64;
/** Calls are looked for in so many of the newest events: what is not of a call is passed over in one go. */
const REACH = 2048;

export function callReading(db: DatabaseSync): CallReading {
  const eventsOf = query<HeardRow & { memory: string | null }>(
    db,
    `SELECT e.webhook_id AS webhookId, e.topic, e.occurred_at AS occurredAt,
       iif(json_valid(e.data), json_remove(e.data, '$.transcriptions', '$.concatenated_transcript'), '{}') AS data,
       m.body AS memory
     FROM event e LEFT JOIN memory m ON m.event = e.id
     WHERE e.call = ? AND e.topic IN ('call.received', 'call.triggered', 'call.answered', 'call.completed')
     ORDER BY e.id DESC LIMIT ${EVENTS_READ}`,
  );
  const version = query<{ ids: number | null }>(db, 'SELECT sum(id) AS ids FROM event WHERE call = ?');
  const told = query<Place>(
    db,
    `SELECT d.seq AS place, e.call FROM delivery d JOIN event e ON e.id = d.event
     WHERE d.agent = ? AND d.seq < ? AND d.at >= ? ORDER BY d.seq DESC LIMIT ${PAGE}`,
  );
  const arrived = query<Place>(
    db,
    `SELECT id AS place, call FROM event WHERE id < ? AND received_at >= ? ORDER BY id DESC LIMIT ${PAGE}`,
  );

  return {
    call: (key) => {
      const rows = eventsOf.all(key);
      if (rows.some(({ webhookId }) => isTestWebhook(webhookId))) return null;
      const heard = rows.flatMap((row) => {
        const memory = row.memory === null ? undefined : (JSON.parse(row.memory) as Memory);
        return heardAgain(row).map((one) => ({ ...one, memory }));
      });
      return foldCall(key, heard);
    },
    version: (key) => version.get(key)?.ids ?? null,
    callsOf: (agent, since) => newestFirst((before) => told.all(agent, before, since)),
    calls: (since) => newestFirst((before) => arrived.all(before, since)),
  };
}

interface Place {
  readonly place: number;
  readonly call: CallKey | null;
}

/** Each call once. No read stays open between two of them. */
function* newestFirst(pageBefore: (place: number) => readonly Place[]): Iterable<CallKey> {
  const seen = new Set<CallKey>();
  let before = Number.MAX_SAFE_INTEGER;
  for (let looked = 0; looked < REACH; looked += PAGE) {
    const page = pageBefore(before);
    for (const { call, place } of page) {
      before = place;
      if (call === null || seen.has(call)) continue;
      seen.add(call);
      yield call;
    }
    if (page.length < PAGE) return;
  }
}
