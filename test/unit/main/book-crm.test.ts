import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { CallKey, Epoch } from '../../../src-shared/brand.ts';
import type { RelayFrame } from '../../../src-shared/wire/protocol.ts';
import type { Records } from '../../../src-shared/crm/records.ts';
import { createCrmShelf } from '../../../src-main/book/crm-shelf.ts';
import { headOf } from '../../../src-main/book/event-head.ts';
import { mergeBooks } from '../../../src-main/book/merge-books.ts';
import { ring } from '../../fixtures/allo.ts';
import { saidIn, take, theAnswer, theRing, useBooks } from './books.ts';
import { CALL, callKey, EPOCH, frameOf, isoAt, NOON, welcome } from './heard.ts';
import { recordsFrame, TOLD } from './told-records.ts';

const books = useBooks();
const OTHER = callKey('call-2');
const at = { started_at: isoAt(NOON) };
const otherRing = frameOf(ring(at), { seq: 2, call: OTHER, id: 'msg_other' });
const reset: RelayFrame = { type: 'reset', reason: 'epoch' };
const NEXT = 'epoch-2' as Epoch;

describe('what the CRM has of a call', () => {
  it('is kept with the call, sealed, over restarts and rewritings', async () => {
    const book = await books.open();
    expect(take(book, welcome(), theRing, recordsFrame())).toMatchObject([
      { kind: 'received' },
      { kind: 'crm', call: CALL },
    ]);
    expect(book.recordsOf(CALL)).toEqual(TOLD);
    const again = await books.reopen(book);
    expect(again.recordsOf(CALL)).toEqual(TOLD);
    await again.rewrite();
    const third = await books.reopen(again);
    expect(third.recordsOf(CALL)).toEqual(TOLD);
    expect(await saidIn(books.path)).toContain('Globex Paris');
  });

  it('is what was told last, and the same again changes nothing and writes nothing', async () => {
    const book = await books.open();
    take(book, welcome(), theRing, recordsFrame());
    expect(take(book, recordsFrame())).toEqual([]);
    const next: Records = { crm: 'hubspot', contact: { record: { id: '102' } } };
    expect(take(book, recordsFrame(CALL, next))).toEqual([{ kind: 'crm', call: CALL }]);
    expect(book.recordsOf(CALL)).toEqual(next);
    await book.flush();
    const before = await saidIn(books.path);
    take(book, recordsFrame(CALL, next));
    await book.flush();
    expect(await saidIn(books.path)).toBe(before);
  });

  it('waits for a call that is not known yet, and only so much of it', async () => {
    const book = await books.open();
    expect(take(book, welcome(), recordsFrame())).toEqual([]);
    expect(book.recordsOf(CALL)).toBeNull();
    expect(take(book, theRing).map(({ kind }) => kind)).toEqual(['received', 'crm']);
    expect(book.recordsOf(CALL)).toEqual(TOLD);
    const many = Array.from({ length: 400 }, (_, n) => callKey(`early-${n}`));
    take(book, ...many.map((call) => recordsFrame(call)));
    take(book, ...many.map((call, n) => frameOf(ring(at), { seq: n + 2, call, id: `msg_${n}` })));
    const kept = many.filter((call) => book.recordsOf(call) !== null);
    expect(kept).toEqual(many.slice(-200));
  });

  it('goes along when its call gets another key, and does not replace what was told of that one', async () => {
    const book = await books.open();
    take(book, welcome(), theRing, recordsFrame());
    take(book, { ...theRing, seq: 3, call: OTHER });
    expect([book.recordsOf(CALL), book.recordsOf(OTHER)]).toEqual([null, TOLD]);
    const there: Records = { crm: 'hubspot', contact: { record: { id: '9' } } };
    const third = callKey('call-3');
    take(book, frameOf(ring(at), { seq: 4, call: third, id: 'msg_third' }), recordsFrame(third, there));
    take(book, { ...theRing, seq: 5, call: third });
    expect([book.recordsOf(OTHER), book.recordsOf(third)]).toEqual([null, there]);
    expect((await books.reopen(book)).recordsOf(third)).toEqual(there);
  });

  it('is gone with its call: when it is too old, when the history is erased, and with another agent', async () => {
    const DAY_MS = 24 * 3_600_000;
    let now = NOON;
    const book = await books.open({ now: () => now, days: () => 30 });
    take(book, welcome(), theRing, recordsFrame());
    now = NOON + 31 * DAY_MS;
    book.prune();
    await book.flush();
    expect(book.recordsOf(CALL)).toBeNull();
    expect(await saidIn(books.path)).not.toContain('Globex Paris');

    now = NOON;
    take(book, { ...theRing, seq: 2 }, recordsFrame());
    book.erase();
    await book.flush();
    expect(book.recordsOf(CALL)).toBeNull();
    expect(await saidIn(books.path)).not.toContain('Globex Paris');

    take(book, welcome(), theRing, recordsFrame(), recordsFrame(OTHER));
    await book.turnTo('sam@acme.example');
    take(book, welcome(), otherRing, theRing);
    expect([book.recordsOf(CALL), book.recordsOf(OTHER)]).toEqual([null, null]);
  });

  it('is gone with somebody who was forgotten, from the disk too; of the others no word about people stays', async () => {
    const book = await books.open();
    take(book, welcome(), theRing, otherRing, recordsFrame(), recordsFrame(OTHER), { type: 'live' });
    const erased = {
      ...theRing,
      call: null,
      topic: 'erased',
      data: {},
      webhookId: 'erased_1' as typeof theRing.webhookId,
    };
    take(book, welcome(NEXT), reset, erased, otherRing);
    expect(book.recordsOf(OTHER)).toEqual(TOLD);
    expect(take(book, { type: 'live' })).toContainEqual({ kind: 'crm', call: OTHER });
    const bare = {
      crm: 'hubspot',
      account: '8812734',
      contact: { record: { id: '101', kind: 'contact' } },
      deals: { 'dea-1': { record: { id: '501' } } },
    };
    expect([book.recordsOf(CALL), book.recordsOf(OTHER)]).toEqual([null, bare]);
    await book.flush();
    expect(await saidIn(books.path)).not.toMatch(/Globex Paris|Okafor|Ana Lopez"?}/);
    expect((await books.reopen(book)).recordsOf(OTHER)).toEqual(bare);
  });

  it('stays whole when the relay tells it again after it counts anew, over a restart in between', async () => {
    let book = await books.open();
    take(book, welcome(), theRing, otherRing, recordsFrame(), recordsFrame(OTHER), { type: 'live' });
    take(book, welcome(NEXT), reset, theRing, recordsFrame());
    await book.rewrite();
    book = await books.reopen(book);
    take(book, welcome(NEXT), { ...otherRing, seq: 2 }, { type: 'live' });
    expect(book.recordsOf(CALL)).toEqual(TOLD);
    expect(book.recordsOf(OTHER)?.extras).toBeUndefined();
    expect(book.recordsOf(OTHER)?.contact?.record?.id).toBe('101');
  });

  it('is in the book that two of one agent make together: as the newer has it, else as the older', () => {
    const [first, second] = [theRing, otherRing].map((frame) =>
      headOf({ epoch: EPOCH, heardAt: NOON, frame }),
    );
    if (first === undefined || second === undefined) throw new Error('no events');
    const mark = (call: CallKey, id: string) =>
      ({ kind: 'crm', call, said: `{"crm":"attio","id":"${id}"}` }) as const;
    const older = [first, second, mark(CALL, 'old'), mark(OTHER, 'only')];
    const whole = mergeBooks(older, [first, second, mark(CALL, 'new')]) ?? [];
    expect(whole.filter(({ kind }) => kind === 'crm')).toEqual([mark(OTHER, 'only'), mark(CALL, 'new')]);
  });

  it('of a book in which only that is new, the file is not written over and over', async () => {
    const book = await books.open({ spareRecords: 20 });
    take(book, welcome(), theRing, theAnswer);
    for (let n = 0; n < 200; n += 1)
      take(book, recordsFrame(CALL, { ...TOLD, contact: { record: { id: `${n}` } } }));
    await book.flush();
    const lines = (await saidIn(books.path)).split('\n');
    expect(lines.length).toBeLessThan(40);
    expect((await books.reopen(book)).recordsOf(CALL)?.contact?.record?.id).toBe('199');
  });
});

describe('the shelf', () => {
  const call = fc.constantFrom(...['a', 'b', 'c', 'd'].map(callKey));
  const said = fc
    .integer({ min: 0, max: 5 })
    .map((n) =>
      JSON.stringify({ crm: 'hubspot', contact: { record: { id: String(n), label: 'x'.repeat(n) } } }),
    );
  const step = fc.oneof(
    fc.record({ do: fc.constant('put'), call, said }),
    fc.record({ do: fc.constant('move'), call, to: fc.option(call) }),
    fc.record({ do: fc.constantFrom('age', 'settle') }),
  );

  it('is given again by its marks, and never holds more than it may', () => {
    fc.assert(
      fc.property(
        fc.array(step as fc.Arbitrary<{ do: string; call: CallKey; said: string; to: CallKey | null }>),
        (steps) => {
          const shelf = createCrmShelf(250);
          for (const { do: what, call: key, said: words, to } of steps) {
            if (what === 'put') shelf.put({ kind: 'crm', call: key, said: words });
            else if (what === 'move') shelf.move(key, to);
            else if (what === 'age') shelf.age();
            else shelf.settle();
            expect(shelf.marks().reduce((sum, mark) => sum + mark.said.length, 0)).toBeLessThanOrEqual(250);
          }
          const again = createCrmShelf(250);
          for (const mark of shelf.marks()) again.put(mark);
          expect(again.marks()).toEqual(shelf.marks());
          expect(again.count).toBe(shelf.count);
        },
      ),
    );
  });
});
