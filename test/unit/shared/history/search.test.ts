import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { CallKey } from '../../../../src-shared/brand.ts';
import { findIn, marksIn } from '../../../../src-shared/history/marks.ts';
import { isSeen, prepareSearch, readSearch, searchCalls } from '../../../../src-shared/history/search.ts';
import { bitsOf, mayHave, signatureOf } from '../../../../src-shared/history/signature.ts';
import { haystackOf, historyRow, manyRows } from '../../../fixtures/history.ts';
import { cpuMsOf } from '../../../fixtures/cpu-time.ts';

const ANA = historyRow({
  haystack: haystackOf('+33639981234', 'Hi Nora, the renewal is agreed at 12/05, room 40.'),
  tags: ['À rappeler'],
  owner: 'Ben Adeyemi',
});
const UNKNOWN = historyRow({
  key: 'call-2' as CallKey,
  name: null,
  company: null,
  number: '+44 20 7946 0018',
  summary: null,
  haystack: haystackOf('+442079460018'),
});

function found(text: string): readonly string[] {
  return searchCalls([ANA, UNKNOWN], readSearch(text)).found.map(({ key }) => key);
}

describe('a search', () => {
  test.each([
    ['06 39 98'],
    ['+33 6 39'],
    ['+33 (0)6 39 98'],
    ['0033 6'],
    ['06.39.98.12.34'],
    ['06-39-98-12-34'],
    ['639981234'],
    ['33639'],
    ['tel:+33-6-39-98-12-34'],
    ['sip:+33639981234@pbx.example'],
    ['+٣٣٦٣٩٩٨'],
    ['０６３９９８'],
    ['ana'],
    ['LOPEZ ana'],
    ['glob'],
    ['pilot may'],
    ['renewal'],
    ['RENEWAL  globex 06 39'],
    ['a rappeler'],
    ['ben'],
    ['12/05'],
    ['room 40'],
    ['  ana  '],
  ])('%j finds the call of Ana and no other', (text) => {
    expect(found(text)).toEqual(['call-1']);
  });

  test.each([['06 40'], ['+44 6 39'], ['ana smith'], ['zzz'], ['+1']])('%j finds nothing', (text) => {
    expect(found(text)).toEqual([]);
  });

  test('nothing typed finds every call, in their order', () => {
    expect(found('   ')).toEqual(['call-1', 'call-2']);
  });

  test.each([
    ['+525512345678', ['+5215512345678', '00 52 1 55 1234 5678', '55 1234 5678']],
    ['+5491112345678', ['+541112345678', '+54 9 11 1234 5678']],
    ['+2250707123456', ['+225 07 12 34 56', '07 12 34 56', '0707123456']],
  ])('a number is found as it was before its country changed it: %s', (number, typed) => {
    const row = historyRow({ haystack: haystackOf(number) });
    for (const text of typed) expect(searchCalls([row], readSearch(text)).found).toEqual([row]);
  });

  test('a number of another country is found by its national spelling', () => {
    expect(found('020 7946')).toEqual(['call-2']);
  });

  test('an earlier find never changes what the next one finds', () => {
    const rows = manyRows(120, 80, Date.UTC(2026, 0, 13));
    const words = ['re', 'ren', 'renewal', '06', '06 39', '+33', '0', 'ana', 'the', 'glo bex', 'é', 'z'];
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom(...words), { maxLength: 3 }),
        fc.array(fc.constantFrom(...words, ''), { maxLength: 3 }),
        (before, after) => {
          const last = searchCalls(rows, readSearch(before.join(' ')));
          const next = readSearch(`${before.join(' ')}${after.join(' ')}`);
          expect(searchCalls(rows, next, last).found).toEqual(searchCalls(rows, next).found);
        },
      ),
    );
  });

  test('an earlier find among other rows is not trusted', () => {
    const last = searchCalls([UNKNOWN], readSearch('an'));
    expect(searchCalls([ANA, UNKNOWN], readSearch('ana'), last).found).toEqual([ANA]);
  });

  test('tells a find that can be seen from one inside the transcript', () => {
    expect(isSeen(ANA, readSearch('lopez pilot'))).toBe(true);
    expect(isSeen(ANA, readSearch('renewal'))).toBe(false);
  });

  test('one more letter over 10,000 calls with 3 kB each takes at most two frames', () => {
    const rows = manyRows(10_000, 3_000, Date.UTC(2026, 0, 13));
    prepareSearch(rows);
    const typed = ['hippopotamus', 'tomorrow morninh', 'renewal contract hip', '06 39 98 1', 'equ', 'xq'];
    const slowest = typed.map((text) => ({ text, ms: slowestLetter(rows, text) }));
    console.log(slowest.map(({ text, ms }) => `${ms.toFixed(1)} ms ${text}`).join(', '));
    expect(Math.max(...slowest.map(({ ms }) => ms))).toBeLessThanOrEqual(33);
  }, 30_000);
});

