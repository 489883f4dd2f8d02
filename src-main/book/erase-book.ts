import { readdir, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { codeOf, type Log } from '../log/log.ts';

/** Under what name a damaged book is kept. */
export function damagedName(path: string): string {
  return `${path}.damaged-${Date.now()}`;
}

/** Erases what was kept under this name: the file, its next version, damaged ones, and those that were set aside. */
export async function eraseBook(path: string, log: Log): Promise<void> {
  const name = basename(path);
  await erase(path, log, (entry) => entry === name || entry.startsWith(`${name}.`));
}

/** Erases damaged books that were kept. */
export async function eraseDamaged(path: string, log: Log): Promise<void> {
  await erase(path, log, (entry) => entry.startsWith(`${basename(path)}.damaged`));
}

async function erase(path: string, log: Log, isMeant: (entry: string) => boolean): Promise<void> {
  try {
    for (const entry of await readdir(dirname(path)))
      if (isMeant(entry)) await rm(join(dirname(path), entry), { force: true });
  } catch (error) {
    log.error('an old book could not be erased', { code: codeOf(error) });
  }
}
