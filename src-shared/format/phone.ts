import { parsePhoneNumberFromString } from 'libphonenumber-js/min';
import type { E164 } from '../brand.ts';
import type { NumberKey } from './number-key.ts';
import { standsForNoNumber } from './no-number.ts';
import { takeApart, type Written } from './written-number.ts';

export { isNumber, sameNumber, type NumberKey } from './number-key.ts';

/** As it comes from a webhook: Allo documents text. */
export type RawNumber = string | number | null | undefined;

const TAIL_DIGITS = 9;
const WITHHELD: NumberKey = { e164: null, tail: null };
const PLAIN = /^\+[1-9]\d{6,14}$/;
/** A longer number is somebody's line; a shorter one a short code, which has no country. */
const MOST_IN_SHORT_CODE = 6;

/** Countries whose trunk 0 would stand right here: a code of 1, 2 or 3 digits, then 0. */
const MAY_HAVE_TRUNK_ZERO =
  /^(?:[17]0|(?:2[07]|3[0-469]|4[013-9]|5[1-8]|6[0-6]|8[1246]|9[0-58])0|(?:2[1-689]|3[578]|42|5[09]|6[7-9]|8[05-9]|9[679])\d0)/;

const MAY_BE_FORMER = /^(?:521|225|229|55)/;

/**
 * Spellings from before a country changed its numbers, which nobody can dial any more but address books still have.
 * - Mexico's mobile 1, dropped in 2019.
 * - Ivory Coast's 8 digits, 10 since 31 January 2021: by the second digit of a mobile, the third of a land line.
 * - Benin's 8 digits, 10 since 30 November 2024.
 * - Brazil's mobiles without their 9, which all have had since 2016.
 */
const RENUMBERED: readonly (readonly [RegExp, string])[] = [
  [/^521(\d{10})$/, '52$1'],
  [/^225([4-9][0-3]\d{6}|0[0-3]\d{6})$/, '22501$1'],
  [/^225([04-9][4-6]\d{6})$/, '22505$1'],
  [/^225([04-9][7-9]\d{6})$/, '22507$1'],
  [/^225(2\d8\d{5})$/, '22521$1'],
  [/^225([23]\d0\d{5})$/, '22525$1'],
  [/^225([23]\d{7})$/, '22527$1'],
  [/^229([2-9]\d{7})$/, '22901$1'],
  [/^55([1-9]\d)([6-9]\d{7})$/, '55$19$2'],
];

/** Reads a number in any spelling. Never throws; what stands for "no number" reads as withheld. */
export function readNumber(raw: RawNumber): NumberKey {
  const written = numberOf(raw);
  if (written.kind === 'none') return WITHHELD;
  if (written.kind === 'sender') return { e164: null, tail: `~${written.name.toLowerCase().slice(0, 64)}` };
  const e164 = inFull(written);
  if (e164 === null) return { e164: null, tail: written.digits.slice(-TAIL_DIGITS) };
  // Argentina's mobile 9 is dialled from abroad only.
  const digits = /^\+549\d{10}$/.test(e164) ? `54${e164.slice(4)}` : e164.slice(1);
  return { e164: `+${digits}` as E164, tail: digits.slice(-TAIL_DIGITS) };
}

export interface ReadableNumber {
  /** `short`: a short code or an extension of the house. `sender`: a name in place of a number. */
  readonly kind: 'phone' | 'short' | 'sender';
  /** Grouped as people of its country write it, with the country code and the extension. */
  readonly display: string;
  /** ISO 3166 country, when the number tells. */
  readonly country: string | null;
  /** For `tel:` links and the clipboard; null when it is not known in full, or cannot be dialled. */
  readonly e164: E164 | null;
  readonly extension: string | null;
}

/** Formats a number for reading; null when it is withheld. Text that is no valid number is shown as it came. */
export function readableNumber(raw: RawNumber): ReadableNumber | null {
  const written = numberOf(raw);
  if (written.kind === 'none') return null;
  if (written.kind === 'sender')
    return { kind: 'sender', display: written.name, country: null, e164: null, extension: null };
  const { digits, extension } = written;
  const shown = (text: string): string => (extension === null ? text : `${text} ext. ${extension}`);
  const parsed = parsePhoneNumberFromString(inFull(written) ?? guessed(digits) ?? '');
  if (parsed?.isPossible() !== true)
    return {
      kind: digits.length > MOST_IN_SHORT_CODE ? 'phone' : 'short',
      display: shown(written.text),
      country: null,
      e164: null,
      extension,
    };
  return {
    kind: 'phone',
    display: shown(parsed.formatInternational()),
    country: parsed.country ?? null,
    e164: parsed.number as string as E164,
    extension,
  };
}

