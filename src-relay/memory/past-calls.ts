import type { DatabaseSync } from 'node:sqlite';
import { readEvent } from '../../src-shared/allo/events.ts';
import type { CallKey, Instant, WebhookId } from '../../src-shared/brand.ts';
import type { HeardEvent } from '../../src-shared/calls/call.ts';
import { foldCall } from '../../src-shared/calls/fold.ts';
import type { Direction } from '../../src-shared/calls/sighting.ts';
import { readNumber, type NumberKey } from '../../src-shared/format/phone.ts';
import { MAX_COUNTED_CALLS, type Memory } from '../../src-shared/wire/memory.ts';
import { query } from '../journal/database.ts';
import { firstSentence } from './first-sentence.ts';

/** A number that is not withheld. */
export type KnownNumber = NumberKey & { readonly tail: string };

/** The call that is being told of: what is remembered is what came before it. */
export interface NewCall {
  readonly call: CallKey;
  readonly number: KnownNumber;
  /** Ms since 1970, by Allo's clock. */
  readonly startedAt: number;
}

export interface CallHistory {
  readonly lastCall: NonNullable<Memory['lastCall']> | null;
  readonly callsIn30Days: number;
  readonly crm: { readonly id: string; readonly at: number } | null;
}

/** Every call as the next one of its number is told of it. */
export interface PastCalls {
  before(call: NewCall): CallHistory;
  /** Reads the call's events again: one of them is new, or belongs to it now. */
  refresh(call: CallKey, heardAt: number): void;
}

interface EventRow {
  readonly webhookId: WebhookId;
  readonly topic: string;
  readonly occurredAt: Instant;
  readonly data: string;
}

interface CallRow {
  readonly started_at: number;
  readonly direction: Direction;
  readonly handled_by: string | null;
  readonly result: string | null;
  readonly summary: string | null;
  readonly tags: string | null;
}

const THIRTY_DAYS_MS = 30 * 24 * 3_600_000;
/** The same number in full, or written without its country on one side. */
const SAME = 'tail = ?1 AND (e164 IS NULL OR ?2 IS NULL OR e164 = ?2)';

export function pastCalls(db: DatabaseSync): PastCalls {
  const last = query<CallRow>(
    db,
    `SELECT started_at, direction, handled_by, result, summary, tags FROM past_call
     WHERE ${SAME} AND started_at <= ?3 AND call <> ?4 ORDER BY started_at DESC LIMIT 1`,
  );
  const count = query<{ n: number }>(
    db,
    `SELECT count(*) AS n FROM (SELECT 1 FROM past_call
     WHERE ${SAME} AND started_at BETWEEN ?5 AND ?3 AND call <> ?4 LIMIT ${MAX_COUNTED_CALLS})`,
  );
  const crm = query<{ id: string; at: number }>(
    db,
    `SELECT crm_id AS id, started_at AS at FROM past_call
     WHERE ${SAME} AND started_at <= ?3 AND call <> ?4 AND crm_id IS NOT NULL
     ORDER BY started_at DESC LIMIT 1`,
  );
  const eventsOf = query<EventRow>(
    db,
    `SELECT webhook_id AS webhookId, topic, occurred_at AS occurredAt, data FROM event WHERE call = ?`,
  );
  const put = query(
    db,
    `INSERT INTO past_call (call, tail, e164, started_at, heard_at, direction, handled_by, result, summary, tags, crm_id)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
     ON CONFLICT (call) DO UPDATE SET tail = excluded.tail, e164 = excluded.e164, started_at = excluded.started_at,
       direction = excluded.direction, handled_by = excluded.handled_by, result = excluded.result,
       summary = excluded.summary, tags = excluded.tags, crm_id = excluded.crm_id`,
  );
  const drop = query(db, 'DELETE FROM past_call WHERE call = ?');

  function refresh(key: CallKey, heardAt: number): void {
    const call = foldCall(key, eventsOf.all(key).flatMap(heardAgain));
    const number = readNumber(call?.number);
    if (call === null || number.tail === null) {
      drop.run(key);
      return;
    }
    const { direction, handledBy, ended, tags, integrationId } = call;
    put.run(
      key,
      number.tail,
      number.e164,
      call.startedAt,
      heardAt,
      direction,
      handledBy,
      ended?.result ?? null,
      firstSentence(call.summary),
      tags.length === 0 ? null : JSON.stringify(tags),
      integrationId,
    );
  }

  return {
    before: ({ call, number: { tail, e164 }, startedAt }) => {
      const row = last.get(tail, e164, startedAt, call);
      if (row === undefined) return { lastCall: null, callsIn30Days: 0, crm: null };
      return {
        lastCall: lastCallOf(row),
        callsIn30Days: count.get(tail, e164, startedAt, call, startedAt - THIRTY_DAYS_MS)?.n ?? 0,
        crm: crm.get(tail, e164, startedAt, call) ?? null,
      };
    },
    refresh,
  };
}

function lastCallOf(row: CallRow): NonNullable<Memory['lastCall']> {
  return {
    at: new Date(row.started_at).toISOString() as Instant,
    direction: row.direction,
    ...(row.handled_by === null ? {} : { handledBy: row.handled_by }),
    ...(row.result === null ? {} : { result: row.result }),
    ...(row.summary === null ? {} : { summary: row.summary }),
    ...(row.tags === null ? {} : { tags: JSON.parse(row.tags) as string[] }),
  };
}

/** As if heard the moment it happened: the call's times are then by Allo's clock. */
function heardAgain({ webhookId, topic, occurredAt, data }: EventRow): HeardEvent[] {
  const read = readEvent({ topic, version: '2.0', timestamp: occurredAt, data: JSON.parse(data) });
  if (!read.ok) return [];
  const heardAt = Date.parse(occurredAt);
  return [{ webhookId, event: read.event, occurredAt, receivedAt: occurredAt, ageMs: 0, heardAt }];
}
