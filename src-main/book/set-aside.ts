import { randomBytes } from 'node:crypto';
import { renameSync } from 'node:fs';
import { readdir, rm, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { codeOf, type Log } from '../log/log.ts';

/**
 * Books that are not to be read now and not to be lost: sealed with a key that the keychain at hand does not open, or of
 * another agent. Each is a file beside the book, named by when it was set aside. Which of the two it is, its seal tells.
 */
export interface BookAside {
  readonly path: string;
  /** When it was set aside, ms since 1970. */
  readonly at: number;
  /** When it was written last, ms since 1970: nothing in it is newer. */
  readonly writtenAt: number;
}

const MARK = '.aside-';

/** The books that were set aside, oldest first. A folder that cannot be read has none. */
export async function booksAside(path: string, log: Log): Promise<BookAside[]> {
  const start = `${basename(path)}${MARK}`;
  try {
    const names = (await readdir(dirname(path))).filter((name) => name.startsWith(start));
    const all = await Promise.all(
      names.map((name) => asideAt(join(dirname(path), name), name.slice(start.length))),
    );
    return all.filter((one) => one !== null).sort((a, b) => a.at - b.at);
  } catch (error) {
    log.error('the books that were set aside cannot be listed', { code: codeOf(error) });
    return [];
  }
}

/** Null: it is none, or was taken back in this moment. */
async function asideAt(path: string, name: string): Promise<BookAside | null> {
  const at = Number(name.split('-', 1)[0]);
  if (!Number.isSafeInteger(at)) return null;
  const file = await stat(path).catch(() => null);
  return file === null ? null : { path, at, writtenAt: file.mtimeMs };
}

/** A name to set the book aside under that none has, nor ever had: what is erased late must not hit another. */
function asideName(path: string): string {
  return `${path}${MARK}${Date.now()}-${randomBytes(4).toString('hex')}`;
}

/**
 * Sets the book aside, at once: its place is free for another one.
 * @returns false when the disk refuses; then it is where it was
 */
export function setBookAside(path: string, log: Log): boolean {
  try {
    renameSync(path, asideName(path));
    return true;
  } catch (error) {
    log.error('the book could not be set aside', { code: codeOf(error) });
    return false;
  }
}

/** Erases these. One that cannot be erased stays, and the log says so. */
export async function eraseAsides(asides: readonly BookAside[], log: Log): Promise<void> {
  for (const { path } of asides)
    await rm(path, { force: true }).catch((error: unknown) =>
      log.error('a book that was set aside could not be erased', { code: codeOf(error) }),
    );
}

/**
 * Erases those in which nothing can be younger than `days`: nobody could look for what is too old inside of them.
 * @returns how many
 */
export async function pruneAsides(
  asides: readonly BookAside[],
  days: number,
  log: Log,
  now = Date.now(),
): Promise<number> {
  const old = asides.filter(({ writtenAt }) => now - writtenAt > days * 24 * 3_600_000);
  if (old.length > 0) log.info('books that were set aside are too old and are erased', { count: old.length });
  await eraseAsides(old, log);
  return old.length;
}
