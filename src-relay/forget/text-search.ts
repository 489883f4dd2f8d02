import { formerSpellings, type NumberKey } from '../../src-shared/format/phone.ts';
import { digitValue } from '../../src-shared/format/plain-digits.ts';

/** A place in a text, `end` excluded. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** What stands between the digits of a written number: spaces of every kind, parentheses, dots, dashes, slashes. */
const BETWEEN: ReadonlySet<number> = new Set([
  ...[...'\t\n\v\f\r ().-/\u00a0\u1680\u2011\u2028\u2029\u202f\u205f\u3000\ufeff'].map((c) =>
    c.charCodeAt(0),
  ),
  ...Array.from({ length: 11 }, (_, i) => 0x2000 + i),
]);
/** So many characters may stand between two digits of a written number. */
const MOST_BETWEEN = 3;
/** Country code, area code and what is dialled before them. */
const MOST_BEFORE_TAIL = 8;
const TAIL_DIGITS = 9;
/** At least as many as a number has digits. */
const PLACES = 32;
const ALL_BUT_ONE = 10 ** (TAIL_DIGITS - 1);

/** The last digits that a number may be recognised by. */
export function tailsOf({ tail, e164 }: NumberKey): string[] {
  const full = [e164, ...formerSpellings(e164)].flatMap((one) => one?.slice(1).slice(-TAIL_DIGITS) ?? []);
  return [...new Set([tail ?? '', ...full])].filter((one) => /^\d+$/.test(one));
}

/**
 * Where numbers with these last digits stand in a text, in any spelling. It takes as long for ten thousand of them as for
 * one, and no run of digits is too long for it.
 */
export function writtenNumbers(tails: ReadonlySet<string>): (text: string) => Span[] {
  const byLength = lengthsOf(tails).map((length) => ({
    length,
    beyond: 10 ** length,
    values: new Set([...tails].filter((tail) => tail.length === length).map(Number)),
  }));
  if (byLength.length === 0) return () => [];
  return (text) => {
    const spans: Span[] = [];
    /** Where the last digits stand that may belong to one number, how many they are, and what they say. */
    const places = new Int32Array(PLACES);
    let count = 0;
    let value = 0;
    let last = 0;
    for (let i = 0; i < text.length; i += 1) {
      const digit = digitValue(text.charCodeAt(i));
      if (digit === null) continue;
      if (count > 0 && i - last > 1 && !isBetween(text, last + 1, i)) {
        count = 0;
        value = 0;
      }
      places[count % PLACES] = i;
      count += 1;
      value = (value % ALL_BUT_ONE) * 10 + digit;
      last = i;
      if (i + 1 < text.length && digitValue(text.charCodeAt(i + 1)) !== null) continue;
      for (const { length, beyond, values } of byLength) {
        if (count < length || !values.has(value % beyond)) continue;
        const digits = Math.min(count, length + MOST_BEFORE_TAIL);
        const start = places[(count - digits) % PLACES] ?? i;
        spans.push({ start: text[start - 1] === '+' ? start - 1 : start, end: i + 1 });
        count = 0;
        value = 0;
        break;
      }
    }
    return spans;
  };
}

/** Where these addresses, lower case, stand in a text, whole and in any case. It takes as long for many as for one. */
export function writtenAddresses(emails: Iterable<string>): (text: string) => Span[] {
  const byDomain = new Map<string, Set<string>>();
  for (const email of emails) {
    const at = email.lastIndexOf('@');
    if (at < 0) continue;
    const domain = email.slice(at + 1);
    byDomain.set(domain, (byDomain.get(domain) ?? new Set()).add(email.slice(0, at)));
  }
  const domainLengths = lengthsOf(byDomain.keys());

  function before(text: string, at: number, locals: ReadonlySet<string>): number | null {
    for (const length of lengthsOf(locals)) {
      const start = at - length;
      if (start < 0 || !locals.has(text.slice(start, at).toLowerCase())) continue;
      if (start === 0 || !/[a-z0-9._%+-]/i.test(text.charAt(start - 1))) return start;
    }
    return null;
  }

  return (text) => {
    const spans: Span[] = [];
    if (byDomain.size === 0) return spans;
    for (let at = text.indexOf('@'); at >= 0; at = text.indexOf('@', at + 1)) {
      for (const length of domainLengths) {
        const end = at + 1 + length;
        const locals = byDomain.get(text.slice(at + 1, end).toLowerCase());
        if (locals === undefined || /^(?:[a-z0-9-]|\.[a-z0-9])/i.test(text.slice(end, end + 2))) continue;
        const start = before(text, at, locals);
        if (start !== null) spans.push({ start, end });
      }
    }
    return spans;
  };
}

/** Longest first. */
function lengthsOf(texts: Iterable<string>): number[] {
  return [...new Set([...texts].map((text) => text.length))].sort((a, b) => b - a);
}

/** Whether only spaces, dots, dashes and the like stand there, and few of them. */
function isBetween(text: string, start: number, end: number): boolean {
  if (end - start > MOST_BETWEEN) return false;
  for (let i = start; i < end; i += 1) if (!BETWEEN.has(text.charCodeAt(i))) return false;
  return true;
}
