import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { byteSearch } from '../../../../src-relay/forget/byte-search.ts';
import { ERASED, spotting } from '../../../../src-relay/forget/sought.ts';
import { readNumber } from '../../../../src-shared/format/phone.ts';
import { cpuMsOf } from '../../../fixtures/cpu-time.ts';

const ANA = '+33199001234';
const EMAIL = 'ana.lopez@globex.example';
const sought = { numbers: [readNumber(ANA)], emails: [EMAIL] };
const spot = spotting(sought);

describe('somebody is spotted', () => {
  test.each([
    '+33199001234',
    '0033 1 99 00 12 34',
    '01 99 00 12 34',
    '01.99.00.12.34',
    '(0)1-99-00-12-34',
    '+33 (0)1 99 00 12 34',
    '199001234',
    'tel:+33199001234;ext=5',
    'ANA.LOPEZ@globex.EXAMPLE',
    '<ana.lopez@globex.example>',
    'write to ana.lopez@globex.example.',
  ])('in %s', (text) => {
    expect(spot.mentions(`see ${text}, or not`)).toBe(true);
    expect(spot.mentions(JSON.stringify({ text }))).toBe(true);
    expect(spot.without({ [text]: [text] })).not.toEqual({ [text]: [text] });
  });

  test.each([
    '+44199001234',
    '1990012345',
    '19900123',
    'xana.lopez@globex.example',
    'ana.lopez@globex.example.org',
    'ana.lopez@globex.examples',
    '199     001     234',
  ])('not in %s', (text) => {
    expect(spot.mentions(text)).toBe(false);
    expect(spot.without(text)).toBe(text);
  });

  test('wherever the number is put into whatever text, and the rest of it stays', () => {
    const between = fc.constantFrom('', ' ', '.', '-', '\u00a0', ' - ');
    const other = fc.stringMatching(/^[a-z :,;?!"\n]*$/);
    fc.assert(
      fc.property(
        other,
        other,
        fc.array(between, { minLength: 11, maxLength: 11 }),
        (before, after, gaps) => {
          const written = `+${[...'33199001234'].map((digit, i) => `${digit}${i < 10 ? gaps[i] : ''}`).join('')}`;
          expect(spot.without(`${before}${written}${after}`)).toBe(`${before}${ERASED}${after}`);
        },
      ),
    );
  });

  test('among ten thousand numbers and addresses as fast as alone, in a text of any length', () => {
    const many = Array.from({ length: 10_000 }, (_, i) => `+3368${String(1_000_000 + i)}`);
    const all = spotting({
      numbers: [...many, ANA].map(readNumber),
      emails: many.map((number) => `${number.slice(1)}@globex.example`),
    });
    const long = ['7'.repeat(2_000_000), '7 '.repeat(500_000), '@'.repeat(500_000), ' '.repeat(500_000)];
    const ms = cpuMsOf(() => {
      for (const text of long) expect(all.mentions(text)).toBe(false);
      for (const number of many) expect(all.isNumber(number)).toBe(true);
      expect(all.mentions(`${long.join('x')} ${many[9_999] ?? ''}`)).toBe(true);
    }, 1);
    expect(ms).toBeLessThan(4_000);
  });
});

describe('the bytes of the files', () => {
  const search = byteSearch(sought);

  test('hold what was put into them, wherever it stands', () => {
    const needle = fc.constantFrom('33199001234', EMAIL);
    const noise = fc.uint8Array({ maxLength: 300 });
    fc.assert(
      fc.property(noise, needle, noise, (before, text, after) => {
        expect(search.isIn(Buffer.concat([before, Buffer.from(text), after]))).toBe(true);
      }),
    );
  });

  test('hold nothing of anybody else', () => {
    for (const text of ['33199001235', '44199001234', 'ben@globex.example', '3319900', ''])
      expect(search.isIn(Buffer.from(`\0${text}\0`))).toBe(false);
    expect(byteSearch({ numbers: [], emails: [] }).isIn(Buffer.from('123456 a@b.c'))).toBe(false);
  });
});
