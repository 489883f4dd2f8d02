import type { CallKey } from '../../src-shared/brand.ts';
import { callerName } from '../../src-shared/card/names.ts';
import { fullName } from '../../src-shared/format/person-name.ts';
import type { CallBook } from '../book/call-book.ts';
import type { NamesOf } from './text-row.ts';

/**
 * Whom a number is known as by now: as its newest call names it, else as Allo's contacts have it.
 * @param newest the newest call with the number; null: it never called
 */
export function knownAs(
  book: Pick<CallBook, 'call' | 'contactWith'>,
  number: string | null,
  newest: CallKey | null,
): ReturnType<NamesOf> {
  const call = newest === null ? null : book.call(newest);
  const told = call === null ? null : callerName(call);
  if (call !== null && told !== null) return { name: told, company: call.company?.name ?? null };
  const contact = book.contactWith(number);
  return {
    name: fullName(contact) ?? contact?.emails[0] ?? null,
    company: call?.company?.name ?? contact?.company ?? null,
  };
}
