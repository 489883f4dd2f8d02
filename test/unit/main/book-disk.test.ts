import { mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Epoch } from '../../../src-shared/brand.ts';
import type { RelayFrame } from '../../../src-shared/wire/protocol.ts';
import { NORA, ring, tag } from '../../fixtures/allo.ts';
import { until } from '../../fixtures/until.ts';
import { CALL, callKey, EPOCH, frameOf, isoAt, notedLog, NOON, welcome } from './heard.ts';
import { HEADER_BYTES, newHeader, PREFIX_BYTES } from '../../../src-main/book/block.ts';
import type { CallBook } from '../../../src-main/book/call-book.ts';
import { callsIn, saidIn, take, theRing, theAnswer, theCompletion, useBooks } from './books.ts';

const books = useBooks();
const at = { started_at: isoAt(NOON) };

/** After two writes the head of the second one is hit. @returns the file as it is then */
async function damagedBook(): Promise<Buffer> {
  const book = await books.open();
  take(book, welcome(), theRing, theAnswer, theCompletion);
  await book.close();
  const whole = await readFile(books.path);
  const at = HEADER_BYTES + PREFIX_BYTES + whole.readUInt32BE(24) + whole.readUInt32BE(28) + 20;
  whole.writeUInt8(whole.readUInt8(at) ^ 1, at);
  await writeFile(books.path, whole);
  return whole;
}

async function movedAside(): Promise<string[]> {
  return (await readdir(books.folder)).filter((name) => name.startsWith('calls.book.damaged-'));
}

const forgotten: RelayFrame[] = [
  welcome('epoch-2' as Epoch),
  { type: 'reset', reason: 'epoch' },
  { type: 'live' },
];

describe('on disk', () => {
  test('calls and cursor are there after a restart, and reading them tells no listener', async () => {
    const book = await books.open();
    take(book, welcome(), theRing, theAnswer, theCompletion, frameOf(tag(), { seq: 4 }));
    const before = callsIn(book);
    const again = await books.reopen(book);
    expect(callsIn(again)).toEqual(before);
    expect(again.cursor()).toEqual({ epoch: EPOCH, after: 4 });
  });

  test('an event is acknowledged when it is in the file, not before', async () => {
    const acked: number[] = [];
    const book = await books.open({
      onDurable: (epoch, seq) => {
        expect(epoch).toBe(EPOCH);
        acked.push(seq);
      },
    });
    take(book, welcome(), theRing);
    expect(acked).toEqual([]);
    await book.flush();
    expect(acked).toEqual([1]);
    expect(await saidIn(books.path)).toContain(theRing.webhookId);
  });

  test('what arrives while the disk is busy goes into one write, with one acknowledgement', async () => {
    const acked: number[] = [];
    const book = await books.open({ onDurable: (_, seq) => acked.push(seq) });
    take(book, welcome());
    for (let seq = 1; seq <= 200; seq += 1)
      take(book, { ...theRing, seq, webhookId: frameOf(ring(at), { seq }).webhookId });
    await book.flush();
    expect(acked.at(-1)).toBe(200);
    expect(acked.length).toBeLessThanOrEqual(3);
  });

  test('what was dismissed stays dismissed, also under another key', async () => {
    let book = await books.open();
    take(book, welcome(), theRing);
    book.dismiss(CALL);
    book = await books.reopen(book);
    expect(book.isDismissed(CALL)).toBe(true);
    take(book, welcome(), { ...theRing, seq: 2, call: callKey('call-2') });
    book = await books.reopen(book);
    expect(book.isDismissed(callKey('call-2'))).toBe(true);
  });

  test('what was had back is closed no more, after a restart too', async () => {
    let book = await books.open();
    take(book, welcome(), theRing);
    book.dismiss(CALL);
    book.reopen(CALL);
    expect(book.isDismissed(CALL)).toBe(false);
    book = await books.reopen(book);
    expect(book.isDismissed(CALL)).toBe(false);
    book.dismiss(CALL);
    book = await books.reopen(book);
    expect(book.isDismissed(CALL)).toBe(true);
  });

  test('a torn last line was never acknowledged and is ignored', async () => {
    let book = await books.open();
    take(book, welcome(), theRing, theAnswer);
    await book.close();
    const whole = await readFile(books.path);
    for (let cut = 1; cut < 40; cut += 13) {
      await writeFile(books.path, whole.subarray(0, whole.length - cut));
      book = await books.open();
      expect(book.cursor().after).toBe(1);
      take(book, welcome(), { ...theAnswer, seq: 2 });
      book = await books.reopen(book);
      expect(book.call(CALL)?.answeredAt).not.toBeNull();
      await book.close();
    }
    expect(await readdir(books.folder)).toEqual(['calls.book']);
  });

  test('a damaged file is moved aside, not deleted, and what stood before the damage counts', async () => {
    const whole = await damagedBook();
    const book = await books.open();
    expect(book.cursor()).toEqual({ epoch: EPOCH, after: 1 });
    expect(book.call(CALL)?.startedAt).toBe(NOON);
    const [aside = ''] = await movedAside();
    expect(await readFile(join(books.folder, aside))).toEqual(whole);
    take(book, welcome(), theAnswer, theCompletion);
    expect((await books.reopen(book)).cursor().after).toBe(3);
  });

  test.each<[string, (book: CallBook) => unknown]>([
    ['the relay forgot somebody', (book) => take(book, ...forgotten)],
    ['calls are too old', (book) => book.prune()],
    ['the pairing goes', (book) => book.erase()],
  ])('what was moved aside is erased when %s', async (_, erase) => {
    await damagedBook();
    let [days, clock] = [30, NOON];
    const book = await books.open({ days: () => days, now: () => clock });
    book.belongTo(NORA);
    await book.flush();
    expect(await movedAside()).toHaveLength(1);
    days = 0;
    clock += 1;
    erase(book);
    await book.flush();
    expect(await readdir(books.folder)).toEqual(['calls.book']);
  });

  test('damage to one event costs that event, not the book', async () => {
    let book = await books.open();
    take(book, welcome(), theRing, theAnswer);
    await book.close();
    const whole = await readFile(books.path);
    whole.writeUInt8(whole.readUInt8(whole.length - 5) ^ 1, whole.length - 5);
    await writeFile(books.path, whole);
    const log = notedLog();
    book = await books.open({ log });
    expect(book.call(CALL)).toMatchObject({ answeredAt: null, startedAt: NOON });
    expect(log.lines.join()).toContain('an event of the book cannot be read');
  });

  test('parts of the file cannot change places, nor come from another book', async () => {
    let book = await books.open();
    take(book, welcome(), theRing);
    await book.flush();
    take(book, theAnswer);
    await book.close();
    const whole = await readFile(books.path);
    const second = HEADER_BYTES + PREFIX_BYTES + whole.readUInt32BE(24) + whole.readUInt32BE(28);
    const [header, one, two] = [
      whole.subarray(0, HEADER_BYTES),
      whole.subarray(HEADER_BYTES, second),
      whole.subarray(second),
    ];
    await writeFile(books.path, Buffer.concat([header, two, one]));
    book = await books.open();
    expect(book.order()).toEqual([]);
    await book.close();
    await writeFile(books.path, Buffer.concat([newHeader(), one, two]));
    book = await books.open();
    expect(book.order()).toEqual([]);
  });

  test('the file belongs to this user alone', async () => {
    const book = await books.open();
    take(book, welcome(), theRing);
    await book.flush();
    expect((await stat(books.path)).mode & 0o777).toBe(0o600);
  });

  test('a disk that fails costs the acknowledgement, not the card, and is tried again', async () => {
    const acked: number[] = [];
    const log = notedLog();
    books.path = join(books.folder, 'not-there', 'calls.book');
    const book = await books.open({ log, onDurable: (_, seq) => acked.push(seq), retryMs: 20 });
    expect(take(book, welcome(), theRing)).toHaveLength(1);
    await book.flush();
    expect(acked).toEqual([]);
    expect(log.lines.join()).toContain('the book cannot be written');
    await mkdir(join(books.folder, 'not-there'));
    await until('the retry', () => acked.length > 0);
    expect(acked).toEqual([1]);
  });
});

