import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readSearch } from '../../../../../src-shared/history/search.ts';
import { en } from '../../../../../src-shared/words/en.ts';
import { excerptOf } from '../../../../../src-renderer/texts/list/excerpt.ts';
import { previewOf, writtenIn } from '../../../../../src-renderer/format/thread-name.ts';
import { earlier, grown, later, stretchAround } from '../../../../../src-renderer/texts/thread/stretch.ts';
import { textRow } from '../../../../fixtures/texts.ts';

describe('what a thread draws', () => {
  const short = Array.from({ length: 10_000 }, () => 40);

  test('is the newest hundred, or those around the text that was asked for', () => {
    expect(stretchAround(-1, short)).toEqual({ from: 0, to: 100 });
    expect(stretchAround(5_000, short)).toEqual({ from: 4_950, to: 5_050 });
    expect(stretchAround(9_999, short)).toEqual({ from: 9_949, to: 10_000 });
    expect(stretchAround(-1, [10, 10])).toEqual({ from: 0, to: 2 });
  });

  test('is less when the texts are long, and never nothing', () => {
    const long = Array.from({ length: 100 }, () => 1_600);
    expect(stretchAround(-1, long)).toEqual({ from: 0, to: 10 });
    expect(stretchAround(-1, [1_000_000, 1])).toEqual({ from: 0, to: 1 });
  });

  test('grows by steps to all of it, and what comes joins it only when its end is drawn', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(3_000), { minLength: 1, maxLength: 400 }), fc.nat(399), (lengths, at) => {
        let stretch = stretchAround(Math.min(at, lengths.length - 1), lengths);
        for (let steps = 0; steps < 500 && stretch.to < lengths.length; steps += 1)
          stretch = earlier(stretch, lengths);
        for (let steps = 0; steps < 500 && stretch.from > 0; steps += 1) stretch = later(stretch, lengths);
        expect(stretch).toEqual({ from: 0, to: lengths.length });
      }),
    );
    const texts = ['c', 'b', 'a'].map((id) => ({ id }));
    expect(grown({ from: 0, to: 2 }, 'b', texts)).toEqual({ from: 0, to: 3 });
    expect(grown({ from: 1, to: 2 }, 'b', texts)).toEqual({ from: 2, to: 3 });
  });
});

describe('the line of a thread in the list', () => {
  test('begins shortly before what was found', () => {
    const text = `${'x '.repeat(100)}the parcel is here`;
    expect(excerptOf(text, readSearch('parcel'))).toMatch(/^….*the parcel is here$/);
    expect(excerptOf('a\n\n b', [])).toBe('a b');
    expect(excerptOf('y'.repeat(500), [])).toHaveLength(161);
  });

  test('never cuts a character in two', () => {
    expect(excerptOf('🙂'.repeat(300), [])).not.toMatch(/\p{Cs}/u);
  });

  test('says who wrote it, and what stands there when nobody wrote a word', () => {
    const sent = textRow('1', { direction: 'outbound' });
    expect(previewOf(textRow('1'), 'Hi', en)).toBe('Hi');
    expect(previewOf({ ...sent, mine: true }, 'Hi', en)).toBe('You: Hi');
    expect(previewOf({ ...sent, by: 'Sam' }, 'Hi', en)).toBe('Sam: Hi');
    expect(previewOf(sent, 'Hi', en)).toBe('Sent: Hi');
    expect(writtenIn({ text: '', isMms: true }, en)).toMatch(/^MMS/);
    expect(writtenIn({ text: '', isMms: false }, en)).toBe('Without words');
  });
});
