import * as v from 'valibot';
import { plainText } from '../format/plain-digits.ts';
import { anything } from './reading.ts';

/** How an amount's number was written: digits, perhaps in groups of three, perhaps with a decimal part. */
const GROUPED = /^(?!0)\d{1,3}(?:([ .,'])\d{3})(?:\1\d{3})*(?:(?!\1)[.,]\d+)?$/;
const LAKHS = /^\d{1,2}(?:,\d{2})+,\d{3}(?:\.\d+)?$/;
const PLAIN = /^\d+(?:[.,]\d+)?$|^[.,]\d+$/;

/** As JavaScript writes large and small numbers. */
const SCIENTIFIC = /^[+-]?\d+(?:\.\d+)?[eE][+-]?\d+$/;

/** What a number is taken times by the words and letters behind it; not a number where they may mean several. */
const TIMES: ReadonlyMap<string, number> = new Map(
  (
    [
      [1e3, 'k t tsd tausend thousand mille duizend tys'],
      [1e5, 'lakh lakhs'],
      [1e6, 'm mm mn mio mln mill million millions millionen millones milioni milhões miljoen'],
      [1e7, 'crore crores'],
      [NaN, 'mil cr'],
      [1e9, 'b bn mrd mld md milliard milliards billion miliardi miljard'],
    ] as const
  ).flatMap(([times, words]) => words.split(' ').map((word): [string, number] => [word, times])),
);
/** Behind the number, with the currency or without. */
const TIMES_BEHIND = new RegExp(
  String.raw`(?<=\d)\s*(${[...TIMES.keys()].sort((a, b) => b.length - a.length).join('|')})\.?(?![\p{L}\d])|(?<=\d\s*|^)([kmt])(?=\p{Sc}|EUR|USD|GBP|CHF)`,
  'iu',
);
/** "1.125M" has decimals: nobody counts thousands of millions. */
const FEW_MILLIONS = /^\d{1,3}[.,]\d{3}$/;
/** In place of the cents that there are none of: `25'000.-`, `25.000,--`. */
const NO_CENTS = /(?<=\d)[.,]-{1,2}(?!\d)/;

/**
 * An amount of money as a CRM sends it: a number, or text such as `25000.0`, `25 000,50`, `1.234,56`, `€1,200`, `(300)`,
 * `25k €` or `CHF 25'000.-`. One separator before exactly three digits groups them, since prices have no third decimal:
 * `1.500` is 1500.
 * @returns null when it is no one number
 */
export function readAmount(value: unknown): number | null {
  if (typeof value === 'number') return Number.isFinite(value) ? value : null;
  if (typeof value !== 'string' || value.length > 64) return null;
  const written = plainText(value)
    .replaceAll(/[’\u02BC`]/g, "'")
    .replace(NO_CENTS, '');
  if (SCIENTIFIC.test(written)) return finite(Number(written));
  const text = written.replace(TIMES_BEHIND, '');
  const times = TIMES.get(TIMES_BEHIND.exec(written)?.slice(1).join('').toLowerCase() ?? '') ?? 1;
  const number = /\d[\d.,' ]*|[.,]\d+/.exec(text)?.[0].trim() ?? '';
  const around = text.replace(number, '').replaceAll(/[\s.]/g, '');
  if (!/^[+-]?(?:\p{Sc}|\p{L}){0,6}[+-]?(?:\p{Sc}|\p{L}){0,6}$|^\((?:\p{Sc}|\p{L})*\)$/u.test(around))
    return null;
  const digits = times >= 1e6 && FEW_MILLIONS.test(number) ? number.replace(',', '.') : digitsOf(number);
  if (digits === null) return null;
  const read = times === 1 ? Number(digits) : Number((Number(digits) * times).toPrecision(15));
  return finite(/[-(]/.test(around) ? -read : read);
}

/** What stands around an amount that was written with its currency, as in "€1,200" and "25k €"; null for none. */
export function currencyAround(value: unknown): string | null {
  if (typeof value !== 'string') return null;
  const written = plainText(value);
  if (SCIENTIFIC.test(written)) return null;
  const around = written.replace(TIMES_BEHIND, '').replaceAll(/[\d.,'’()+\s-]/g, '');
  return around === '' ? null : around;
}

/** As JavaScript reads it; null when the separators do not say which they are. */
function digitsOf(number: string): string | null {
  if (GROUPED.test(number) || LAKHS.test(number)) {
    const [separator = ''] = /[ .,']/.exec(number) ?? [];
    return number.replaceAll(separator, '').replace(',', '.');
  }
  return PLAIN.test(number) ? number.replace(',', '.') : null;
}

function finite(n: number): number | null {
  return Number.isFinite(n) ? n : null;
}

/** An amount, however it was written; everything else reads as null. */
export const amount = v.pipe(anything, v.transform(readAmount));
