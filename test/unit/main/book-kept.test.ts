import { mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { AgentEmail } from '../../../src-shared/brand.ts';
import type { BookChange } from '../../../src-main/book/call-book.ts';
import { createSeal } from '../../../src-main/book/seal.ts';
import { ANA, NORA, ring, SAM, sms } from '../../fixtures/allo.ts';
import { until } from '../../fixtures/until.ts';
import { callsIn, saidIn, take, theAnswer, theCompletion, theRing, useBooks } from './books.ts';
import { CALL, callKey, EPOCH, frameOf, isoAt, notedLog, NOON, welcome } from './heard.ts';

const books = useBooks();
const at = { started_at: isoAt(NOON) };
const DAY = 86_400_000;
const claimed = { type: 'claimed', call: CALL, agent: SAM as AgentEmail, name: 'Sam' } as const;

describe('a claim', () => {
  test('that was taken back is gone, whoever had made it, and stays so after a restart', async () => {
    const book = await books.open();
    take(book, welcome(), theRing, claimed);
    const released = { type: 'released', call: CALL, agent: NORA as AgentEmail } as const;
    expect(take(book, released)).toEqual([{ kind: 'claimed', call: CALL, claim: null }]);
    expect(take(book, released)).toEqual([]);
    const again = await books.reopen(book);
    expect(again.claimOf(CALL)).toBeNull();
    take(again, claimed);
    again.release(CALL);
    await again.rewrite();
    expect((await books.reopen(again)).claimOf(CALL)).toBeNull();
  });

  test('is there after a restart, and is told once', async () => {
    const book = await books.open();
    take(book, welcome(), theRing);
    expect(take(book, claimed)).toMatchObject([{ kind: 'claimed', claim: { agent: SAM } }]);
    const again = await books.reopen(book);
    expect(again.claimOf(CALL)).toEqual({ agent: SAM, name: 'Sam' });
    expect(take(again, claimed)).toEqual([]);
  });
});

describe('a note', () => {
  test('is answered for when it is on disk, and is there after a restart', async () => {
    const book = await books.open();
    take(book, welcome(), theRing);
    expect(await book.note(CALL, 'wants a call on Friday')).toBe('kept');
    expect(await saidIn(books.path)).toContain('wants a call on Friday');
    expect((await readFile(books.path)).includes('Friday')).toBe(false);
    expect((await books.reopen(book)).noteOf(CALL)).toBe('wants a call on Friday');
  });

  test('stays until it is cleared, and then stays cleared', async () => {
    let book = await books.open();
    take(book, welcome(), theRing);
    await book.note(CALL, 'first');
    await book.note(CALL, 'second');
    book = await books.reopen(book);
    expect(book.noteOf(CALL)).toBe('second');
    await book.note(CALL, '');
    expect((await books.reopen(book)).noteOf(CALL)).toBe('');
  });

  test('keeps its call when a full book lets the oldest go', async () => {
    let tick = NOON;
    const options = { events: 20, spareRecords: 5, now: () => (tick += 1) };
    const book = await books.open(options);
    take(book, welcome(), theRing);
    await book.note(CALL, 'keep me');
    for (let n = 0; n < 100; n += 1)
      take(book, frameOf(ring(at), { seq: n + 2, call: callKey(`call-x${n}`), id: `msg_${n}` }));
    expect(book.noteOf(CALL)).toBe('keep me');
    const again = await books.reopen(book, options);
    expect(again.noteOf(CALL)).toBe('keep me');
    expect(again.call(CALL)).not.toBeNull();
  });

  test('goes along when its call gets another key', async () => {
    const book = await books.open();
    take(book, welcome(), theRing);
    await book.note(CALL, 'mine');
    take(book, { ...theRing, seq: 2, call: callKey('call-2') });
    expect((await books.reopen(book)).noteOf(callKey('call-2'))).toBe('mine');
  });

  test('to a call that is gone, or on a disk that fails, says so, and is written as soon as it can be', async () => {
    books.path = join(books.folder, 'not-there', 'calls.book');
    const book = await books.open({ retryMs: 20 });
    expect(await book.note(CALL, 'too late')).toBe('gone');
    take(book, welcome(), theRing);
    expect(await book.note(CALL, 'not safe yet')).toBe('failed');
    await mkdir(join(books.folder, 'not-there'));
    await until('the retry', async () => (await stat(books.path).catch(() => null)) !== null);
    await book.flush();
    expect((await books.reopen(book)).noteOf(CALL)).toBe('not safe yet');
  });
});

describe('text messages', () => {
  test('are found by their number in any spelling, after a restart too', async () => {
    const book = await books.open();
    const changes = take(
      book,
      welcome(),
      frameOf(sms({ content: 'On my way.' }), { call: null, seq: 1 }),
      frameOf(sms({ from_number: '+33199007777', content: 'Another.' }), { call: null, seq: 2 }),
    );
    expect(changes.map(({ kind }) => kind)).toEqual(['texted', 'texted']);
    const again = await books.reopen(book);
    for (const number of [ANA, '0199001234', '01 99 00 12 34'])
      expect(again.textsWith(number).map(({ event }) => event.data)).toMatchObject([
        { content: 'On my way.' },
      ]);
    expect(again.textsWith(null)).toEqual([]);
  });
});

describe('days', () => {
  test('a shorter history is erased at once, from the disk too', async () => {
    let days = 30;
    const book = await books.open({ days: () => days, now: () => NOON });
    const old = { ...theRing, webhookId: frameOf(ring(at), { seq: 9 }).webhookId, call: callKey('old') };
    const tenDaysAgo = await (async () => {
      await book.close();
      return books.open({ now: () => NOON - 10 * DAY });
    })();
    take(tenDaysAgo, welcome(), old);
    await tenDaysAgo.close();
    const now = await books.open({ days: () => days });
    take(now, welcome(), frameOf(ring({ ...at, person: null }), { seq: 2, call: callKey('new') }));
    expect(callsIn(now)).toHaveLength(2);
    days = 7;
    now.prune();
    expect(callsIn(now).map(({ key }) => key)).toEqual(['new']);
    await now.flush();
    expect(await saidIn(books.path)).not.toContain('Lopez');
  });
});

test('a call that was already too old when it came is not kept', async () => {
  const book = await books.open({ days: () => 7 });
  const old = { ...theRing, ageMs: 8 * DAY };
  const text = frameOf(sms(), { call: null, seq: 2, ageMs: 8 * DAY });
  take(book, welcome(), old, text);
  expect(book.order()).toEqual([]);
  expect(book.textsWith(ANA)).toEqual([]);
  expect(book.cursor().after).toBe(2);
});

describe('in memory only', () => {
  test('everything works, nothing is written, and nothing is acknowledged', async () => {
    const acked: number[] = [];
    const book = await books.open({ seal: null, onDurable: (_, seq) => acked.push(seq) });
    take(book, welcome(), theRing, theAnswer, theCompletion, claimed);
    expect(await book.note(CALL, 'a note')).toBe('kept');
    await book.flush();
    expect(book.call(CALL)).toMatchObject({ handledBy: NORA });
    expect(acked).toEqual([]);
    expect(await readdir(books.folder)).toEqual([]);
    const again = await books.reopen(book, { seal: null });
    expect(again.cursor()).toEqual({ epoch: null, after: 0 });
  });

  test('a plain book of before is erased, with what was moved aside of it', async () => {
    const plainPath = join(books.folder, 'calls.jsonl');
    for (const name of ['calls.jsonl', 'calls.jsonl.new', 'calls.jsonl.damaged-1'])
      await writeFile(join(books.folder, name), 'Ana Lopez');
    await books.open({ seal: null, plainPath });
    expect(await readdir(books.folder)).toEqual([]);
  });
});

describe('a plain book of before', () => {
  const plain = () => join(books.folder, 'calls.jsonl');
  const lines = (...records: unknown[]) => records.map((record) => `${JSON.stringify(record)}\n`).join('');
  const event = (frame: unknown) => ({ kind: 'event', epoch: EPOCH, heardAt: NOON, frame });

  test('is sealed and erased', async () => {
    const old = lines({ kind: 'owner', agent: NORA }, event(theRing), event(theAnswer), {
      kind: 'dismissed',
      call: CALL,
    });
    await writeFile(plain(), `${old}{"kind":"ev`);
    const book = await books.open({ plainPath: plain() });
    expect(await readdir(books.folder)).toEqual(['calls.book']);
    expect(book.call(CALL)).toMatchObject({ answeredAt: NOON });
    const again = await books.reopen(book, { plainPath: plain() });
    expect(again.cursor()).toEqual({ epoch: EPOCH, after: 2 });
    expect(again.isDismissed(CALL)).toBe(true);
    expect((await readFile(books.path)).includes('Lopez')).toBe(false);
  });

  test('that a crash left beside the sealed one is erased, and not read again', async () => {
    const book = await books.open();
    take(book, welcome(), theRing);
    await book.close();
    await writeFile(plain(), lines(event({ ...theAnswer, call: callKey('other') })));
    const again = await books.open({ plainPath: plain() });
    expect(callsIn(again)).toHaveLength(1);
    expect(await readdir(books.folder)).toEqual(['calls.book']);
  });
});

test('a book sealed with another key is moved aside and starts empty', async () => {
  const book = await books.open();
  take(book, welcome(), theRing);
  await book.close();
  const log = notedLog();
  const other = await books.open({ seal: createSeal(Buffer.alloc(32, 8)), log });
  expect(callsIn(other)).toEqual([]);
  expect(other.cursor()).toEqual({ epoch: null, after: 0 });
  expect(log.lines.join()).toContain('moved aside');
});

test('a book that is sealed anew says the same, and nothing to whoever has the key of before', async () => {
  const fresh = createSeal(Buffer.alloc(32, 8));
  const book = await books.open();
  take(book, welcome(), theRing, theAnswer);
  await book.note(CALL, 'mine');
  expect(await book.rewrite(fresh)).toBe(true);
  take(book, theCompletion);
  const before = callsIn(book);
  const again = await books.reopen(book, { seal: fresh });
  expect(callsIn(again)).toEqual(before);
  expect(again.noteOf(CALL)).toBe('mine');
  expect(callsIn(await books.reopen(again))).toEqual([]);
});

test('erasing takes everything, from the disk too, and the next pairing starts anew', async () => {
  const book = await books.open();
  expect(book.belongTo(NORA)).toBe(true);
  take(book, welcome(), theRing, frameOf(sms(), { call: null, seq: 2 }));
  await book.note(CALL, 'a note');
  const changes: BookChange[] = [];
  book.onChange((change) => void changes.push(change));
  book.erase();
  expect(changes).toMatchObject([{ kind: 'gone', calls: [CALL] }, { kind: 'untexted' }]);
  await book.flush();
  expect(await saidIn(books.path)).toBe('');
  expect(book.cursor()).toEqual({ epoch: null, after: 0 });
  expect(book.belongTo(SAM)).toBe(true);
});

test('what changes nothing is told as passed by, with the reason', async () => {
  const book = await books.open();
  const told: BookChange[] = [];
  book.onChange((change) => void (change.kind === 'passed' && told.push(change)));
  const strange = { ...theRing, topic: 'call.sung', webhookId: theAnswer.webhookId, seq: 3 };
  take(book, welcome(), theRing, { ...theRing, seq: 2 }, strange);
  expect(told).toMatchObject([
    { topic: 'call.received', call: CALL, verdict: 'duplicate' },
    { topic: 'call.sung', verdict: 'unreadable' },
  ]);
});
