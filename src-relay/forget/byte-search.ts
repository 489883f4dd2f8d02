import { formerSpellings } from '../../src-shared/format/phone.ts';
import type { ByteSearch } from '../sql/sql.ts';
import type { Sought } from './sought.ts';

/**
 * Searches bytes for the digits of numbers and for addresses. It takes as long for ten thousand of them as for one. A number
 * is searched for in full where it is known: its last digits alone may be those of somebody abroad.
 */
export function byteSearch({ numbers, emails }: Sought): ByteSearch {
  const digits = new Set(
    numbers
      .flatMap(({ e164, tail }) => (e164 === null ? [tail ?? ''] : [e164, ...formerSpellings(e164)]))
      .map((one) => one.replace('+', ''))
      .filter((d) => d !== ''),
  );
  const digitLengths = [...new Set([...digits].map((d) => d.length))];
  const shortest = Math.min(...digitLengths);
  const runs = digits.size === 0 ? null : new RegExp(`[0-9]{${shortest},}`, 'g');
  const addresses = new Map<number, Set<string>>();
  for (const email of emails) {
    const bytes = Buffer.from(email).toString('latin1').toLowerCase();
    // By what comes before the last @: most texts with an @ are somebody else's.
    const before = bytes.lastIndexOf('@');
    addresses.set(before, (addresses.get(before) ?? new Set()).add(bytes));
  }
  const lengthsOf = new Map(
    [...addresses].map(([before, own]) => [before, [...new Set([...own].map((one) => one.length))]]),
  );

  function holdsNumber(text: string): boolean {
    if (runs === null) return false;
    for (const [run] of text.matchAll(runs))
      for (const length of digitLengths)
        for (let at = 0; at + length <= run.length; at += 1)
          if (digits.has(run.slice(at, at + length))) return true;
    return false;
  }

  function holdsAddress(text: string): boolean {
    if (addresses.size === 0) return false;
    for (let at = text.indexOf('@'); at >= 0; at = text.indexOf('@', at + 1))
      for (const [before, own] of addresses)
        for (const length of lengthsOf.get(before) ?? [])
          if (at >= before && own.has(text.slice(at - before, at - before + length))) return true;
    return false;
  }

  return {
    longest: Math.max(0, ...[...digits, ...emails].map((one) => Buffer.byteLength(one))),
    isIn(bytes) {
      const text = bytes.toString('latin1');
      return holdsNumber(text) || holdsAddress(text.toLowerCase());
    },
  };
}
