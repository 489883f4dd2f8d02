import type { DatabaseSync } from 'node:sqlite';
import { readEvent, type AlloEvent } from '../../src-shared/allo/events.ts';
import type { CallKey, Instant, WebhookId } from '../../src-shared/brand.ts';
import type { Call, HeardEvent } from '../../src-shared/calls/call.ts';
import { endOf, isUnreached } from '../../src-shared/calls/phase.ts';
import { foldCall } from '../../src-shared/calls/fold.ts';
import type { Direction } from '../../src-shared/calls/sighting.ts';
import { readNumber, type NumberKey } from '../../src-shared/format/phone.ts';
import { MAX_COUNTED_CALLS, type Memory } from '../../src-shared/wire/memory.ts';
import { query } from '../sqlite/database.ts';
import { firstSentence } from '../../src-shared/format/first-sentence.ts';

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
  /** A call nobody had heard of. @param heardAt ms since 1970, by the relay's clock */
  open(call: NewCall, direction: Direction, heardAt: number): void;
  /** What the admin's CRM calls the contact. */
  learnCrmId(call: CallKey, id: string): void;
  /** Reads all of the call's events again: some went or came. Without any, the call is forgotten. */
  rebuild(call: CallKey, heardAt: number): void;
}

export interface EventRow {
  readonly webhookId: WebhookId;
  readonly topic: string;
  readonly occurredAt: Instant;
  readonly data: string;
}

interface CallRow {
  readonly call: CallKey;
  readonly started_at: number;
  readonly direction: Direction;
  readonly crm_id: string | null;
}

/** A ring waits for them: a call with more of them is a flood. */
const MAX_EVENTS_READ = 100;
const THIRTY_DAYS_MS = 30 * 24 * 3_600_000;
/** The same number in full, or written without its country on one side. */
const SAME = 'tail = ?1 AND (e164 IS NULL OR ?2 IS NULL OR e164 = ?2)';

export function pastCalls(db: DatabaseSync): PastCalls {
  const last = query<CallRow>(
    db,
    `SELECT call, started_at, direction, crm_id FROM past_call
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
  // What was said in a call, however long, is nothing that the next one is told of. SQLite takes no JSON that is more
  // than 1000 levels deep.
  const EVENTS = `SELECT webhook_id AS webhookId, topic, occurred_at AS occurredAt,
      iif(json_valid(data), json_remove(data, '$.transcriptions', '$.concatenated_transcript'), '{}') AS data
    FROM event WHERE call = ?`;
  const eventsOf = query<EventRow>(db, EVENTS);
  // A ring says nothing of how it went.
  const outcomesOf = query<EventRow>(
    db,
    `${EVENTS} AND topic NOT IN ('call.received', 'call.triggered') ORDER BY id DESC LIMIT ${MAX_EVENTS_READ}`,
  );
  const insert = query(
    db,
    `INSERT INTO past_call (call, tail, e164, started_at, heard_at, direction, crm_id) VALUES (?, ?, ?, ?, ?, ?, ?)`,
  );
  const setCrmId = query(db, 'UPDATE past_call SET crm_id = ?2 WHERE call = ?1');
  const drop = query(db, 'DELETE FROM past_call WHERE call = ?');

  function rebuild(key: CallKey, heardAt: number): void {
    drop.run(key);
    const call = foldCall(key, eventsOf.all(key).flatMap(heardAgain));
    const { tail, e164 } = readNumber(call?.number);
    if (call === null || tail === null) return;
    insert.run(key, tail, e164, call.startedAt, heardAt, call.direction, call.integrationId);
  }

  return {
    before: ({ call, number: { tail, e164 }, startedAt }) => {
      const row = last.get(tail, e164, startedAt, call);
      if (row === undefined) return { lastCall: null, callsIn30Days: 0, crm: null };
      return {
        lastCall: lastCallOf(row, foldCall(row.call, outcomesOf.all(row.call).flatMap(heardAgain))),
        callsIn30Days: count.get(tail, e164, startedAt, call, startedAt - THIRTY_DAYS_MS)?.n ?? 0,
        crm:
          row.crm_id === null
            ? (crm.get(tail, e164, startedAt, call) ?? null)
            : { id: row.crm_id, at: row.started_at },
      };
    },
    open: ({ call, number, startedAt }, direction, heardAt) => {
      insert.run(call, number.tail, number.e164, startedAt, heardAt, direction, null);
    },
    learnCrmId: (call, id) => void setCrmId.run(call, id),
    rebuild,
  };
}

function lastCallOf(row: CallRow, call: Call | null): NonNullable<Memory['lastCall']> {
  const { handledBy = null, answeredAt = null, ended = null, summary = null, tags = [] } = call ?? {};
  // Whoever Allo names with a caller who reached nobody may never have heard it ring.
  const isBy = handledBy !== null && (call === null || !isUnreached(endOf(call), row));
  const sentence = firstSentence(summary);
  const result = ended?.result ?? null;
  return {
    at: new Date(row.started_at).toISOString() as Instant,
    direction: row.direction,
    ...(isBy ? { handledBy } : {}),
    ...(answeredAt === null ? {} : { answered: true }),
    ...(result === null ? {} : { result }),
    ...(sentence === null ? {} : { summary: sentence }),
    ...(tags.length === 0 ? {} : { tags: [...tags] }),
  };
}

/** As if heard the moment it happened: the call's times are then by Allo's clock. */
function heardNow(webhookId: WebhookId, event: AlloEvent, occurredAt: Instant): HeardEvent {
  return {
    webhookId,
    event,
    occurredAt,
    receivedAt: occurredAt,
    ageMs: 0,
    heardAt: Date.parse(occurredAt),
  };
}

/** An event of the journal, as `heardNow` gives it; none when it is no event of ours. */
export function heardAgain({ webhookId, topic, occurredAt, data }: EventRow): HeardEvent[] {
  const read = readEvent({ topic, version: '2.0', timestamp: occurredAt, data: JSON.parse(data) });
  return read.ok ? [heardNow(webhookId, read.event, occurredAt)] : [];
}