/** A number in full, as it is dialled from anywhere; null when it was written without its country. */
export function dialledNumber(raw: RawNumber): E164 | null {
  const written = numberOf(raw);
  return written.kind === 'number' ? inFull(written) : null;
}

/** The digits that are dialled after a country's 0, which most spellings of a number share; null when it is none. */
export function nationalDigits(raw: RawNumber): string | null {
  const written = numberOf(raw);
  if (written.kind !== 'number') return null;
  const full = inFull(written) ?? guessed(written.digits);
  const national = full === null ? undefined : parsePhoneNumberFromString(full)?.nationalNumber;
  return national ?? written.digits.replace(/^0/, '');
}

/**
 * Every last digits that a number may be filed under: today's, and those of versions that took digits as they came and
 * knew no numbers of before. The first is today's; empty when it is withheld.
 */
export function tailsFor(raw: RawNumber): readonly string[] {
  const { tail, e164 } = readNumber(raw);
  if (tail === null) return [];
  const asItCame = typeof raw === 'string' && !/[a-z]/i.test(raw) ? raw.replace(/\D/g, '') : '';
  const former = [...(asItCame.length < 3 ? [] : [asItCame]), ...formerSpellings(e164)];
  return [...new Set([tail, ...former.map((one) => one.slice(-TAIL_DIGITS))])];
}

/** Other ways that a number in full is or was written in full: "+5215512345678" for "+525512345678". */
export function formerSpellings(e164: string | null): readonly E164[] {
  if (e164 === null) return [];
  const former = [
    e164.replace(/^\+52(\d{10})$/, '+521$1'),
    e164.replace(/^\+549?(\d{10})$/, '+549$1'),
    e164.replace(/^\+549(\d{10})$/, '+54$1'),
    e164.replace(/^\+225(?:0[157]|2[157])(\d{8})$/, '+225$1'),
    e164.replace(/^\+22901(\d{8})$/, '+229$1'),
    e164.replace(/^\+55(\d\d)9([6-9]\d{7})$/, '+55$1$2'),
  ];
  return [...new Set(former)].filter((one): one is E164 => one !== e164);
}

type NumberWritten = Extract<Written, { kind: 'number' }>;

function numberOf(raw: RawNumber): Written {
  const written: Written =
    typeof raw === 'string' && PLAIN.test(raw)
      ? { kind: 'number', text: raw, digits: raw.slice(1), withCountry: true, extension: null }
      : takeApart(raw);
  if (written.kind !== 'number') return written;
  const { digits, withCountry } = written;
  const isNone = standsForNoNumber(digits, withCountry) || (withCountry && isCountryAlone(digits));
  return isNone ? { kind: 'none' } : written;
}

/** A country code and nothing but zeros; some freephone numbers are that too. */
function isCountryAlone(digits: string): boolean {
  return /^\d{1,3}0{6,}$/.test(digits) && parsePhoneNumberFromString(`+${digits}`)?.isValid() !== true;
}

function inFull({ digits, withCountry }: NumberWritten): E164 | null {
  if (!withCountry || !/^[1-9]\d{5,14}$/.test(digits)) return null;
  for (const [old, now] of MAY_BE_FORMER.test(digits) ? RENUMBERED : [])
    if (old.test(digits)) return `+${digits.replace(old, now)}` as E164;
  if (!MAY_HAVE_TRUNK_ZERO.test(digits) && !/^54\d{12}$/.test(digits)) return `+${digits}` as E164;
  const parsed = parsePhoneNumberFromString(`+${digits}`);
  return (parsed?.isPossible() === true ? parsed.number : `+${digits}`) as string as E164;
}

/** So many digits without a `+` are a number in full when that country has such numbers; compared, they stay as they are. */
function guessed(digits: string): string | null {
  const full = [digits, ...(digits.startsWith('011') ? [digits.slice(3)] : [])].find(
    (one) => /^[1-9]\d{10,14}$/.test(one) && parsePhoneNumberFromString(`+${one}`)?.isValid() === true,
  );
  return full === undefined ? null : `+${full}`;
}
