import { rename } from 'node:fs/promises';
import { codeOf } from '../log/log.ts';
import { createBookFile, type BookFile, type BookFileOptions } from './book-file.ts';
import { damagedName } from './erase-book.ts';
import { readBook } from './read-book.ts';
import type { BookRecord } from './records.ts';
import { setBookAside } from './set-aside.ts';

/**
 * Reads what is there and opens the file for more. Where the file is damaged, or was sealed under another key, it is
 * moved aside, not deleted, and only what stood before the damage counts, so that the relay sends the rest again.
 * @returns the records, oldest first, and the file; with a disk that fails, a file that goes on trying. A file that is
 * not whole must be rewritten first: its bodies are still in the one that was moved aside.
 * @throws when it can neither be read nor be set aside
 */
export async function openBookFile(
  options: BookFileOptions,
): Promise<{ records: readonly BookRecord[]; file: BookFile; isWhole: boolean }> {
  const { path, seal, log } = options;
  const nothing = { fileId: null, records: [], end: 0, blocks: 0, damaged: false };
  const read = await readBook(path, seal).catch(async (error: unknown) => {
    log.error('the book cannot be read now', { code: codeOf(error) });
    // It may be whole, and readable the next time.
    if (setBookAside(path, log)) return nothing;
    throw error;
  });
  if (!read.damaged) return { records: read.records, file: createBookFile(options, read), isWhole: true };
  log.error('the book was damaged and is moved aside', { kept: read.records.length });
  const aside = damagedName(path);
  try {
    await rename(path, aside);
  } catch (error) {
    log.error('the damaged book could not be moved aside', { code: codeOf(error) });
    return { records: [], file: createBookFile(options, nothing), isWhole: false };
  }
  return {
    records: read.records,
    file: createBookFile({ ...options, readFrom: aside }, nothing),
    isWhole: false,
  };
}
