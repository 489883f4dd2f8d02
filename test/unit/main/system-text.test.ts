import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isSystemText, systemText } from '../../../src-main/security/system-text.ts';

/** Every code point as likely as the few that matter. */
const unit = fc.oneof(
  fc.integer({ min: 0, max: 0xffff }).map((code) => String.fromCharCode(code)),
  fc.integer({ min: 0, max: 0x10ffff }).map((code) => String.fromCodePoint(code)),
  fc.constantFrom(
    '\uFFFE',
    '\uFDD0',
    '\u{1FFFF}',
    '\uD800',
    '\uDC00',
    '\0',
    '\n',
    '\u2028',
    '\u202E',
    '\u2068',
  ),
  fc.constantFrom(' ', 'a', 'é', '\u0301', '\u200D', '👩', '🇫', '🇷', '\u{E0067}', '\u{E007F}'),
);
const anyText = fc.array(unit, { maxLength: 60 }).map((parts) => parts.join(''));
const limits = fc.record({ most: fc.integer({ min: 1, max: 40 }), lines: fc.boolean() });

describe('text for the system', () => {
  test('is always what its services take, whatever it was made of', () => {
    fc.assert(
      fc.property(anyText, limits, (text, limit) => isSystemText(systemText(text, limit), limit)),
      { numRuns: 2_000 },
    );
  });

  test('made once more is the same', () => {
    fc.assert(
      fc.property(anyText, limits, (text, limit) => {
        const once = systemText(text, limit);
        expect(systemText(once, limit)).toBe(once);
      }),
      { numRuns: 2_000 },
    );
  });

  test('has no code point that is not in the text, but a mark for what was lost, a space and an ellipsis', () => {
    fc.assert(
      fc.property(anyText, limits, (text, limit) => {
        const had = new Set([...text, '\uFFFD', ' ', '…']);
        return [...systemText(text, limit)].every((letter) => had.has(letter));
      }),
    );
  });

  test('takes every code point that there is, and no half of one', () => {
    for (let code = 0; code <= 0x10ffff; code += 1) {
      const made = systemText(`a${String.fromCodePoint(code)}b`);
      if (!isSystemText(made) || !made.startsWith('a') || !made.endsWith('b'))
        throw new Error(`U+${code.toString(16)} is let through`);
    }
  });

  test.each([
    'Ana Lopez',
    'Zoë Müller-O’Brien',
    'Nguyễn Thị Minh Khai',
    '山田 太郎',
    '김민준',
    'محمد بن سلمان',
    'שרה \u200Fכהן',
    'अनिल कुमार क्\u200Dष',
    'می\u200Cخواهم',
    'Ελένη Παπαδοπούλου',
    'ខ្មែរ',
    'Ana\u00A0&\u00A0Sons <sales>',
    '👩‍👩‍👧‍👦 Family',
    '🏴󠁧󠁢󠁥󠁮󠁧󠁿 England',
    '🇫🇷 Léa 👍🏽',
    '1️⃣ first ❤️',
  ])('leaves %s as it is', (name) => {
    expect(systemText(name)).toBe(name);
  });

  test.each([
    ['a noncharacter', 'Ana\uFFFELopez', 'Ana\uFFFDLopez'],
    ['a noncharacter of a far plane', '\u{10FFFF}Ana', '\uFFFDAna'],
    ['half a pair', 'Ana\uD83D', 'Ana\uFFFD'],
    ['halves with something between them', '\uD83D\u202E\uDE00', '\uFFFD\uFFFD'],
    ['NUL and other controls', 'Ana\0\u0007\u009FLopez', 'Ana Lopez'],
    ['lines', '\r\nAna\nLopez\u2028Sons\t', 'Ana Lopez Sons'],
    ['an override', 'Ana \u202Egnp.exe\u202C', 'Ana gnp.exe'],
    ['isolates', '\u2067Ana\u2069', 'Ana'],
  ])('makes %s harmless', (_, text, made) => {
    expect(systemText(text)).toBe(made);
  });

  test('is cut between letters as a reader sees them', () => {
    expect(systemText('👩‍👩‍👧‍👦'.repeat(2), { most: 13 })).toBe('👩‍👩‍👧‍👦…');
    expect(systemText('🇫🇷🇩🇪🇮🇹', { most: 5 })).toBe('🇫🇷🇩🇪…');
    expect(systemText('a ' + 'b'.repeat(20), { most: 4 })).toBe('a b…');
    expect(systemText('a   ' + 'b'.repeat(20), { most: 4 })).toBe('a…');
  });

  test('is bounded, also where one letter carries ten thousand accents', () => {
    expect([...systemText('x'.repeat(10_000))]).toHaveLength(300);
    expect([...systemText(`x${'\u0301'.repeat(10_000)}`)].length).toBeLessThanOrEqual(300);
  });

  test('keeps its lines where it may have some', () => {
    expect(systemText('One.\r\nTwo.\u0085Three.\0', { lines: true })).toBe('One.\nTwo. Three.');
  });
});
