import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach } from 'vitest';
import type { RelayFrame } from '../../../src-shared/wire/protocol.ts';
import type { Call } from '../../../src-shared/calls/call.ts';
import type { BookChange, CallBook } from '../../../src-main/book/call-book.ts';
import { openCallBook, type OpenBookOptions } from '../../../src-main/book/open-book.ts';
import { openBookFile } from '../../../src-main/book/open-file.ts';
import { answer, completed, ring } from '../../fixtures/allo.ts';
import { frameOf, isoAt, notedLog, NOON } from './heard.ts';
import { SEAL } from './sealing.ts';

/** Call books on a real disk: each test has a folder of its own, and every book it opened is closed after it. */
export interface Books {
  folder: string;
  path: string;
  open(options?: Partial<OpenBookOptions>): Promise<CallBook>;
  reopen(book: CallBook, options?: Partial<OpenBookOptions>): Promise<CallBook>;
}

export function useBooks(): Books {
  let opened: CallBook[] = [];
  const books: Books = {
    folder: '',
    path: '',
    async open(options = {}) {
      const { path } = books;
      const book = await openCallBook({
        path,
        seal: SEAL,
        log: notedLog(),
        onDurable: () => {},
        now: () => NOON,
        ...options,
      });
      opened.push(book);
      return book;
    },
    async reopen(book, options) {
      await book.close();
      return books.open(options);
    },
  };
  beforeEach(async () => {
    books.folder = await mkdtemp(join(tmpdir(), 'ringside-book-'));
    books.path = join(books.folder, 'calls.book');
    opened = [];
  });
  afterEach(async () => {
    for (const book of opened) await book.close();
    await rm(books.folder, { recursive: true, force: true });
  });
  return books;
}

/** All that a book's file says to whoever has the key. */
export async function saidIn(path: string): Promise<string> {
  const { records, file } = await openBookFile({ path, seal: SEAL, log: notedLog(), onDurable: () => {} });
  const said = records.map((record) =>
    record.kind === 'event' && record.body !== null
      ? JSON.stringify(file.read(record.webhookId, record.body))
      : JSON.stringify(record),
  );
  await file.close();
  return said.join('\n');
}

/** Every call of the book, newest first. */
export function callsIn(book: CallBook): Call[] {
  return book.order().flatMap(({ key }) => book.call(key) ?? []);
}

/** Gives the book these frames; returns what it told its listeners of changes meanwhile. */
export function take(book: CallBook, ...frames: RelayFrame[]): BookChange[] {
  const changes: BookChange[] = [];
  const stop = book.onChange((change) => {
    if (change.kind !== 'passed') changes.push(change);
  });
  for (const frame of frames) book.receive(frame);
  stop();
  return changes;
}

export const theRing = frameOf(ring({ started_at: isoAt(NOON) }), { seq: 1 });
export const theAnswer = frameOf(answer({ started_at: isoAt(NOON) }), { seq: 2 });
export const theCompletion = frameOf(completed({ start_date: isoAt(NOON) }), { seq: 3 });
