import { renameSync } from 'node:fs';
import { codeOf, type Log } from '../log/log.ts';
import type { CallBook } from './call-book.ts';
import { damagedName } from './erase-book.ts';
import { openAside, sealOf, type OpenedAside } from './read-book.ts';
import type { Seal } from './seal.ts';
import { booksAside, eraseAsides, setBookAside, type BookAside } from './set-aside.ts';

/** How many books are set aside, and for what. */
export interface Asides {
  /** The keychain at hand does not open them. */
  readonly keychain: number;
  /** They are another agent's. */
  readonly agent: number;
}

/**
 * Makes the book's place ready: a book that none of these opens is set aside.
 * @param hasOthers another key may open it; else it is damaged, and what can be read of it counts
 * @returns what opens the book that is there, else the first; null when the book there has to stay untouched
 */
export async function makePlace(
  path: string,
  seals: readonly [Seal, ...Seal[]],
  hasOthers: boolean,
  log: Log,
): Promise<Seal | null> {
  let found: Seal | 'empty' | null = null;
  try {
    found = await sealOf(path, seals);
    if (found === null && !hasOthers) return seals[0];
  } catch (error) {
    log.error('the book cannot be read now', { code: codeOf(error) });
  }
  if (found !== null) return found === 'empty' ? seals[0] : found;
  log.warn('the keychain does not open the book: it is set aside until its own is back');
  return setBookAside(path, log) ? seals[0] : null;
}

/**
 * Takes back what was set aside of the book's agent and can be opened: into the book, newest first, and from the disk when
 * the book has it there. What cannot be taken back stays.
 * @returns what stays, and what is being written
 */
export async function takeBack(
  path: string,
  book: Pick<CallBook, 'takeIn'>,
  seals: readonly Seal[],
  log: Log,
): Promise<{ readonly asides: Asides; readonly written: Promise<void> }> {
  const asides = { keychain: 0, agent: 0 };
  const writing: Promise<void>[] = [];
  for (const aside of (await booksAside(path, log)).toReversed()) {
    const opened = await open(aside, seals, log);
    const isWritten = opened === null ? null : book.takeIn(opened.records);
    if (opened === null) asides.keychain += 1;
    else if (isWritten === null) {
      opened.close();
      asides.agent += 1;
    } else writing.push(letGo(path, aside, opened, isWritten, log));
  }
  return { asides, written: Promise.all(writing).then(() => undefined) };
}

async function open(aside: BookAside, seals: readonly Seal[], log: Log): Promise<OpenedAside | null> {
  try {
    const seal = await sealOf(aside.path, seals);
    return seal === 'empty' || seal === null ? null : await openAside(aside.path, seal);
  } catch (error) {
    log.error('a book that was set aside cannot be read now', { code: codeOf(error) });
    return null;
  }
}

async function letGo(
  path: string,
  aside: BookAside,
  { damaged, close }: OpenedAside,
  isWritten: Promise<boolean>,
  log: Log,
): Promise<void> {
  // With a disk that fails, the next start takes it back once more, which changes nothing.
  if (!(await isWritten)) return;
  close();
  log.info('a book that was set aside is taken back', { damaged });
  if (!damaged) return await eraseAsides([aside], log);
  try {
    renameSync(aside.path, damagedName(path));
  } catch (error) {
    log.error('the damaged book could not be moved aside', { code: codeOf(error) });
  }
}
