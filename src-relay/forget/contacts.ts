import type { Sql } from '../sql/sql.ts';

/** A contact of the book, as it is looked through. */
export interface KeptContact {
  readonly id: string;
  readonly numbers: readonly string[];
  readonly emails: readonly string[];
}

const CHUNK = 500;
const PAGE = `SELECT id, emails FROM contact WHERE id > ? ORDER BY id LIMIT ${CHUNK}`;
const NUMBERS = `
  SELECT contact, CASE e164 WHEN '' THEN tail ELSE e164 END AS number FROM contact_number
  WHERE contact >= ? AND contact <= ?`;

/** Every contact of the book, in short reads. */
export async function* contactsIn(sql: Sql): AsyncIterable<KeptContact> {
  for (let last = ''; ;) {
    const page = await sql.all<{ id: string; emails: string }>(PAGE, last);
    const [first, end] = [page[0], page.at(-1)];
    if (first === undefined || end === undefined) return;
    const numbers = await sql.all<{ contact: string; number: string }>(NUMBERS, first.id, end.id);
    const numbersOf = Map.groupBy(numbers, ({ contact }) => contact);
    for (const { id, emails } of page) {
      const own = (numbersOf.get(id) ?? []).map(({ number }) => number);
      yield { id, numbers: own, emails: JSON.parse(emails) as string[] };
    }
    last = end.id;
  }
}
