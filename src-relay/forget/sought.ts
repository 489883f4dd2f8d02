import { readNumber, sameNumber, type NumberKey } from '../../src-shared/format/phone.ts';
import { rewritten } from './rewriting.ts';

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

/** What stands between the digits of a written number. */
const BETWEEN = '[\\s().\\-/\\u00a0\\u202f\\u2011]{0,3}';

/** Recognises somebody in what Allo sent. */
export function spotting({ numbers, emails }: Sought): Spotting {
  const tails = [...new Set(numbers.map((n) => n.tail).filter((tail) => tail !== null))];
  const written = tails.map((tail) => `\\+?(?:\\d${BETWEEN}){0,8}${[...tail].join(BETWEEN)}(?!\\d)`);
  const addresses = emails.map((email) => `(?<![a-z0-9._%+-])${escaped(email)}(?![a-z0-9-]|\\.[a-z0-9])`);
  const pattern = new RegExp([...written, ...addresses].join('|') || '(?!)', 'giu');

  const isNumber = (raw: unknown): boolean => {
    if (typeof raw !== 'string' && typeof raw !== 'number') return false;
    const key = readNumber(String(raw));
    return key.tail !== null && numbers.some((number) => sameNumber(number, key) !== null);
  };
  const isEmail = (raw: unknown): boolean =>
    typeof raw === 'string' && emails.includes(raw.trim().toLowerCase());
  const redact = (text: string): string =>
    text.replace(pattern, (match) => (match.includes('@') || isNumber(match) ? ERASED : match));
  const without = (value: unknown): unknown =>
    rewritten(value, redact, (number) => (redact(String(number)) === String(number) ? number : ERASED));
  const isIn: Spotting['isIn'] = (somebody) =>
    somebody.numbers.some(isNumber) || somebody.emails.some(isEmail);
  return { isNumber, isEmail, isIn, mentions: (text) => redact(text) !== text, without };
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\/-]/g, (character) =>
    character === '-' ? '\\x2d' : `\\${character}`,
  );
}
