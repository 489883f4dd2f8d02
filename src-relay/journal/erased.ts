import { createHmac } from 'node:crypto';
import type { DatabaseSync } from 'node:sqlite';
import type { AlloEvent } from '../../src-shared/allo/events.ts';
import { alloCallKey } from '../../src-shared/calls/allo-call-id.ts';
import { isCallEvent, sightingOf } from '../../src-shared/calls/sighting.ts';
import { tailsFor } from '../../src-shared/format/phone.ts';
import { query } from '../sqlite/database.ts';
import type { EventId } from '../sql/ids.ts';
import { outsideTails } from './neighbourhood.ts';

const HOUR_MS = 3_600_000;
/** The sender can resend 14 days back. */
const IDS_KEPT_MS = 15 * 24 * HOUR_MS;
/** For so long it tries again by itself what it could not deliver. */
const CALLS_KEPT_MS = 28 * HOUR_MS;
/** The events of a call name starts that are no further apart. */
const SLOT_MS = 20_000;
const HASH_BYTES = 16;
/** In a body that cannot be read. */
const NAMED_IDS = /"(?:call_?id|id)"\s*:\s*"([\w-]{1,128})"/gi;
const MAX_NAMED = 1_000;

/** What was erased, remembered by hashes only: events that still come for it are not taken in. */
export interface ErasedMarks {
  /** Whether the event is of a call or message that was erased, or tells of a contact as it was before that. */
  has(event: AlloEvent, occurredAt: string): boolean;
  /** Whether a body that cannot be read names an erased call or message. */
  isNamedIn(body: string): boolean;
  /** @param now ms since 1970, by the relay's clock */
  noteCall(id: string, now: number): void;
  /**
   * Remembers an event that is being erased.
   * @param tails the last digits of whom it is erased for: their number and the start tell a call that has no id yet
   */
  noteEvent(event: { readonly id: EventId } & Ids, tails: ReadonlySet<string>, now: number): void;
}

/** Allo's own ids, as far as an event has them. */
export interface Ids {
  readonly call: string | null;
  readonly message: string | null;
  readonly contact: string | null;
}

export function erasedMarks(db: DatabaseSync): ErasedMarks {
  const key = query<{ key: Uint8Array }>(db, 'SELECT key FROM erasing_key').get()?.key ?? new Uint8Array(32);
  const isAny = query(db, 'SELECT 1 FROM erased LIMIT 1');
  const find = query<{ at: number }>(db, 'SELECT at FROM erased WHERE hash = ?');
  const insert = query(
    db,
    `INSERT INTO erased (hash, at, until) VALUES (?1, ?2, ?3)
     ON CONFLICT (hash) DO UPDATE SET at = excluded.at, until = excluded.until`,
  );
  const sighting = query<{ from_tail: string | null; to_tail: string | null; started_at: number }>(
    db,
    'SELECT from_tail, to_tail, started_at FROM sighting WHERE event = ?',
  );
  const hashOf = (mark: string): Buffer =>
    createHmac('sha256', key).update(mark).digest().subarray(0, HASH_BYTES);
  const isErased = (mark: string): boolean => find.get(hashOf(mark)) !== undefined;
  const note = (mark: string, now: number, keptMs: number): void =>
    void insert.run(hashOf(mark), now, now + keptMs);

  function isOfErasedCall(event: AlloEvent): boolean {
    if ('call_id' in event.data) return isErased(callMark(event.data.call_id));
    if (!isCallEvent(event)) return false;
    if (event.topic === 'call.completed' && isErased(callMark(event.data.id))) return true;
    const seen = sightingOf('', event);
    const slot = slotOf(seen.startedAt);
    // A call that began after that is another one.
    const isErasedIn = (tail: string, at: number): boolean =>
      seen.startedAt <= (find.get(hashOf(ringMark(tail, at)))?.at ?? -Infinity);
    const { from_tail, to_tail } = outsideTails(seen);
    // As versions of before filed it, too.
    const tails = [
      ...(from_tail === null ? [] : tailsFor(event.data.from_number)),
      ...(to_tail === null ? [] : tailsFor(event.data.to_number)),
    ];
    return tails.some((tail) => [0, -1, 1].some((d) => isErasedIn(tail, slot + d)));
  }

  return {
    has(event, occurredAt) {
      if (isAny.get() === undefined) return false;
      switch (event.topic) {
        case 'sms.received':
        case 'sms.sent':
          return isErased(messageMark(event.data.id));
        case 'contact.created':
        case 'contact.updated': {
          const erasedAt = find.get(hashOf(contactMark(event.data.id)))?.at;
          return erasedAt !== undefined && Date.parse(occurredAt) <= erasedAt;
        }
        default:
          return isOfErasedCall(event);
      }
    },
    isNamedIn(body) {
      if (isAny.get() === undefined) return false;
      let looked = 0;
      for (const [, id = ''] of body.matchAll(NAMED_IDS)) {
        if (isErased(callMark(id)) || isErased(messageMark(id))) return true;
        looked += 1;
        if (looked >= MAX_NAMED) break;
      }
      return false;
    },
    noteCall: (id, now) => note(callMark(id), now, IDS_KEPT_MS),
    noteEvent({ id, call, message, contact }, tails, now) {
      if (call !== null) note(callMark(call), now, IDS_KEPT_MS);
      if (message !== null) note(messageMark(message), now, IDS_KEPT_MS);
      if (contact !== null) note(contactMark(contact), now, IDS_KEPT_MS);
      const seen = sighting.get(id);
      if (seen === undefined || now - seen.started_at > CALLS_KEPT_MS) return;
      for (const tail of [seen.from_tail, seen.to_tail])
        if (tail !== null && tails.has(tail))
          note(ringMark(tail, slotOf(seen.started_at)), now, CALLS_KEPT_MS);
    },
  };
}

const callMark = (id: string): string => `call ${alloCallKey(id)}`;
const messageMark = (id: string): string => `message ${id}`;
const contactMark = (id: string): string => `contact ${id}`;
const ringMark = (tail: string, slot: number): string => `ring ${tail} ${slot}`;
const slotOf = (startedAt: number): number => Math.floor(startedAt / SLOT_MS);
