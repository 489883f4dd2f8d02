import type { CallKey } from '../../../src-shared/brand.ts';
import type { Call } from '../../../src-shared/calls/call.ts';
import { foldCall } from '../../../src-shared/calls/fold.ts';
import { isTestWebhook } from '../../../src-shared/calls/test-call.ts';
import type { Memory } from '../../../src-shared/calls/memory.ts';
import { storedEvents } from '../../journal/rules/memory/stored-events.ts';
import type { EventRow } from '../../journal/rules/reads.ts';
import { withoutSpeech } from '../../journal/rules/speech.ts';
import type { AgentId } from '../../sql/ids.ts';
import type { Sql } from '../../sql/sql.ts';

/** The journal's calls, as far as the CRM is asked of them: short reads that never wait for the writer. */
export interface CallReading {
  /** What its events say of it; null: there are none any more, or it is a test call. @throws StoreFault */
  call(key: CallKey): Promise<Call | null>;
  /**
   * Which events each of the calls has: what is made of a call is good as long as this is the same. One without any is left
   * out. @throws StoreFault
   */
  versions(keys: readonly CallKey[]): Promise<ReadonlyMap<CallKey, number>>;
  /** The agent's calls that were told of since then, the newest first, read a few at a time. @param since ms since 1970 */
  callsOf(agent: AgentId, since: number): AsyncIterable<CallKey>;
  /** Everybody's. */
  calls(since: number): AsyncIterable<CallKey>;
}

/** A call with more of them is a flood, and its first ones say no more. */
const EVENTS_READ = 20;
const PAGE = 64;
/** Calls are looked for in so many of the newest events: what is not of a call is passed over in one go. */
const REACH = 2048;
/** Calls that are looked at with one statement. */
export const CALLS_AT_ONCE = 16;

const EVENTS = `
  SELECT e.webhook_id AS "webhookId", e.topic, e.occurred_at AS "occurredAt", e.data, m.body AS memory
  FROM event e LEFT JOIN memory m ON m.event = e.id
  WHERE e.call = ? AND e.topic IN ('call.received', 'call.triggered', 'call.answered', 'call.completed')
  ORDER BY e.id DESC LIMIT ${EVENTS_READ}`;
const VERSIONS = `
  SELECT call, CAST(sum(id) AS BIGINT) AS ids FROM event
  WHERE call IN (${Array.from({ length: CALLS_AT_ONCE }, () => '?').join(', ')}) GROUP BY call`;
const TOLD = `
  SELECT d.seq AS place, e.call FROM delivery d JOIN event e ON e.id = d.event
  WHERE d.agent = ? AND d.seq < ? AND d.at >= ? ORDER BY d.seq DESC LIMIT ${PAGE}`;
const ARRIVED = `
  SELECT id AS place, call FROM event WHERE id < ? AND received_at >= ? ORDER BY id DESC LIMIT ${PAGE}`;

export function callReading(sql: Sql): CallReading {
  return {
    call: async (key) => {
      const rows = await sql.all<EventRow & { memory: string | null }>(EVENTS, key);
      if (rows.some(({ webhookId }) => isTestWebhook(webhookId))) return null;
      const events = rows.flatMap((row) => {
        const memory = row.memory === null ? undefined : (JSON.parse(row.memory) as Memory);
        return storedEvents({ ...row, data: withoutSpeech(row.data) }).map((one) => ({ ...one, memory }));
      });
      return foldCall(key, events);
    },
    versions: async (keys) => {
      const versions = new Map<CallKey, number>();
      for (let at = 0; at < keys.length; at += CALLS_AT_ONCE) {
        const some = keys.slice(at, at + CALLS_AT_ONCE);
        const asked = Array.from({ length: CALLS_AT_ONCE }, (_, i) => some[i] ?? null);
        const rows = await sql.all<{ call: CallKey; ids: number }>(VERSIONS, ...asked);
        for (const { call, ids } of rows) versions.set(call, ids);
      }
      return versions;
    },
    callsOf: (agent, since) => newestFirst((before) => sql.all<Place>(TOLD, agent, before, since)),
    calls: (since) => newestFirst((before) => sql.all<Place>(ARRIVED, before, since)),
  };
}

interface Place {
  readonly place: number;
  readonly call: CallKey | null;
}

/** Each call once. No read stays open between two of them. */
async function* newestFirst(
  pageBefore: (place: number) => Promise<readonly Place[]>,
): AsyncIterable<CallKey> {
  const seen = new Set<CallKey>();
  let before = Number.MAX_SAFE_INTEGER;
  for (let looked = 0; looked < REACH; looked += PAGE) {
    const page = await pageBefore(before);
    for (const { call, place } of page) {
      before = place;
      if (call === null || seen.has(call)) continue;
      seen.add(call);
      yield call;
    }
    if (page.length < PAGE) return;
  }
}
