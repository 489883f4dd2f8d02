import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { firstSentence } from '../../../src-shared/format/first-sentence.ts';

describe('the first sentence of a summary', () => {
  it.each([
    ['Ana asked to move the pilot to May. She will write.', 'Ana asked to move the pilot to May.'],
    ['Ana asked to move the pilot to May', 'Ana asked to move the pilot to May'],
    ['## Summary\n\n- Send the **new offer** by Friday\n- Call back', 'Send the new offer by Friday'],
    ['# Summary\nAna called. Twice.', 'Ana called.'],
    ['## Only a heading', 'Only a heading'],
    ['Asked for M. Dupont. He was out.', 'Asked for M. Dupont.'],
    ['Costs 5.50 euros, e.g. per seat. Fine.', 'Costs 5.50 euros, e.g. per seat.'],
    ['Ça va ? Oui.', 'Ça va ?'],
    ['1. See [the offer](https://x.example/a). Then sign', 'See the offer.'],
    ['a_b_c stays, `code` does not. X', 'a_b_c stays, code does not.'],
    ['<b>Bold</b> _move_. X', 'Bold move.'],
    ['---\n\n***\n', null],
    ['', null],
    [null, null],
  ])('of %j is %j', (markdown, sentence) => {
    expect(firstSentence(markdown)).toBe(sentence);
  });

  it('is short, on one line and never throws', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string({ maxLength: 600 }), fc.lorem({ maxCount: 60 })), (markdown) => {
        const sentence = firstSentence(markdown);
        if (sentence === null) return;
        expect([...sentence].length).toBeLessThanOrEqual(240);
        expect(sentence).not.toMatch(/[\n\r]/);
        expect(sentence.trim()).not.toBe('');
      }),
    );
  });
});
