import type { EventOf } from '../../../../src-shared/allo/events.ts';
import type { Instant } from '../../../../src-shared/brand.ts';
import { readNumber } from '../../../../src-shared/format/phone.ts';
import type { Memory } from '../../../../src-shared/calls/memory.ts';
import type { FoundContact } from '../reads.ts';
import type { MemoryChange, MemoryReads } from './asked.ts';

export type ContactEvent = EventOf<'contact.created'> | EventOf<'contact.updated'>;

const MAX_NUMBERS = 100;

/** Takes over the full state that a contact event carries; one that is older than what is known changes nothing. */
export function contactNoted(
  { topic, data }: ContactEvent,
  changedAt: Instant,
  seenAt: number,
  reads: Pick<MemoryReads, 'contact'>,
): MemoryChange[] {
  const { id, name: firstName, last_name: lastName, company } = data;
  const known = reads.contact({ id })?.changedAt ?? null;
  // Of two events of one moment the creation is the older.
  const isNewer = known === null || changedAt > known || (changedAt === known && topic === 'contact.updated');
  if (!isNewer) return [];
  const emails = JSON.stringify(data.emails);
  const numbers = contactNumbers(data.numbers);
  return [{ kind: 'contact', id, firstName, lastName, company, emails, changedAt, seenAt, numbers }];
}

/** What a card says of a contact. */
export function contactIn(found: FoundContact): NonNullable<Memory['contact']> {
  const { id, changedAt, firstName, lastName, company } = found;
  const emails = JSON.parse(found.emails) as string[];
  return {
    id,
    changedAt,
    ...(firstName === null ? {} : { firstName }),
    ...(lastName === null ? {} : { lastName }),
    ...(company === null ? {} : { company }),
    ...(emails.length === 0 ? {} : { emails }),
  };
}

/** The numbers that a contact is found by, each once; `e164` is '' where it is not known in full. */
export function contactNumbers(numbers: readonly string[]): { tail: string; e164: string }[] {
  const byName = new Map<string, { tail: string; e164: string }>();
  for (const { tail, e164 } of numbers.slice(0, MAX_NUMBERS).map(readNumber))
    if (tail !== null) byName.set(`${tail} ${e164 ?? ''}`, { tail, e164: e164 ?? '' });
  return [...byName.values()];
}
