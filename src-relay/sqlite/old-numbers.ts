import type { DatabaseSync } from 'node:sqlite';
import { readEvent } from '../../src-shared/allo/events.ts';
import type { CallKey, E164, Instant, WebhookId } from '../../src-shared/brand.ts';
import { isCallEvent, sightingOf } from '../../src-shared/calls/sighting.ts';
import { isTestWebhook } from '../../src-shared/calls/test-call.ts';
import { readNumber, type NumberKey, type RawNumber } from '../../src-shared/format/phone.ts';
import { outsideTails } from '../journal/rules/neighbourhood.ts';
import { contactNumbers, type ContactEvent } from '../journal/rules/memory/contacts.ts';
import { rebuiltCall } from '../journal/rules/memory/past-calls.ts';
import { textNoted } from '../journal/rules/memory/text-messages.ts';
import type { EventId } from '../sql/ids.ts';
import { inTransaction, query } from './database.ts';
import { memoryChanging } from './memory-changes.ts';
import { memoryReads } from './memory-reads.ts';

interface OldEvent {
  readonly id: EventId;
  readonly webhookId: WebhookId;
  readonly topic: string;
  readonly call: CallKey | null;
  readonly occurredAt: Instant;
  readonly receivedAt: number;
  readonly data: string;
}

/** Each as JSON; null where there is none. */
interface Ends {
  readonly id: EventId;
  readonly from: string | null;
  readonly to: string | null;
  readonly original: string | null;
  readonly numbers: string | null;
}

/**
 * Files what a relay took in while it read fewer spellings of numbers under the numbers of today, once for a journal: else
 * what was said with a "Mobile: +52 1 …" of then would never be found again. What reads the same is left alone.
 */
export function fileUnderNumbersOfToday(db: DatabaseSync): void {
  const isDone = query<{ done: number }>(db, 'SELECT has_numbers_of_today AS done FROM journal');
  if (isDone.get()?.done !== 0) return;
  inTransaction(db, () => {
    const read = query<OldEvent>(
      db,
      `SELECT id, webhook_id AS webhookId, topic, call, occurred_at AS occurredAt, received_at AS receivedAt, data
       FROM event WHERE id = ?`,
    );
    const refile = refiling(db);
    for (const id of idsOfChanged(db)) {
      const old = read.get(id);
      if (old !== undefined) refile(old);
    }
    renumberContacts(db);
    db.exec('UPDATE journal SET has_numbers_of_today = 1');
  });
}

/** The events that name a number which reads otherwise now; with SQLite's eyes, since most of them do not. */
function idsOfChanged(db: DatabaseSync): EventId[] {
  const ends = query<Ends>(
    db,
    `SELECT id, coalesce(nullif(data -> '$.from_number', 'null'), data -> '$.from') AS "from",
        coalesce(nullif(data -> '$.to_number', 'null'), data -> '$.to') AS "to",
        data -> '$.original_to_number' AS original,
        iif(topic GLOB 'contact.*', data -> '$.numbers', NULL) AS numbers
     FROM event
     WHERE (topic GLOB 'call.*' OR topic GLOB 'sms.*' OR topic GLOB 'contact.*') AND json_valid(data) ORDER BY id`,
  );
  const changed: EventId[] = [];
  for (const { id, from, to, original, numbers } of ends.iterate()) {
    const named = [from, to, original, numbers].flatMap((json) => (json === null ? [] : parsed(json)));
    if (named.some(readsOtherwise)) changed.push(id);
  }
  return changed;
}

function parsed(json: string): RawNumber | readonly RawNumber[] {
  return JSON.parse(json) as RawNumber | readonly RawNumber[];
}

function readsOtherwise(raw: RawNumber): boolean {
  const [before, now] = [readAsBefore(raw), readNumber(raw)];
  return before.e164 !== now.e164 || before.tail !== now.tail;
}

/** How versions before this one read a number. Never edited. */
function readAsBefore(raw: RawNumber): NumberKey {
  const none: NumberKey = { e164: null, tail: null };
  if (typeof raw !== 'string' || raw.length > 64 || /[a-z]/i.test(raw)) return none;
  const digits = raw.replace(/\D/g, '');
  if (digits.length < 3) return none;
  const full = raw.trim().startsWith('+') ? digits : digits.startsWith('00') ? digits.slice(2) : null;
  const e164 = full !== null && /^[1-9]\d{5,14}$/.test(full) ? (`+${full}` as E164) : null;
  return { e164, tail: digits.slice(-9) };
}

function refiling(db: DatabaseSync): (old: OldEvent) => void {
  const reads = memoryReads(db);
  const write = memoryChanging(db);
  const dropMessage = query(db, 'DELETE FROM text_message WHERE event = ?');
  const dropNumbers = query(db, 'DELETE FROM contact_number WHERE contact = ?');
  const addNumber = query(db, 'INSERT OR IGNORE INTO contact_number (contact, tail, e164) VALUES (?, ?, ?)');
  const setSighting = query(
    db,
    'UPDATE sighting SET from_tail = ?2, to_tail = ?3, body = ?4 WHERE event = ?1',
  );
  const heardAt = query<{ at: number }>(db, 'SELECT heard_at AS at FROM past_call WHERE call = ?');
  return ({ id, webhookId, topic, call, occurredAt, receivedAt, data }) => {
    const again = readEvent({
      topic,
      version: '2.0',
      timestamp: occurredAt,
      data: JSON.parse(data) as unknown,
    });
    if (!again.ok) return;
    const { event } = again;
    if (isCallEvent(event)) {
      const sighting = sightingOf(webhookId, event);
      const { from_tail, to_tail } = outsideTails(sighting);
      setSighting.run(id, from_tail, to_tail, JSON.stringify(sighting));
      if (call !== null && !isTestWebhook(webhookId))
        write(rebuiltCall(call, reads.eventsOf({ call }), heardAt.get(call)?.at ?? receivedAt), id);
    } else if (event.topic === 'sms.received' || event.topic === 'sms.sent') {
      dropMessage.run(id);
      for (const change of textNoted(event)) write(change, id);
    } else if (event.topic === 'contact.created' || event.topic === 'contact.updated')
      numberAgain(event.data, occurredAt);
  };

  /** Where nothing newer is known of the contact. */
  function numberAgain({ id, numbers }: ContactEvent['data'], occurredAt: Instant): void {
    const known = reads.contact({ id });
    if (known === null || occurredAt < known.changedAt) return;
    dropNumbers.run(id);
    for (const { tail, e164 } of contactNumbers(numbers)) addNumber.run(id, tail, e164);
  }
}

/** Contacts outlive the events that told of them: what is kept of their numbers is all there is. */
function renumberContacts(db: DatabaseSync): void {
  const all = query<{ contact: string; tail: string; e164: string }>(
    db,
    "SELECT contact, tail, e164 FROM contact_number WHERE e164 <> ''",
  );
  const drop = query(db, 'DELETE FROM contact_number WHERE contact = ? AND tail = ? AND e164 = ?');
  const put = query(db, 'INSERT OR IGNORE INTO contact_number (contact, tail, e164) VALUES (?, ?, ?)');
  for (const { contact, tail, e164 } of all.all()) {
    const now = readNumber(e164);
    if (now.e164 === e164 && now.tail === tail) continue;
    drop.run(contact, tail, e164);
    if (now.tail !== null) put.run(contact, now.tail, now.e164 ?? '');
  }
}
