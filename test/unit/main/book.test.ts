import { rm } from 'node:fs/promises';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { AgentEmail, Epoch } from '../../../src-shared/brand.ts';
import type { RelayFrame } from '../../../src-shared/wire/protocol.ts';
import { ANA, answer, contact, NORA, ring, SAM, sms } from '../../fixtures/allo.ts';
import type { CallBook } from '../../../src-main/book/call-book.ts';
import { CALL, callKey, EPOCH, frameOf, isoAt, NOON, welcome } from './heard.ts';
import { callsIn, saidIn, take, theRing, theAnswer, theCompletion, useBooks } from './books.ts';

const books = useBooks();
const at = { started_at: isoAt(NOON) };

describe('folding', () => {
  test("a call's events make one call, whatever the order, and each is told once", async () => {
    const book = await books.open();
    const changes = take(book, welcome(), theRing, theAnswer, theCompletion);
    expect(changes.map((change) => change.kind)).toEqual(['received', 'received', 'received']);
    expect(callsIn(book)).toHaveLength(1);
    expect(book.call(CALL)).toMatchObject({ handledBy: NORA, ended: { durationS: 330 } });
  });

  test('a repeat changes nothing and tells nobody', async () => {
    const book = await books.open();
    take(book, welcome(), theRing, theAnswer);
    const before = book.call(CALL);
    expect(take(book, { ...theRing, seq: 3, ageMs: 99_000 })).toEqual([]);
    expect(book.call(CALL)).toEqual(before);
    expect(book.cursor().after).toBe(3);
  });

  test('an event that comes again under another call moves there; an emptied call is gone', async () => {
    const book = await books.open();
    const other = callKey('call-2');
    take(book, welcome(), theRing, theAnswer);
    const first = take(book, { ...theRing, seq: 3, call: other });
    expect(first).toMatchObject([{ kind: 'received' }, { kind: 'left', call: CALL }]);
    const second = take(book, { ...theAnswer, seq: 4, call: other });
    expect(second).toMatchObject([{ kind: 'received' }, { kind: 'moved', from: CALL, to: other }]);
    expect(callsIn(book).map((call) => call.key)).toEqual([other]);
  });

  test('a claim goes along with its call', async () => {
    const book = await books.open();
    take(book, welcome(), theRing, { type: 'claimed', call: CALL, agent: welcome().agent, name: 'Nora' });
    take(book, { ...theRing, seq: 2, call: callKey('call-2') });
    expect(book.claimOf(callKey('call-2'))).toEqual({ agent: NORA, name: 'Nora' });
  });

  test('what belongs to no call, or is not known yet, moves the cursor and nothing else', async () => {
    const book = await books.open();
    const strange = { ...theRing, seq: 2, topic: 'call.sung', webhookId: theAnswer.webhookId };
    expect(take(book, welcome(), frameOf(contact(), { call: null, seq: 1 }), strange)).toEqual([]);
    expect(book.cursor()).toEqual({ epoch: EPOCH, after: 2 });
    expect((await books.reopen(book)).cursor()).toEqual({ epoch: EPOCH, after: 2 });
  });
});

describe('somebody who was forgotten', () => {
  test('is gone from the screen and from the disk once the replay is complete', async () => {
    const book = await books.open();
    const other = frameOf(ring({ ...at, person: null, from_number: '+33199007777' }), {
      seq: 4,
      call: callKey('call-2'),
      id: 'msg_other',
    });
    const text = frameOf(sms(), { call: null, seq: 5 });
    take(book, welcome(), theRing, theAnswer, theCompletion, other, text, { type: 'live' });
    await book.flush();
    expect(await saidIn(books.path)).toMatch(/Lopez[^]*On my way/);
    const erased = [1, 2, 3, 5].map((seq) => ({
      ...theRing,
      seq,
      call: null,
      topic: 'erased',
      webhookId: `erased_${seq}` as typeof theRing.webhookId,
      data: {},
    }));
    const again = { ...welcome(), epoch: 'epoch-1.1' as Epoch };
    const reset: RelayFrame = { type: 'reset', reason: 'epoch' };
    const changes = take(book, again, reset, ...erased.slice(0, 3), other, ...erased.slice(3), {
      type: 'live',
    });
    expect(changes).toMatchObject([
      { kind: 'gone', calls: [CALL] },
      { kind: 'untexted', webhookId: text.webhookId },
    ]);
    expect(callsIn(book).map((call) => call.key)).toEqual(['call-2']);
    await book.flush();
    expect(await saidIn(books.path)).not.toMatch(/Lopez|On my way|33199001234/);
    expect((await books.reopen(book)).cursor()).toEqual({ epoch: 'epoch-1.1', after: 5 });
  });
});

