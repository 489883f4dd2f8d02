import { expect, test } from 'vitest';
import { openBookFile } from '../../../src-main/book/open-file.ts';
import { callsIn, take, theAnswer, theRing, useBooks } from './books.ts';
import { CALL, notedLog, welcome } from './heard.ts';
import { SEAL } from './sealing.ts';

const books = useBooks();

test('a mark that only a later version understands costs itself, not the book', async () => {
  const book = await books.open();
  take(book, welcome(), theRing);
  await book.close();
  const log = notedLog();
  const { file } = await openBookFile({ path: books.path, seal: SEAL, log, onDurable: () => {} });
  file.append({ kind: 'disposition', call: CALL, words: ['Call again'] } as never);
  await file.close();
  const again = await books.open({ log });
  take(again, welcome(undefined, 1), theAnswer);
  const last = await books.reopen(again, { log });
  expect(callsIn(last)).toMatchObject([{ key: CALL, answeredAt: expect.any(Number) as number }]);
  expect(last.cursor().after).toBe(2);
  expect(log.lines.join()).not.toContain('moved aside');
});
