import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { CallKey, Epoch } from '../../../src-shared/brand.ts';
import type { RelayFrame } from '../../../src-shared/wire/protocol.ts';
import { subjectOf } from '../../../src-shared/crm/chosen.ts';
import type { Records } from '../../../src-shared/crm/records.ts';
import type { CallBook } from '../../../src-main/book/call-book.ts';
import { createChosenShelf } from '../../../src-main/book/chosen-shelf.ts';
import { ring } from '../../fixtures/allo.ts';
import { saidIn, take, theRing, useBooks } from './books.ts';
import { CALL, callKey, frameOf, isoAt, NOON, welcome } from './heard.ts';
import { recordsFrame } from './told-records.ts';

const books = useBooks();
const OTHER = callKey('call-2');
const at = { started_at: isoAt(NOON) };
const otherRing = frameOf(ring(at), { seq: 2, call: OTHER, id: 'msg_other' });
const reset: RelayFrame = { type: 'reset', reason: 'epoch' };
const NEXT = 'epoch-2' as Epoch;

describe('which of several records was chosen', () => {
  const several: Records = {
    crm: 'hubspot',
    account: '1234',
    contact: {
      choices: [
        { id: '7', label: 'Ana' },
        { id: '8', label: 'Ana' },
      ],
    },
  };
  const DAY_MS = 24 * 3_600_000;
  /** What is chosen for the party of a call. */
  const subjectIn = (book: CallBook, key: CallKey = CALL) => {
    const call = book.call(key);
    return (call && subjectOf(several, 'contact', call)) ?? '';
  };

  it('is remembered for the next call of the same contact, over restarts and rewritings', async () => {
    const book = await books.open();
    take(book, welcome(), theRing, recordsFrame(CALL, several));
    const subject = subjectIn(book);
    expect(book.chosen(subject)).toBeNull();
    book.choose(CALL, subject, '8');
    const again = await books.reopen(book);
    await again.rewrite();
    const third = await books.reopen(again);
    take(third, welcome(), otherRing);
    expect(third.chosen(subjectIn(third, OTHER))).toBe('8');
    third.choose(OTHER, subject, '7');
    expect(third.chosen(subject)).toBe('7');
  });

  it('tells the cards of the call, once', async () => {
    const book = await books.open();
    take(book, welcome(), theRing);
    const changes: string[] = [];
    book.onChange(({ kind }) => void changes.push(kind));
    book.choose(CALL, 'somebody', '8');
    book.choose(CALL, 'somebody', '8');
    book.choose(callKey('unknown'), 'somebody', '9');
    expect(changes).toEqual(['crm']);
    expect(book.chosen('somebody')).toBe('8');
  });

  it('lives on with the newest call that it is of use for, and is forgotten with the last', async () => {
    let now = NOON;
    const book = await books.open({ now: () => now, days: () => 30 });
    take(book, welcome(), theRing, recordsFrame(CALL, several));
    const subject = subjectIn(book);
    book.choose(CALL, subject, '8');
    now = NOON + 20 * DAY_MS;
    const later = frameOf(ring({ started_at: isoAt(now) }), { seq: 5, call: OTHER, id: 'msg_later' });
    take(book, later, recordsFrame(OTHER, several));
    now = NOON + 31 * DAY_MS;
    book.prune();
    expect([book.call(CALL), book.chosen(subject)]).toEqual([null, '8']);
    now = NOON + 60 * DAY_MS;
    book.prune();
    expect(book.chosen(subject)).toBeNull();
  });

  it('stays with the newer call, whatever is chosen in an older one, or told of it again', async () => {
    let now = NOON;
    const book = await books.open({ now: () => now, days: () => 30 });
    take(book, welcome(), theRing, recordsFrame(CALL, several));
    now = NOON + 20 * DAY_MS;
    const later = frameOf(ring({ started_at: isoAt(now) }), { seq: 5, call: OTHER, id: 'msg_later' });
    take(book, later, recordsFrame(OTHER, several));
    const subject = subjectIn(book);
    book.choose(OTHER, subject, '7');
    const changes: unknown[] = [];
    book.onChange((change) => void changes.push(change));
    book.choose(CALL, subject, '8');
    // Where it was chosen, and wherever else the same is offered.
    expect(changes).toEqual([
      { kind: 'crm', call: CALL },
      { kind: 'crm', call: OTHER },
    ]);
    book.choose(CALL, subject, '8');
    expect(changes).toHaveLength(2);
    take(book, recordsFrame(CALL, { ...several, company: { record: { id: '1' } } }));
    now = NOON + 31 * DAY_MS;
    book.prune();
    expect([book.call(CALL), book.chosen(subject)]).toEqual([null, '8']);
  });

  it('moves with its call, and is forgotten with the person and with the history, from the disk too', async () => {
    const book = await books.open();
    take(book, welcome(), theRing, { type: 'live' });
    book.choose(CALL, 'somebody-to-forget', '8');
    take(book, { ...theRing, seq: 3, call: OTHER });
    expect(book.chosen('somebody-to-forget')).toBe('8');
    const erased = {
      ...theRing,
      call: null,
      topic: 'erased',
      data: {},
      webhookId: 'erased_1' as typeof theRing.webhookId,
    };
    take(book, welcome(NEXT), reset, erased, { type: 'live' });
    expect(book.chosen('somebody-to-forget')).toBeNull();
    await book.flush();
    expect(await saidIn(books.path)).not.toContain('somebody-to-forget');
    take(book, { ...theRing, seq: 4 });
    book.choose(CALL, 'somebody-to-forget', '8');
    book.erase();
    await book.flush();
    expect(book.chosen('somebody-to-forget')).toBeNull();
    expect(await saidIn(books.path)).not.toContain('somebody-to-forget');
  });

  const call = fc.constantFrom(...['a', 'b', 'c'].map(callKey));
  const subject = fc.constantFrom('x', 'y');
  const step = fc.oneof(
    fc.record({ call, subject, id: fc.constantFrom('1', '2', '3') }),
    fc.record({ from: call, to: fc.option(call) }),
  );

  it('is the last choice, in whatever order calls come, move and go; its marks give it again', () => {
    fc.assert(
      fc.property(fc.array(step), (steps) => {
        const shelf = createChosenShelf();
        const expected = new Map<string, { call: CallKey; id: string }>();
        for (const one of steps) {
          if ('subject' in one) {
            shelf.put({ kind: 'chosen', ...one });
            expected.set(one.subject, one);
          } else {
            shelf.move(one.from, one.to);
            for (const [key, known] of expected) {
              if (known.call !== one.from) continue;
              if (one.to === null) expected.delete(key);
              else expected.set(key, { ...known, call: one.to });
            }
          }
        }
        for (const one of ['x', 'y']) expect(shelf.of(one)).toBe(expected.get(one)?.id ?? null);
        const again = createChosenShelf();
        for (const mark of shelf.marks()) again.put(mark);
        expect(again.marks()).toEqual(shelf.marks());
        expect(again.count).toBe(expected.size);
      }),
    );
  });
});
