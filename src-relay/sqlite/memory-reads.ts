import type { DatabaseSync } from 'node:sqlite';
import type { CallKey, Instant } from '../../src-shared/brand.ts';
import { CALL_TOPICS, isRing } from '../../src-shared/calls/sighting.ts';
import { MAX_COUNTED_CALLS } from '../../src-shared/calls/memory.ts';
import type { MemoryReads } from '../journal/rules/memory/asked.ts';
import {
  NAMING_READ,
  OUTCOMES_READ,
  PAST_CALLS_READ,
  type BeforeCall,
  type FoundContact,
  type EventRow,
  type PastCall,
} from '../journal/rules/reads.ts';
import { SPEECH } from '../journal/rules/speech.ts';
import type { EventId } from '../sql/ids.ts';
import { query } from './database.ts';

/**
 * Without speech (`withoutSpeech`), which SQLite cuts out before it is copied. It takes no JSON that is more than 1000
 * levels deep.
 */
const HEARD = `webhook_id AS webhookId, topic, occurred_at AS occurredAt,
  iif(json_valid(data), json_remove(data, ${SPEECH.map((field) => `'$.${field}'`).join(', ')}), '{}') AS data`;
const EVENTS = `SELECT id AS event, ${HEARD} FROM event WHERE call = ? ORDER BY id`;
const RINGS = CALL_TOPICS.filter(isRing)
  .map((topic) => `'${topic}'`)
  .join(', ');
const OUTCOMES = `SELECT ${HEARD} FROM event WHERE call = ? AND topic NOT IN (${RINGS})
  ORDER BY id DESC LIMIT ${OUTCOMES_READ}`;
const NAMING = `SELECT ${HEARD} FROM event WHERE call = ? AND topic IN (${RINGS}, 'call.completed')
  ORDER BY id DESC LIMIT ${NAMING_READ}`;

/** The same number in full, or written without its country on one side. */
const BEFORE = `tail = ?1 AND (e164 IS NULL OR ?2 IS NULL OR e164 = ?2) AND started_at <= ?3 AND call <> ?4`;
const PAST_CALL = `SELECT call, e164, started_at AS startedAt, direction, crm_id AS crmId FROM past_call
  WHERE ${BEFORE} ORDER BY started_at DESC, e164 DESC, call DESC`;
const LAST_CALL = `${PAST_CALL} LIMIT 1`;
const EARLIER_CALLS = `${PAST_CALL} LIMIT ${PAST_CALLS_READ - 1} OFFSET 1`;
const CALL_COUNT = `SELECT count(*) AS n FROM (
  SELECT 1 FROM past_call WHERE ${BEFORE} AND started_at >= ?5 LIMIT ${MAX_COUNTED_CALLS})`;
const CRM_ID = `SELECT crm_id AS id, started_at AS at FROM past_call
  WHERE ${BEFORE} AND crm_id IS NOT NULL ORDER BY started_at DESC, call DESC LIMIT 1`;

const LAST_TEXT = `SELECT e.webhook_id AS webhookId, e.topic, e.occurred_at AS occurredAt, e.data
  FROM text_message t JOIN event e ON e.id = t.event
  WHERE t.tail = ?1 AND (t.e164 IS NULL OR ?2 IS NULL OR t.e164 = ?2)
  ORDER BY t.sent_at DESC, t.event DESC LIMIT 1`;

const CONTACT_OF = `SELECT c.id, c.first_name AS firstName, c.last_name AS lastName, c.company, c.emails,
    c.changed_at AS changedAt, c.seen_at AS seenAt
  FROM contact_number n JOIN contact c ON c.id = n.contact
  WHERE n.tail = ?1 AND (n.e164 = '' OR ?2 = '' OR n.e164 = ?2)
  ORDER BY n.e164 = ?2 DESC, c.changed_at DESC, n.e164, n.contact LIMIT 1`;
const CONTACT = `SELECT c.changed_at AS changedAt, n.tail, n.e164
  FROM contact c LEFT JOIN contact_number n ON n.contact = c.id WHERE c.id = ? ORDER BY n.tail, n.e164`;

interface ContactNumberRow {
  readonly changedAt: Instant;
  /** Null: the contact has no number. */
  readonly tail: string | null;
  /** '': not known in full. */
  readonly e164: string | null;
}

/** What is remembered, as SQLite's own statements find it: each a few indexed rows. */
export function memoryReads(db: DatabaseSync): Omit<MemoryReads, 'record'> {
  const events = query<EventRow & { event: EventId }>(db, EVENTS);
  const outcomes = query<EventRow>(db, OUTCOMES);
  const naming = query<EventRow>(db, NAMING);
  const lastCall = query<PastCall>(db, LAST_CALL);
  const earlierCalls = query<PastCall>(db, EARLIER_CALLS);
  const callCount = query<{ n: number }>(db, CALL_COUNT);
  const crmId = query<{ id: string; at: number }>(db, CRM_ID);
  const lastText = query<EventRow>(db, LAST_TEXT);
  const contactOf = query<FoundContact>(db, CONTACT_OF);
  const contact = query<ContactNumberRow>(db, CONTACT);
  return {
    eventsOf: ({ call }) => events.all(call),
    outcomes: ({ call }) => outcomes.all(call),
    naming: ({ call }) => naming.all(call),
    pastCalls: (asked) => {
      const last = lastCall.get(...valuesOf(asked));
      return last === undefined ? [] : withEarlier(last, () => earlierCalls.all(...valuesOf(asked)));
    },
    callCount: (asked) => callCount.get(...valuesOf(asked), asked.since)?.n ?? 0,
    crmIdBefore: (asked) => crmId.get(...valuesOf(asked)) ?? null,
    lastText: ({ tail, e164 }) => lastText.get(tail, e164) ?? null,
    contactOf: ({ tail, e164 }) => contactOf.get(tail, e164 ?? '') ?? null,
    contact: ({ id }) => {
      const rows = contact.all(id);
      const [first] = rows;
      if (first === undefined) return null;
      const numbers = rows.flatMap(({ tail, e164 }) => (tail === null ? [] : [e164 || tail]));
      return { changedAt: first.changedAt, numbers };
    },
  };
}

function withEarlier(last: PastCall, read: () => PastCall[]): Iterable<PastCall> {
  return {
    *[Symbol.iterator]() {
      yield last;
      yield* read();
    },
  };
}

function valuesOf({ tail, e164, startedAt, call }: BeforeCall): [string, string | null, number, CallKey] {
  return [tail, e164, startedAt, call];
}
