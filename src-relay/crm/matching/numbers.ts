import { isSupportedCountry, parsePhoneNumberFromString } from 'libphonenumber-js/min';
import { isNumber, readNumber, sameNumber, type NumberKey } from '../../../src-shared/format/phone.ts';
import { takeApart } from '../../../src-shared/format/written-number.ts';

/** `full`: the very number, with its country. `tail`: the last 9 digits, or the same switchboard with another extension. */
export type NumberMatch = 'full' | 'tail';

/** A shorter tail is a short code's or an extension's: everybody has one. */
const LEAST_IN_TAIL = 7;

const SEVERAL = /[|;,\n]|\/(?=\s*[+(\d])|\s(?:or|ou|oder|o|et|und|and)\s/i;

/** The numbers that one field has, as people write two into it: "01 99 00 12 34 / 06 12 34 56 78". */
export function apart(raw: string): readonly string[] {
  const parts = raw.split(SEVERAL).map((part) => part.trim());
  const areAll = parts.every((part) => part.replaceAll(/\D/g, '').length >= LEAST_IN_TAIL);
  return areAll ? parts : [raw];
}

const IN_ASCII = /^[ -~]*$/;

/** A number to compare others with; one that was written without its country is read as `country`'s. Null: it is none. */
export function numberIn(raw: string | null, country: string | null): NumberKey | null {
  const key = readNumber(raw);
  if (!isNumber(key) || (key.tail?.length ?? 0) < LEAST_IN_TAIL) return null;
  return key.e164 === null ? (inCountry(raw, country) ?? key) : key;
}

/**
 * How surely a number of the CRM's, in any spelling, is one of Allo's; null: it is another. What lacks its country is read
 * as `country`'s, and, with less weight, as the other number's own.
 */
export function matchNumber(raw: string, known: NumberKey, country: string | null): NumberMatch | null {
  if (!mayBe(raw, known)) return null;
  const written = takeApart(raw);
  const key = written.kind === 'number' ? numberIn(raw, country) : null;
  if (written.kind !== 'number' || key === null) return null;
  const alike = sameNumber(key, known);
  if (alike === 0 && key.e164 !== null) return written.extension === null ? 'full' : 'tail';
  if (alike === 1) return 'tail';
  if (written.withCountry || known.e164 === null) return null;
  const bare = readNumber(raw);
  if (bare.tail === known.tail) return 'tail';
  const own = parsePhoneNumberFromString(known.e164)?.country ?? null;
  return inCountry(raw, own)?.e164 === known.e164 ? 'tail' : null;
}

/** Looked at first, since reading a number takes a hundred times as long: its last digits are the same in any spelling. */
function mayBe(raw: string, { tail }: NumberKey): boolean {
  return !IN_ASCII.test(raw) || raw.replaceAll(/\D/g, '').includes((tail ?? '').slice(-LEAST_IN_TAIL + 1));
}

function inCountry(raw: string | null, country: string | null): NumberKey | null {
  const written = takeApart(raw);
  if (written.kind !== 'number' || country === null || !isSupportedCountry(country)) return null;
  const parsed = parsePhoneNumberFromString(written.text, { defaultCountry: country, extract: false });
  return parsed?.isPossible() === true ? readNumber(parsed.number) : null;
}
