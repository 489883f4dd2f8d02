import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { tableOf } from '../../../scripts/places/table.ts';
import { oneTimeZone } from '../../../scripts/places/time-zones.ts';
import { entryFor } from '../../../src-shared/format/place.ts';

describe('a table of prefixes', () => {
  const digits = (minLength: number, maxLength: number) =>
    fc.string({ unit: fc.constantFrom('0', '1', '8', '9'), minLength, maxLength });

  it('gives every number the entry of its longest prefix', () => {
    const prefixes = fc.dictionary(digits(1, 5), fc.constantFrom('A', 'B', ''), { noNullPrototype: true });
    fc.assert(
      fc.property(prefixes, digits(6, 9), (entries, number) => {
        const byHand = Array.from({ length: number.length }, (_, n) => number.slice(0, number.length - n))
          .map((prefix) => (Object.hasOwn(entries, prefix) ? entries[prefix] : undefined))
          .find((entry) => entry !== undefined);
        const table = tableOf(new Map(Object.entries(entries)));
        expect(entryFor(number, table)).toBe(byHand === undefined || byHand === '' ? null : byHand);
      }),
    );
  });

  it('knows nothing when it is empty', () => {
    expect(entryFor('20', '')).toBeNull();
  });
});

describe('time zones of a prefix', () => {
  it('are one when their clocks never differ, and none when they do', () => {
    expect(oneTimeZone(['Europe/Guernsey', 'Europe/Jersey', 'Europe/London'])).toBe('Europe/London');
    expect(oneTimeZone(['Africa/Ceuta', 'Atlantic/Canary', 'Europe/Madrid'])).toBe('');
    expect(oneTimeZone(['Etc/Nowhere'])).toBe('');
  });
});
