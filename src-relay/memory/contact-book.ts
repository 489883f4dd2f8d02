import type { DatabaseSync } from 'node:sqlite';
import type { EventOf } from '../../src-shared/allo/events.ts';
import type { Instant } from '../../src-shared/brand.ts';
import { readNumber } from '../../src-shared/format/phone.ts';
import type { Memory } from '../../src-shared/wire/memory.ts';
import { query } from '../sqlite/database.ts';
import type { KnownNumber } from './past-calls.ts';

export type ContactEvent = EventOf<'contact.created'> | EventOf<'contact.updated'>;

/** Allo's contacts by number, as its contact events told of them. */
export interface ContactBook {
  /** Who has the number: of several, in full before the last digits, then who changed last. */
  find(number: KnownNumber, now: number): NonNullable<Memory['contact']> | null;
  /** The numbers that the contact is known to have, in full or by their last digits. */
  numbersOf(id: string): string[];
  /** Takes over the full state that a contact event carries; one that is older than what is known changes nothing. */
  note(event: ContactEvent, occurredAt: Instant, now: number): void;
  /** Reads the numbers of an event that was noted before again, where nothing newer is known. */
  numberAgain(event: ContactEvent, occurredAt: Instant): void;
}

interface Row {
  readonly id: string;
  readonly first_name: string | null;
  readonly last_name: string | null;
  readonly company: string | null;
  readonly emails: string;
  readonly changed_at: Instant;
  readonly seen_at: number;
}

const MAX_NUMBERS = 100;
/** Being seen again is noted once a day. */
const SEEN_EVERY_MS = 24 * 3_600_000;

export function contactBook(db: DatabaseSync): ContactBook {
  const find = query<Row>(
    db,
    `SELECT c.id, c.first_name, c.last_name, c.company, c.emails, c.changed_at, c.seen_at
     FROM contact_number n JOIN contact c ON c.id = n.contact
     WHERE n.tail = ?1 AND (n.e164 = '' OR ?2 = '' OR n.e164 = ?2)
     ORDER BY n.e164 = ?2 DESC, c.changed_at DESC LIMIT 1`,
  );
  const seen = query(db, 'UPDATE contact SET seen_at = ? WHERE id = ?');
  const put = query(
    db,
    `INSERT INTO contact (id, first_name, last_name, company, emails, changed_at, seen_at)
     VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)
     ON CONFLICT (id) DO UPDATE SET first_name = excluded.first_name, last_name = excluded.last_name,
       company = excluded.company, emails = excluded.emails, changed_at = excluded.changed_at,
       seen_at = excluded.seen_at
     WHERE excluded.changed_at > changed_at OR (excluded.changed_at = changed_at AND ?8)`,
  );
  const numbersOf = query<{ number: string }>(
    db,
    `SELECT CASE e164 WHEN '' THEN tail ELSE e164 END AS number FROM contact_number WHERE contact = ?`,
  );
  const dropNumbers = query(db, 'DELETE FROM contact_number WHERE contact = ?');
  const addNumber = query(db, 'INSERT OR IGNORE INTO contact_number (contact, tail, e164) VALUES (?, ?, ?)');
  const changed = query<{ at: string }>(db, 'SELECT changed_at AS at FROM contact WHERE id = ?');

  function setNumbers(id: string, numbers: readonly string[]): void {
    dropNumbers.run(id);
    for (const { tail, e164 } of numbers.slice(0, MAX_NUMBERS).map(readNumber)) {
      if (tail !== null) addNumber.run(id, tail, e164 ?? '');
    }
  }

  return {
    find: ({ tail, e164 }, now) => {
      const row = find.get(tail, e164 ?? '');
      if (row === undefined) return null;
      if (now - row.seen_at > SEEN_EVERY_MS) seen.run(now, row.id);
      const emails = JSON.parse(row.emails) as string[];
      return {
        id: row.id,
        changedAt: row.changed_at,
        ...(row.first_name === null ? {} : { firstName: row.first_name }),
        ...(row.last_name === null ? {} : { lastName: row.last_name }),
        ...(row.company === null ? {} : { company: row.company }),
        ...(emails.length === 0 ? {} : { emails }),
      };
    },
    numbersOf: (id) => numbersOf.all(id).map(({ number }) => number),
    note: ({ topic, data: { id, name, last_name, company, emails, numbers } }, occurredAt, now) => {
      // Of two events of one moment the creation is the older.
      const mayBeLater = topic === 'contact.updated' ? 1 : 0;
      const state = [
        id,
        name,
        last_name,
        company,
        JSON.stringify(emails),
        occurredAt,
        now,
        mayBeLater,
      ] as const;
      if (put.run(...state) > 0) setNumbers(id, numbers);
    },
    numberAgain: ({ data: { id, numbers } }, occurredAt) => {
      const changedAt = changed.get(id)?.at;
      if (changedAt !== undefined && occurredAt >= changedAt) setNumbers(id, numbers);
    },
  };
}
