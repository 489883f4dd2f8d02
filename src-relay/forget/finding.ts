import type { DatabaseSync } from 'node:sqlite';
import { readNumber, sameNumber, type NumberKey } from '../../src-shared/format/phone.ts';
import { query } from '../journal/database.ts';
import { keptEvents, namedIn } from './kept-events.ts';
import { spotting, type Sought } from './sought.ts';

/** Whether a number is one of the team's own lines, or an address one of an agent's: those are nobody's to forget. */
export interface OurOwn {
  isLine(raw: string): boolean;
  isAgent(email: string): boolean;
}

/** A shorter number is a short code, which is nobody's own. */
export const MIN_DIGITS = 6;

interface ContactRow {
  readonly id: string;
  readonly emails: string;
}

/**
 * Everything that is known to belong to who has the number or address that `seed` names: the other numbers and addresses
 * of their contact, and of the person that Allo named with their calls. One step, no further: whoever shares one of those
 * is somebody else.
 */
export function whoIs(db: DatabaseSync, seed: Sought, ours: OurOwn): Sought {
  const spot = spotting(seed);
  const inside: NumberKey[] = [];
  const numbers = new Set<string>();
  const emails = new Set<string>(seed.emails);
  const take = (theirNumbers: readonly unknown[], theirEmails: readonly unknown[]): void => {
    for (const raw of theirNumbers) if (typeof raw === 'string' && !ours.isLine(raw)) numbers.add(raw);
    for (const raw of theirEmails) {
      if (typeof raw !== 'string' || !raw.includes('@')) continue;
      const email = raw.trim().toLowerCase();
      if (!ours.isAgent(email)) emails.add(email);
    }
  };

  const numbersOf = query<{ number: string }>(
    db,
    `SELECT CASE e164 WHEN '' THEN tail ELSE e164 END AS number FROM contact_number WHERE contact = ?`,
  );
  for (const { id, emails: json } of query<ContactRow>(db, 'SELECT id, emails FROM contact').all()) {
    const theirEmails = JSON.parse(json) as string[];
    const theirNumbers = numbersOf.all(id).map((row) => row.number);
    if (theirNumbers.some(spot.isNumber) || theirEmails.some(spot.isEmail)) take(theirNumbers, theirEmails);
  }
  for (const event of keptEvents(db)) {
    if (!spot.mentions(event.data)) continue;
    const named = namedIn(event);
    const isTheirs =
      named.numbers.some(spot.isNumber) ||
      named.emails.some(spot.isEmail) ||
      named.outside.some(spot.isNumber);
    if (isTheirs) take(named.numbers, named.emails);
    if (named.emails.some(spot.isEmail)) take(named.outside, []);
    // A line that the admin did not list is nobody's number either.
    for (const raw of named.inside) if (typeof raw === 'string') inside.push(readNumber(raw));
  }
  const isOurs = (key: NumberKey): boolean => inside.some((line) => sameNumber(line, key) !== null);
  const found = [...numbers]
    .map(readNumber)
    .filter((key) => key.tail !== null && key.tail.length >= MIN_DIGITS && !isOurs(key));
  return { numbers: [...seed.numbers, ...found], emails: [...emails] };
}
