import { describe, expect, it } from 'vitest';
import type { CallKey } from '../../../src-shared/brand.ts';
import { legsIn } from '../../../src-main/book/legs.ts';
import type { CallBook } from '../../../src-main/book/call-book.ts';
import { completed, LINE, NORA, ring, SAM } from '../../fixtures/allo.ts';
import { take, useBooks } from './books.ts';
import { callKey, frameOf, isoAt, NOON, welcome } from './heard.ts';

const books = useBooks();
const MINUTE = 60_000;
const [noras, sams] = [callKey('noras'), callKey('sams')];

const first = frameOf(completed({ id: 'cll_1', start_date: isoAt(NOON), user_email: NORA }), {
  id: 'msg_1',
  call: noras,
});
/** Rung by the colleague: only Allo's id ties it to the first. */
const second = frameOf(
  completed({
    id: 'cll_2',
    start_date: isoAt(NOON + 5 * MINUTE),
    from_number: LINE,
    to: '+33199007700',
    user_email: SAM,
    transfer_original_call_id: 'cll_1',
  }),
  { id: 'msg_2', call: sams },
);
const between = frameOf(ring({ started_at: isoAt(NOON + MINUTE), from_number: '+33199004321' }), {
  id: 'msg_3',
  call: callKey('other'),
});

function partsOf(book: CallBook, key: CallKey): string[] {
  const call = book.call(key);
  return call === null ? [] : legsIn(book, call, (address) => address).map((part) => part.key);
}

describe('the parts of a transferred call in the book', () => {
  it.each([
    ['in order', [first, between, second]],
    ['the second first', [second, between, first]],
  ])('are found from each other, told %s, also after a restart', async (_, frames) => {
    const book = await books.open();
    take(book, welcome(), ...frames.map((frame, n) => ({ ...frame, seq: n + 1 })));
    expect(partsOf(book, noras)).toEqual([noras, sams]);
    expect(partsOf(book, sams)).toEqual([noras, sams]);
    expect(partsOf(book, callKey('other'))).toEqual(['other']);
    const again = await books.reopen(book);
    expect(partsOf(again, sams)).toEqual([noras, sams]);
    await again.rewrite();
    const rewritten = await books.reopen(again);
    expect(partsOf(rewritten, noras)).toEqual([noras, sams]);
  });

  it('are those that are kept: one that is gone is no part any more', async () => {
    const book = await books.open({ days: () => 1, now: () => NOON + 24 * 60 * MINUTE + MINUTE });
    take(
      book,
      welcome(),
      { ...first, seq: 1, ageMs: 24 * 60 * MINUTE },
      { ...second, seq: 2, ageMs: 24 * 60 * MINUTE },
    );
    book.prune();
    for (const key of [noras, sams]) if (book.call(key) !== null) expect(partsOf(book, key)).toEqual([key]);
  });
});
