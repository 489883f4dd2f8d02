import { readNumber, sameNumber, type NumberKey } from '../../src-shared/format/phone.ts';
import { rewritten } from './rewriting.ts';
import { tailsOf, writtenAddresses, writtenNumbers, type Span } from './text-search.ts';

/** Somebody to be forgotten, by everything that is known to be theirs. */
export interface Sought {
  readonly numbers: readonly NumberKey[];
  /** Lower case. */
  readonly emails: readonly string[];
}

/** Put where a number or an address was in somebody else's call. */
export const ERASED = '[erased]';

export interface Spotting {
  isNumber(raw: unknown): boolean;
  isEmail(raw: unknown): boolean;
  /** Whether somebody with these numbers and addresses is them. */
  isIn(somebody: { readonly numbers: readonly unknown[]; readonly emails: readonly unknown[] }): boolean;
  /** Whether any text holds one of the numbers, in any spelling, or one of the addresses. */
  mentions(text: string): boolean;
  /** The value with every mention of them replaced, in texts, numbers and keys, however deep. */
  without(value: unknown): unknown;
}

/** Recognises somebody in what Allo sent, however many numbers and addresses they have. */
export function spotting({ numbers, emails }: Sought): Spotting {
  const byTail = new Map<string, NumberKey[]>();
  for (const number of numbers)
    for (const tail of tailsOf(number)) byTail.set(tail, [...(byTail.get(tail) ?? []), number]);
  const addresses = new Set(emails);
  const numbersIn = writtenNumbers(new Set(byTail.keys()));
  const addressesIn = writtenAddresses(addresses);

  const isNumber = (raw: unknown): boolean => {
    if (typeof raw !== 'string' && typeof raw !== 'number') return false;
    const key = readNumber(raw);
    return tailsOf(key).some(
      (tail) => byTail.get(tail)?.some((number) => sameNumber(number, key) !== null) === true,
    );
  };
  const isEmail = (raw: unknown): boolean =>
    typeof raw === 'string' && addresses.has(raw.trim().toLowerCase());
  const spansIn = (text: string): Span[] =>
    [
      ...numbersIn(text).filter(({ start, end }) => isNumber(text.slice(start, end))),
      ...addressesIn(text),
    ].sort((a, b) => a.start - b.start);
  const redact = (text: string): string => {
    const parts: string[] = [];
    let from = 0;
    for (const { start, end } of spansIn(text)) {
      if (start < from) continue;
      parts.push(text.slice(from, start), ERASED);
      from = end;
    }
    return from === 0 ? text : parts.join('') + text.slice(from);
  };
  const without = (value: unknown): unknown =>
    rewritten(value, redact, (number) => (redact(String(number)) === String(number) ? number : ERASED));
  const isIn: Spotting['isIn'] = (somebody) =>
    somebody.numbers.some(isNumber) || somebody.emails.some(isEmail);
  return { isNumber, isEmail, isIn, mentions: (text) => spansIn(text).length > 0, without };
}
