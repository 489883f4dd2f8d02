import type { NumberKey } from '../../src-shared/format/phone.ts';

/** A place in a text, `end` excluded. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** So many characters may stand between two digits of a written number. */
const MOST_BETWEEN = 3;
/** Country code, area code and what is dialled before them. */
const MOST_BEFORE_TAIL = 8;
const TAIL_DIGITS = 9;
const MOST_DIGITS = TAIL_DIGITS + MOST_BEFORE_TAIL;
const MOST_PLACES = 1_024;

/** The last digits that a number may be recognised by. */
export function tailsOf({ tail, e164 }: NumberKey): string[] {
  const tails = [tail, e164 === null ? null : e164.slice(-TAIL_DIGITS).replace('+', '')];
  return [...new Set(tails.filter((one) => one !== null))];
}

/**
 * Where numbers with these last digits stand in a text, in any spelling. It takes as long for ten thousand of them as for
 * one, and no run of digits is too long for it.
 */
export function writtenNumbers(tails: ReadonlySet<string>): (text: string) => Span[] {
  const lengths = lengthsOf(tails);
  if (lengths.length === 0) return () => [];
  return (text) => {
    const spans: Span[] = [];
    /** Where the digits stand that may belong to the same number as the next one. */
    let places: number[] = [];
    for (let i = nextDigit(text, 0); i < text.length; i = nextDigit(text, i + 1)) {
      if (i - (places.at(-1) ?? i) > 1 && !isBetween(text, (places.at(-1) ?? 0) + 1, i)) places = [];
      places.push(i);
      if (places.length > MOST_PLACES) places = places.slice(-MOST_DIGITS);
      if (isDigit(text.charCodeAt(i + 1))) continue;
      const digits = places
        .slice(-MOST_DIGITS)
        .map((at) => text.charAt(at))
        .join('');
      const length = lengths.find((l) => l <= digits.length && tails.has(digits.slice(-l)));
      if (length === undefined) continue;
      const start = places.at(-Math.min(digits.length, length + MOST_BEFORE_TAIL)) ?? i;
      spans.push({ start: text[start - 1] === '+' ? start - 1 : start, end: i + 1 });
      places = [];
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

function nextDigit(text: string, from: number): number {
  let at = from;
  while (at < text.length && !isDigit(text.charCodeAt(at))) at += 1;
  return at;
}

function isDigit(code: number): boolean {
  return code >= 48 && code <= 57;
}

/** Whether only spaces, dots, dashes and the like stand there, and few of them. */
function isBetween(text: string, start: number, end: number): boolean {
  if (end - start > MOST_BETWEEN) return false;
  return /^[\s().\-/\u00a0\u202f\u2011]*$/u.test(text.slice(start, end));
}