describe('a reset', () => {
  const NEXT = 'epoch-2' as Epoch;
  const reset: RelayFrame = { type: 'reset', reason: 'epoch' };

  test('keeps the history until the replay has rebuilt it, and doubles nothing', async () => {
    const book = await books.open();
    take(book, welcome(), theRing, frameOf(ring(at), { seq: 2, call: callKey('old'), id: 'msg_old' }), {
      type: 'live',
    });
    take(book, welcome(NEXT), reset);
    expect(callsIn(book)).toHaveLength(2);
    expect(book.cursor()).toEqual({ epoch: NEXT, after: 0 });
    const renamed = take(book, { ...theRing, seq: 1, call: callKey('new-key') });
    expect(renamed.map((change) => change.kind)).toEqual(['received', 'moved']);
    expect(callsIn(book)).toHaveLength(2);
    expect(take(book, { type: 'live' })).toEqual([{ kind: 'gone', calls: ['old'] }]);
    expect(callsIn(book).map((call) => call.key)).toEqual(['new-key']);
  });

  test('keeps the notes of calls that are told again, and takes along those of calls that are not', async () => {
    const book = await books.open();
    const other = frameOf(answer(at), { seq: 3, call: callKey('other'), id: 'msg_other' });
    const forgotten = frameOf(ring(at), { seq: 2, call: callKey('gone'), id: 'msg_gone' });
    take(book, welcome(), theRing, forgotten, other, { type: 'live' });
    await book.note(CALL, 'call back on Friday');
    await book.note(callKey('other'), 'likes zeppelins');
    await book.note(callKey('gone'), 'a secret');
    // The other call has come under another webhook: somebody who was mentioned in it is not any more.
    const redacted = { ...other, webhookId: 'redacted_3' as typeof other.webhookId };
    take(book, welcome(NEXT), reset, theRing, { ...redacted, seq: 3 }, { type: 'live' });
    await book.flush();
    expect(await saidIn(books.path)).not.toMatch(/secret|msg_gone/);
    const again = await books.reopen(book);
    expect(again.noteOf(CALL)).toBe('call back on Friday');
    expect(again.noteOf(callKey('other'))).toBe('likes zeppelins');
    expect(again.noteOf(callKey('gone'))).toBe('');
  });

  test('that a crash cuts off goes on where it was', async () => {
    let book = await books.open();
    take(book, welcome(), theRing, frameOf(ring(at), { seq: 2, call: callKey('old'), id: 'msg_old' }), {
      type: 'live',
    });
    take(book, welcome(NEXT), reset, { ...theRing, seq: 1 });
    book = await books.reopen(book);
    expect(book.cursor()).toEqual({ epoch: NEXT, after: 1 });
    expect(callsIn(book)).toHaveLength(2);
    take(book, welcome(NEXT, 1), { type: 'live' });
    expect(callsIn(book).map((call) => call.key)).toEqual([CALL]);
  });

  test('starts counting where the relay says, also below the old cursor', async () => {
    const book = await books.open();
    take(book, welcome(), { ...theRing, seq: 900 }, welcome(EPOCH, 40), {
      type: 'reset',
      reason: 'retention',
    });
    expect(book.cursor().after).toBe(40);
  });
});

test("another agent's calls stay as they are until the book is turned to that agent", async () => {
  const book = await books.open();
  expect(book.belongTo(NORA)).toBe(true);
  take(book, welcome(), theRing);
  expect(book.belongTo(NORA)).toBe(true);
  expect(book.belongTo(SAM)).toBe(false);
  expect(callsIn(book)).toHaveLength(1);
  const again = await books.reopen(book);
  expect(again.owner).toBe(NORA);
  expect(again.belongTo(SAM)).toBe(false);
  expect(callsIn(again)).toHaveLength(1);
});

test('any history of frames, read back from disk, gives the same book', async () => {
  const step = fc.oneof(
    fc.tuple(fc.constantFrom('a', 'b', 'c'), fc.nat({ max: 6 }), fc.constantFrom(ring, answer)).map(
      ([call, n, make]) =>
        (seq: number): RelayFrame =>
          frameOf(make(at), { seq, call: callKey(call), id: `msg_${make.name}_${n}` }),
    ),
    fc.nat({ max: 4 }).map(
      (n) =>
        (seq: number): RelayFrame =>
          frameOf(sms(), { seq, call: null, id: `msg_text_${n}` }),
    ),
    fc
      .tuple(fc.constantFrom('a', 'b', 'c'), fc.constantFrom(NORA, SAM))
      .map(([call, agent]) => (): RelayFrame => ({
        type: 'claimed',
        call: callKey(call),
        agent: agent as AgentEmail,
      })),
    fc.constant((): RelayFrame => ({ type: 'live' })),
    fc.constant((): RelayFrame => ({ type: 'reset', reason: 'epoch' })),
  );
  await fc.assert(
    fc.asyncProperty(
      fc.array(step, { maxLength: 25 }),
      fc.constantFrom(3, 1000),
      async (steps, spareRecords) => {
        await rm(books.path, { force: true });
        const book = await books.open({ spareRecords });
        take(book, welcome());
        let seq = 0;
        for (const make of steps) {
          seq += 1;
          const frame = make(seq);
          if (frame.type === 'reset') {
            take(book, welcome(EPOCH, seq));
          }
          take(book, frame);
        }
        await book.note(callKey('a'), `note of ${seq}`);
        const picture = (of: CallBook) => ({
          calls: callsIn(of),
          cursor: of.cursor(),
          texts: of.textsWith(ANA),
          claims: ['a', 'b', 'c'].map((call) => of.claimOf(callKey(call))),
          note: of.noteOf(callKey('a')),
        });
        const before = picture(book);
        const again = await books.reopen(book);
        expect(picture(again)).toEqual(before);
        take(book, { type: 'live' });
        take(again, welcome(EPOCH, seq), { type: 'live' });
        expect(callsIn(again)).toEqual(callsIn(book));
        await again.close();
      },
    ),
    { numRuns: 60 },
  );
});
