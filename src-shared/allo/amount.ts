import * as v from 'valibot';
import { anything } from './reading.ts';

/** How an amount's number was written: digits, perhaps in groups of three, perhaps with a decimal part. */
const GROUPED = /^(?!0)\d{1,3}(?:([ .,'])\d{3})(?:\1\d{3})*(?:(?!\1)[.,]\d+)?$/;
const LAKHS = /^\d{1,2}(?:,\d{2})+,\d{3}(?:\.\d+)?$/;
const PLAIN = /^\d+(?:[.,]\d+)?$|^[.,]\d+$/;

/** As JavaScript writes large and small numbers. */
const SCIENTIFIC = /^[+-]?\d+(?:\.\d+)?[eE][+-]?\d+$/;

/**
 * An amount of money as a CRM sends it: a number, or text such as `25000.0`, `25 000,50`, `1.234,56`, `€1,200` or
 * `(300)`. One separator before exactly three digits groups them, since prices have no third decimal: `1.500` is 1500.
 * @returns null when it is no one number
 */
export function readAmount(value: unknown): number | null {
  if (typeof value === 'number') return Number.isFinite(value) ? value : null;
  if (typeof value !== 'string' || value.length > 64) return null;
  const text = value
    .normalize('NFKC')
    .replaceAll('\u2212', '-')
    .replaceAll(/[’\u02BC`]/g, "'")
    .trim();
  if (SCIENTIFIC.test(text)) return finite(Number(text));
  const number = /\d[\d.,' ]*|[.,]\d+/.exec(text)?.[0].trim() ?? '';
  const around = text.replace(number, '').replaceAll(/[\s.]/g, '');
  if (!/^[+-]?(?:\p{Sc}|\p{L}){0,6}[+-]?(?:\p{Sc}|\p{L}){0,6}$|^\((?:\p{Sc}|\p{L})*\)$/u.test(around))
    return null;
  const digits = digitsOf(number);
  if (digits === null) return null;
  return finite(/[-(]/.test(around) ? -Number(digits) : Number(digits));
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
