import type { Epoch } from '../../src-shared/brand.ts';
import type { Log } from '../log/log.ts';
import type { CallBook } from './call-book.ts';
import { eraseBook } from './erase-book.ts';
import { createCallBook } from './keeping.ts';
import type { Remembered } from './kept-keys.ts';
import { createMemoryFile } from './memory-file.ts';
import { openBookFile } from './open-file.ts';
import { readPlainBook } from './plain-book.ts';
import type { BookRecord, EventHead } from './records.ts';
import type { Seal } from './seal.ts';

export interface OpenBookOptions {
  /** The sealed book. */
  readonly path: string;
  /** Where an earlier version kept it for everybody to read: taken over and erased; null: nowhere. */
  readonly plainPath?: string | null;
  /** Null: nothing may be written that somebody could read, so the book is in memory only. */
  readonly seal: Seal | null;
  readonly log: Log;
  /** Everything up to `seq` is on disk: time to acknowledge it. Never called for a book in memory. */
  readonly onDurable: (epoch: Epoch, seq: number) => void;
  readonly remembered?: Remembered | undefined;
  readonly now?: () => number;
  readonly days?: () => number | null;
  readonly events?: number;
  readonly spareRecords?: number;
  readonly retryMs?: number;
}

/** Opens the book, sealed on disk where there is a seal. */
export async function openCallBook(options: OpenBookOptions): Promise<CallBook> {
  const { seal, log, plainPath = null } = options;
  if (seal === null) {
    if (plainPath !== null) await eraseBook(plainPath, log);
    return createCallBook({ ...options, records: [], file: createMemoryFile() });
  }
  const onDurable = reportLast(options.onDurable);
  const { records, file, isWhole } = await openBookFile({ ...options, seal, onDurable });
  const plain = plainPath === null ? null : await readPlainBook(plainPath, log);
  // A book that is there already has all that the plain one had.
  const isTakenOver = plain !== null && records.length === 0;
  const book = createCallBook({ ...options, records: isTakenOver ? plain : records, file });
  const isSafe = isTakenOver || !isWhole ? await book.rewrite() : true;
  if (plain !== null && plainPath !== null && isSafe) await eraseBook(plainPath, log);
  return book;
}

/** Tells of what was written by the last event in it. */
export function reportLast(
  onDurable: OpenBookOptions['onDurable'],
): (written: readonly BookRecord[]) => void {
  return (written) => {
    const last = written.findLast((record): record is EventHead => record.kind === 'event');
    if (last !== undefined) onDurable(last.epoch, last.seq);
  };
}
