import type { DatabaseSync } from 'node:sqlite';
import { query } from '../sqlite/database.ts';

/** A contact of the book, as it is looked through. */
export interface KeptContact {
  readonly id: string;
  readonly numbers: readonly string[];
  readonly emails: readonly string[];
}

/** Every contact of the book. */
export function contactsIn(db: DatabaseSync): KeptContact[] {
  const numbersOf = query<{ number: string }>(
    db,
    `SELECT CASE e164 WHEN '' THEN tail ELSE e164 END AS number FROM contact_number WHERE contact = ?`,
  );
  const all = query<{ id: string; emails: string }>(db, 'SELECT id, emails FROM contact').all();
  return all.map(({ id, emails }) => ({
    id,
    numbers: numbersOf.all(id).map((row) => row.number),
    emails: JSON.parse(emails) as string[],
  }));
}
