import { parsePhoneNumberFromString } from 'libphonenumber-js/min';
import type { E164 } from '../brand.ts';

/** A number as a webhook wrote it, read for comparing. Both null: withheld ("anonymous"), or no number at all. */
export interface NumberKey {
  /** `+` and digits, when it was written with its country. */
  readonly e164: E164 | null;
  /** The last 9 digits: what numbers written with and without their country have in common. */
  readonly tail: string | null;
}

const TAIL_DIGITS = 9;
const WITHHELD: NumberKey = { e164: null, tail: null };

/** Reads a number in any spelling. Never throws; "anonymous", short codes of under 3 digits and text read as withheld. */
export function readNumber(raw: string | null | undefined): NumberKey {
  if (raw === null || raw === undefined || raw.length > 64 || /[a-z]/i.test(raw)) return WITHHELD;
  const digits = raw.replace(/\D/g, '');
  if (digits.length < 3) return WITHHELD;
  const international = raw.trim().startsWith('+')
    ? digits
    : digits.startsWith('00')
      ? digits.slice(2)
      : null;
  const e164 =
    international !== null && /^[1-9]\d{5,14}$/.test(international) ? (`+${international}` as E164) : null;
  return { e164, tail: digits.slice(-TAIL_DIGITS) };
}

/** How surely two numbers are the same: 0 exactly (or both withheld), 1 by their last 9 digits; null: they are not. */
export function sameNumber(a: NumberKey, b: NumberKey): 0 | 1 | null {
  if (a.tail === null || b.tail === null) return a.tail === b.tail ? 0 : null;
  if (a.e164 !== null && b.e164 !== null) return a.e164 === b.e164 ? 0 : null;
  return a.tail === b.tail ? 1 : null;
}

export interface ReadableNumber {
  /** Grouped as people of its country write it, with the country code. */
  readonly display: string;
  /** ISO 3166 country, when the number tells. */
  readonly country: string | null;
  /** For `tel:` links and the clipboard; null when only a national spelling is known. */
  readonly e164: E164 | null;
}

/** Formats a number for reading; null when it is withheld. Text that is no valid number is shown as it came. */
export function readableNumber(raw: string | null): ReadableNumber | null {
  const { e164, tail } = readNumber(raw);
  if (raw === null || tail === null) return null;
  const parsed = e164 === null ? undefined : parsePhoneNumberFromString(e164);
  if (parsed === undefined) return { display: raw.trim(), country: null, e164 };
  return { display: parsed.formatInternational(), country: parsed.country ?? null, e164 };
}
