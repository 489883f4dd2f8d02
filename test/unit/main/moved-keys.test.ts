import { expect, test } from 'vitest';
import { followMoves } from '../../../src-main/book/moved-keys.ts';
import { byKeyNow } from '../../../src-main/ipc/by-key-now.ts';
import type { RequestHandlers } from '../../../src-main/ipc/handle.ts';
import { take, theRing, useBooks } from './books.ts';
import { CALL, callKey, welcome } from './heard.ts';

const books = useBooks();
const under = (name: string) => ({ ...theRing, call: callKey(name) });

test('what a page asks of the key before is done with the call, wherever it went since', async () => {
  const book = await books.open();
  const moves = followMoves(book);
  take(book, welcome(), theRing);
  const handlers = byKeyNow(
    { 'card:note': ({ key, text }: { key: typeof CALL; text: string }) => book.note(key, text) } as never,
    moves.now,
  ) as RequestHandlers;
  take(book, under('two'), under('three'));
  await handlers['card:note']({ key: CALL, text: 'Call back at 5' });
  expect(book.noteOf(callKey('three'))).toBe('Call back at 5');
  take(book, theRing);
  expect([moves.now(CALL), moves.now(callKey('two')), moves.now(callKey('three'))]).toEqual([
    CALL,
    CALL,
    CALL,
  ]);
  book.erase();
  expect(moves.now(callKey('two'))).toBe('two');
  moves.close();
});

test('a request without a call is handed on as it is', () => {
  const asked: unknown[] = [];
  const handlers = byKeyNow(
    {
      'texts:page': (payload: unknown) => asked.push(payload),
      'home:ready': (payload: unknown) => asked.push(payload),
    } as never,
    (key) => key,
  ) as RequestHandlers;
  void handlers['texts:page']({ after: null });
  void handlers['home:ready'](undefined);
  expect(asked).toEqual([{ after: null }, undefined]);
});
