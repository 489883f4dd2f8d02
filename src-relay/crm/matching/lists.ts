import { isNumber, nationalDigits, readNumber, sameNumber } from '../../../src-shared/format/phone.ts';
import type { Clues, CrmPerson, Listed } from '../contract.ts';
import { isDeskAddress } from './emails.ts';

/** Nothing was asked for, or there is nothing to have. */
export const NONE: Listed<never> = { items: [], isComplete: true };

/** Each record once, as it was in the first list that had it. */
export function together<T extends { readonly id: string }>(lists: readonly Listed<T>[]): Listed<T> {
  const byId = new Map<string, T>();
  for (const { items } of lists) for (const one of items) if (!byId.has(one.id)) byId.set(one.id, one);
  return { items: [...byId.values()], isComplete: lists.every(({ isComplete }) => isComplete) };
}

/** People who were found by clues. Whoever shows none of them has one where it was not read: they may be just who is sought. */
export function foundBy(
  { emails, numbers }: Clues,
  { items, isComplete }: Listed<CrmPerson>,
): Listed<CrmPerson> {
  const tails = numbers.map((number) => (nationalDigits(number) ?? digitsOf(number)).slice(-TAIL_DIGITS));
  const showsClue = (person: CrmPerson): boolean =>
    person.emails.some((email) => emails.includes(email.trim().toLowerCase())) ||
    person.numbers.some((number) => tails.some((tail) => digitsOf(number).includes(tail)));
  return { items, isComplete: isComplete && items.every(showsClue) };
}

const TAIL_DIGITS = 9;

function digitsOf(number: string): string {
  return number.replaceAll(/\D/g, '');
}

/**
 * Whether whoever was found by e-mail alone is settled: one person has an address of their own and one of the numbers, so
 * that nobody whom a search by number would find has as much in common. A search by number is what CRMs are dear with.
 */
export function isSettled(
  { items, isComplete }: Listed<CrmPerson>,
  clues: { readonly emails: readonly string[]; readonly numbers: readonly string[] },
): boolean {
  const [only, another] = items;
  if (only === undefined || another !== undefined || !isComplete) return false;
  const emails = new Set(only.emails.map((one) => one.toLowerCase()));
  if (!clues.emails.some((one) => emails.has(one) && !isDeskAddress(one))) return false;
  const numbers = only.numbers.map(readNumber).filter(isNumber);
  // One that is written without its country has the last digits in common.
  return clues.numbers.some((one) => numbers.some((other) => sameNumber(readNumber(one), other) !== null));
}