/** What the most costly letter takes, in ms. */
function slowestLetter(rows: ReturnType<typeof manyRows>, text: string): number {
  let last = searchCalls(rows, []);
  let slowest = 0;
  for (let length = 1; length <= text.length; length += 1) {
    const search = readSearch(text.slice(0, length));
    const before = last;
    const ms = cpuMsOf(() => {
      last = searchCalls(rows, search, before);
    });
    slowest = Math.max(slowest, ms);
  }
  return slowest;
}

describe('a signature', () => {
  test('never denies what a text has', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.nat(), fc.nat(), (text, a, b) => {
        const part = text.slice(Math.min(a, b) % (text.length + 1), Math.max(a, b) % (text.length + 1));
        expect(mayHave(signatureOf(text), bitsOf(part))).toBe(true);
      }),
    );
  });

  test('denies most of what it has not', () => {
    const signature = signatureOf('the second site moves to may, said philippa');
    expect(['zebra', 'contract', 'quiz', 'xyz'].map((part) => mayHave(signature, bitsOf(part)))).toEqual([
      false,
      false,
      false,
      false,
    ]);
  });
});

describe('the marks of a search', () => {
  function marked(text: string, typed: string): string {
    return marksIn(text, readSearch(typed))
      .map((stretch) => (stretch.found ? `[${stretch.text}]` : stretch.text))
      .join('');
  }

  test.each([
    ['Éloïse Lefèvre', 'elo fevre', '[Élo]ïse Le[fèvre]'],
    ['Straße 12', 'strasse', '[Straße] 12'],
    ['Cœur', 'oe', 'C[œ]ur'],
    ['Ana, Ana', 'ana', '[Ana], [Ana]'],
    ['+33 6 39 98 12 34', '06 39 9', '+33 [6 39 9]8 12 34'],
    ['+33 6 39 98 12 34', '0033 6', '+[33 6] 39 98 12 34'],
    ['+33 6 39 98 12 34', '+33 6', '[+33 6] 39 98 12 34'],
    ['<b>bold</b>', '<b>', '[<b>]bold</b>'],
    ['nothing', 'else', 'nothing'],
    ['e\u0301te\u0301', 'e', '[e\u0301]t[e\u0301]'],
  ])('%s has %s as %s', (text, typed, expected) => {
    expect(marked(text, typed)).toBe(expected);
  });

  test('the stretches together are the text, and alternate', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.string({ unit: 'grapheme' }), (text, typed) => {
        const stretches = marksIn(text, readSearch(typed));
        expect(stretches.map((stretch) => stretch.text).join('')).toBe(text);
        expect(stretches.every(({ found }, n) => n === 0 || found !== stretches[n - 1]?.found)).toBe(true);
      }),
    );
  });

  test('what a search finds in a text by one word, it marks', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', minLength: 1 }), fc.nat(), fc.nat(), (text, a, b) => {
        const letters = [...text];
        const part = letters.slice(a % letters.length, (a % letters.length) + 1 + (b % 4)).join('');
        const search = readSearch(part).filter(({ kind }) => kind === 'word');
        const row = historyRow({ name: text, haystack: '' });
        fc.pre(search.length > 0 && isSeen(row, search));
        expect(findIn(`${text}${row.company}`, search).length).toBeGreaterThan(0);
      }),
    );
  });
});
