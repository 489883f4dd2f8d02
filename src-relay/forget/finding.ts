import { isNumber, readNumber, type NumberKey } from '../../src-shared/format/phone.ts';
import type { Sql } from '../sql/sql.ts';
import { contactsIn } from './contacts.ts';
import { keptEvents, namedIn } from './kept-events.ts';
import { spotting, type Sought } from './sought.ts';

/** Whether a number is one of the team's own lines, or an address one of an agent's: those are nobody's to forget. */
export interface OurOwn {
  isLine(raw: string): boolean;
  isAgent(email: string): boolean;
}

/** A shorter number is a short code, which is nobody's own. */
export const MIN_DIGITS = 6;

/**
 * Everything that is known to belong to who has the number or address of `seed`: the other numbers and addresses of their
 * contact, and of the person that Allo named with their calls. What others have too, a switchboard or an info@ address,
 * is left out.
 */
export async function whoIs(sql: Sql, seed: Sought, ours: OurOwn): Promise<Sought> {
  const found = await othersOf(sql, seed, ours);
  if (found.numbers.length + found.emails.length === 0) return seed;
  const own = await unshared(sql, seed, found);
  return { numbers: [...seed.numbers, ...own.numbers], emails: [...seed.emails, ...own.emails] };
}

/** What else the contact or person with the seed has. */
async function othersOf(sql: Sql, seed: Sought, ours: OurOwn): Promise<Sought> {
  const spot = spotting(seed);
  const inside = new Map<string, NumberKey>();
  const numbers = new Map<string, NumberKey>();
  const emails = new Set<string>();
  const take = (theirNumbers: readonly unknown[], theirEmails: readonly unknown[]): void => {
    for (const raw of theirNumbers) {
      const text = numberText(raw);
      if (text === null || ours.isLine(text) || spot.isNumber(raw)) continue;
      const key = readNumber(text);
      if (isNumber(key) && (key.tail ?? '').length >= MIN_DIGITS) numbers.set(text, key);
    }
    for (const raw of theirEmails) {
      if (typeof raw !== 'string' || !raw.includes('@') || spot.isEmail(raw)) continue;
      const email = raw.trim().toLowerCase();
      if (!ours.isAgent(email)) emails.add(email);
    }
  };
  for await (const contact of contactsIn(sql)) {
    if (spot.isIn(contact)) take(contact.numbers, contact.emails);
  }
  for await (const event of keptEvents(sql)) {
    if (!spot.mentions(event.data)) continue;
    const named = namedIn(event);
    if (spot.isIn(named) || named.outside.some(spot.isNumber)) take(named.numbers, named.emails);
    if (named.emails.some(spot.isEmail)) take(named.outside, []);
    // A line that the admin did not list is nobody's number either.
    for (const raw of named.inside) {
      const text = numberText(raw);
      if (text !== null) inside.set(text, readNumber(text));
    }
  }
  const isOurs = spotting({ numbers: [...inside.values()], emails: [] }).isNumber;
  return {
    numbers: [...numbers].flatMap(([raw, key]) => (isOurs(raw) ? [] : [key])),
    emails: [...emails],
  };
}

/** What of it no other contact or person has. */
async function unshared(sql: Sql, seed: Sought, found: Sought): Promise<Sought> {
  const spot = spotting(seed);
  const isFound = spotting(found);
  const others = { numbers: [] as unknown[], emails: [] as unknown[] };
  const note = (somebody: { readonly numbers: readonly unknown[]; readonly emails: readonly unknown[] }) => {
    if (spot.isIn(somebody) || !isFound.isIn(somebody)) return;
    others.numbers.push(...somebody.numbers.filter(isFound.isNumber));
    others.emails.push(...somebody.emails.filter(isFound.isEmail));
  };
  for await (const contact of contactsIn(sql)) note(contact);
  for await (const event of keptEvents(sql)) {
    if (!isFound.mentions(event.data)) continue;
    const named = namedIn(event);
    if (!named.outside.some(spot.isNumber)) note(named);
  }
  const shared = spotting({
    numbers: others.numbers.map((raw) => readNumber(String(raw))),
    emails: others.emails.map((raw) => String(raw).trim().toLowerCase()),
  });
  return {
    numbers: found.numbers.filter(({ e164, tail }) => !shared.isNumber(e164 ?? tail)),
    emails: found.emails.filter((email) => !shared.isEmail(email)),
  };
}

/** A number may have come as a JSON number. */
function numberText(raw: unknown): string | null {
  return typeof raw === 'string' || typeof raw === 'number' ? String(raw) : null;
}
