import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { visibleJson, visibleName, visibleText } from '../../../src-shared/format/visible-text.ts';

const anyText = fc.string({ unit: 'binary', maxLength: 40 });

describe('what is seen of a text', () => {
  it.each([
    ['Nora’s laptop', 'Nora’s laptop'],
    ['\u202Eevil\u202C', 'evil'],
    ['\u2066a\u2069\u200E\u200F\u061C', 'a'],
    ['a\u200Bb\u00ADc\uFEFFd\u2060e', 'abcde'],
    ['a\u0000\u001B[2J\u009Bb', 'a[2Jb'],
    ['a\u2028b\u2029c', 'abc'],
    ['\uD800a\uDC00', 'a'],
    ['a\uFFFE\u{1FFFF}\uE000b', 'ab'],
    ['a\u{E0041}\u{E007F}b', 'ab'],
    ['👩‍💻 👨‍👩‍👧 👩🏽‍🚀 ❤️‍🔥', '👩‍💻 👨‍👩‍👧 👩🏽‍🚀 ❤️‍🔥'],
    ['a\u200Db', 'ab'],
    ['Zoë 日本語 עברית عربى', 'Zoë 日本語 עברית عربى'],
  ])('%j is %j', (text, seen) => {
    expect(visibleText(text)).toBe(seen);
  });

  it('is the same when it is looked at again', () => {
    fc.assert(fc.property(anyText, (text) => visibleText(visibleText(text)) === visibleText(text)));
  });

  it('as a name is one line of bounded length, or none', () => {
    expect(visibleName(' a\r\n\tb\u2028c ', 100)).toBe('a b c');
    expect(visibleName('\u202E \u200B', 100)).toBeNull();
    fc.assert(
      fc.property(anyText, fc.integer({ min: 1, max: 20 }), (text, most) => {
        const name = visibleName(text, most);
        return (
          name === null || (name.length <= most && name.isWellFormed() && !/[\p{Cc}\p{Zl}\p{Zp}]/u.test(name))
        );
      }),
    );
  });

  it('of JSON is the same value', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const shown = visibleJson(JSON.stringify({ text }));
        expect(shown).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}]/u);
        expect(JSON.parse(shown)).toEqual({ text });
      }),
    );
  });
});
