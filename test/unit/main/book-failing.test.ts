import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { until } from '../../fixtures/until.ts';
import { ring } from '../../fixtures/allo.ts';
import { take, useBooks } from './books.ts';
import { callKey, frameOf, isoAt, notedLog, NOON, welcome } from './heard.ts';

const books = useBooks();

test('however long a disk fails, what waits for it is bounded; nothing is acknowledged before it is there, and all of it is then', async () => {
  const acked: number[] = [];
  const log = notedLog();
  let now = NOON;
  books.path = join(books.folder, 'not-there', 'calls.book');
  const options = { events: 300, spareRecords: 50, now: () => (now += 1) };
  const book = await books.open({ ...options, log, onDurable: (_, seq) => acked.push(seq), retryMs: 5 });
  take(book, welcome());
  for (let seq = 1; seq <= 5_000; seq += 1) {
    const frame = frameOf(ring({ started_at: isoAt(NOON) }), {
      seq,
      call: callKey(`call-${seq}`),
      id: `msg_${seq}`,
    });
    take(book, frame);
    if (seq % 500 === 0) await until('a try', () => book.flush().then(() => true));
  }
  expect(await book.note(callKey('call-5000'), 'kept later')).toBe('failed');
  const waiting = log.lines.flatMap((line) => Number(/"waiting":(\d+)/.exec(line)?.[1] ?? []));
  expect(waiting.length).toBeGreaterThan(1);
  expect(Math.max(...waiting)).toBeLessThanOrEqual(800);
  expect(acked).toEqual([]);

  await mkdir(join(books.folder, 'not-there'));
  await until('the disk to take it', () => acked.length > 0);
  expect(acked).toEqual([5_000]);
  const again = await books.reopen(book, options);
  expect(again.cursor().after).toBe(5_000);
  expect(again.noteOf(callKey('call-5000'))).toBe('kept later');
  expect(again.order().length).toBeGreaterThanOrEqual(300);
});