describe('bounds', () => {
  function many(count: number): RelayFrame[] {
    return Array.from({ length: count }, (_, n) =>
      frameOf(ring(at), { seq: n + 1, call: callKey(`call-${n}`), id: `msg_${n}` }),
    );
  }

  test('the history keeps the newest events, in whole calls, and the cursor goes on', async () => {
    let tick = NOON;
    const events = 50;
    const book = await books.open({ events, now: () => (tick += 1) });
    take(book, welcome(), ...many(120));
    expect(callsIn(book)).toHaveLength(50);
    expect(book.call(callKey('call-119'))).not.toBeNull();
    expect(book.call(callKey('call-0'))).toBeNull();
    expect((await books.reopen(book, { events, now: () => (tick += 1) })).cursor().after).toBe(120);
  });

  test('what is older than the bound is gone at the next start', async () => {
    const book = await books.open();
    take(book, welcome(), theRing);
    expect(callsIn(await books.reopen(book, { now: () => NOON + 31 * 86_400_000 }))).toEqual([]);
  });

  test('the file is rewritten before it grows without end, and says the same', async () => {
    let tick = NOON;
    const options = { events: 20, spareRecords: 30, now: () => (tick += 1) };
    const book = await books.open(options);
    take(book, welcome());
    for (const frame of many(300)) {
      take(book, frame);
      await book.flush();
    }
    book.dismiss(callKey('call-299'));
    const before = callsIn(book);
    const again = await books.reopen(book, options);
    expect(callsIn(again)).toEqual(before);
    expect(again.isDismissed(callKey('call-299'))).toBe(true);
    expect(again.cursor().after).toBe(300);
    expect((await saidIn(books.path)).split('\n').length).toBeLessThan(60);
    expect(await readdir(books.folder)).toEqual(['calls.book']);
  });
});
