import type { DatabaseSync } from 'node:sqlite';
import { readEvent, type AlloEvent } from '../../src-shared/allo/events.ts';
import type { CallKey, Instant, WebhookId } from '../../src-shared/brand.ts';
import type { Call, HeardEvent } from '../../src-shared/calls/call.ts';
import { foldCall } from '../../src-shared/calls/fold.ts';
import type { Direction } from '../../src-shared/calls/sighting.ts';
import { readNumber, sameNumber, type NumberKey } from '../../src-shared/format/phone.ts';
import { MAX_COUNTED_CALLS, type Memory } from '../../src-shared/wire/memory.ts';
import { query } from '../journal/database.ts';
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
  answered(call: CallKey, user: string | null): void;
  /** Something more is known of how the call went; `news` is the event that told. */
  tellMore(call: CallKey, news: HeardEvent, heardAt: number): void;
  /** Reads all of the call's events again: some went or came. Without any, the call is forgotten. */
  rebuild(call: CallKey, heardAt: number): void;
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
  readonly crm_id: string | null;
}

const THIRTY_DAYS_MS = 30 * 24 * 3_600_000;
/** The same number in full, or written without its country on one side. */
const SAME = 'tail = ?1 AND (e164 IS NULL OR ?2 IS NULL OR e164 = ?2)';

export function pastCalls(db: DatabaseSync): PastCalls {
  const last = query<CallRow>(
    db,
    `SELECT started_at, direction, handled_by, result, summary, tags, crm_id FROM past_call
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
    'SELECT webhook_id AS webhookId, topic, occurred_at AS occurredAt, data FROM event WHERE call = ?',
  );
  // A ring says nothing of how it went.
  const outcomesOf = query<EventRow>(
    db,
    `SELECT webhook_id AS webhookId, topic, occurred_at AS occurredAt, data FROM event
     WHERE call = ? AND webhook_id <> ? AND topic NOT IN ('call.received', 'call.triggered')`,
  );
  const insert = query(
    db,
    `INSERT INTO past_call (call, tail, e164, started_at, heard_at, direction) VALUES (?, ?, ?, ?, ?, ?)`,
  );
  const setOutcome = query<Pick<NumberKey, 'tail' | 'e164'>>(
    db,
    `UPDATE past_call SET handled_by = ?2, result = ?3, summary = ?4, tags = ?5, crm_id = ?6 WHERE call = ?1
     RETURNING tail, e164`,
  );
  const setHandler = query(
    db,
    'UPDATE past_call SET handled_by = lower(?2) WHERE call = ?1 AND handled_by IS NULL',
  );
  const drop = query(db, 'DELETE FROM past_call WHERE call = ?');

  function rebuild(key: CallKey, heardAt: number): void {
    drop.run(key);
    const call = foldCall(key, eventsOf.all(key).flatMap(heardAgain));
    const { tail, e164 } = readNumber(call?.number);
    if (call === null || tail === null) return;
    insert.run(key, tail, e164, call.startedAt, heardAt, call.direction);
    writeOutcome(call);
  }

  function tellMore(key: CallKey, news: HeardEvent, heardAt: number): void {
    const call = foldCall(key, [...outcomesOf.all(key, news.webhookId).flatMap(heardAgain), news]);
    if (call === null) return;
    const written = writeOutcome(call);
    // An answer that did not say its direction may have been taken for the other one.
    const number = readNumber(call.number);
    const isRight = written === undefined ? number.tail === null : sameNumber(written, number) !== null;
    if (!isRight) rebuild(key, heardAt);
  }

  function writeOutcome({ key, handledBy, ended, summary, tags, integrationId }: Call) {
    const tagList = tags.length === 0 ? null : JSON.stringify(tags);
    const result = ended?.result ?? null;
    return setOutcome.get(key, handledBy, result, firstSentence(summary), tagList, integrationId);
  }

  return {
    before: ({ call, number: { tail, e164 }, startedAt }) => {
      const row = last.get(tail, e164, startedAt, call);
      if (row === undefined) return { lastCall: null, callsIn30Days: 0, crm: null };
      return {
        lastCall: lastCallOf(row),
        callsIn30Days: count.get(tail, e164, startedAt, call, startedAt - THIRTY_DAYS_MS)?.n ?? 0,
        crm:
          row.crm_id === null
            ? (crm.get(tail, e164, startedAt, call) ?? null)
            : { id: row.crm_id, at: row.started_at },
      };
    },
    open: ({ call, number, startedAt }, direction, heardAt) => {
      insert.run(call, number.tail, number.e164, startedAt, heardAt, direction);
    },
    answered: (call, user) => {
      if (user !== null) setHandler.run(call, user);
    },
    tellMore,
    rebuild,
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
export function heardNow(webhookId: WebhookId, event: AlloEvent, occurredAt: Instant): HeardEvent {
  return {
    webhookId,
    event,
    occurredAt,
    receivedAt: occurredAt,
    ageMs: 0,
    heardAt: Date.parse(occurredAt),
  };
}

function heardAgain({ webhookId, topic, occurredAt, data }: EventRow): HeardEvent[] {
  const read = readEvent({ topic, version: '2.0', timestamp: occurredAt, data: JSON.parse(data) });
  return read.ok ? [heardNow(webhookId, read.event, occurredAt)] : [];
}
