import type { DatabaseSync } from 'node:sqlite';
import type { AlloEvent } from '../../src-shared/allo/events.ts';
import { isCallEvent, sightingOf } from '../../src-shared/calls/sighting.ts';
import { tailsFor } from '../../src-shared/format/phone.ts';
import { query } from '../sqlite/database.ts';
import {
  callMark,
  contactMark,
  hashOfMark,
  IDS_KEPT_MS,
  marksNamedIn,
  messageMark,
  ringMark,
  slotOf,
} from './erased-marks.ts';
import { outsideTails } from './neighbourhood.ts';

/** What was erased, remembered by hashes only: events that still come for it are not taken in. */
export interface ErasedMarks {
  /** Whether the event is of a call or message that was erased, or tells of a contact as it was before that. */
  has(event: AlloEvent, occurredAt: string): boolean;
  /** Whether a body that cannot be read names an erased call or message. */
  isNamedIn(body: string): boolean;
  /** @param now ms since 1970, by the relay's clock */
  noteCall(id: string, now: number): void;
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
  const hashOf = (mark: string): Buffer => hashOfMark(key, mark);
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
      return marksNamedIn(body).some(isErased);
    },
    noteCall: (id, now) => note(callMark(id), now, IDS_KEPT_MS),
  };
}
