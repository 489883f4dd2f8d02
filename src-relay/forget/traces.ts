import { closeSync, existsSync, openSync, readSync } from 'node:fs';
import type { DatabaseSync } from 'node:sqlite';
import { setTimeout as wait } from 'node:timers/promises';
import { isDiskTrouble, journalFile, query } from '../journal/database.ts';
import type { Sought } from './sought.ts';

const TRIES = 50;
const PAUSE_MS = 100;
const PART_BYTES = 4 * 1024 * 1024;

/**
 * Makes the files forget what the journal has: empties the write-ahead log, then reads every byte of the files for what
 * was erased. SQLite overwrites what it deletes (`secure_delete`); should any of it be left all the same, the database is
 * rewritten.
 * @returns whether nothing is left; false when another program kept the log in use all along
 */
export async function scrub(db: DatabaseSync, folder: string, sought: Sought): Promise<boolean> {
  const needles = needlesOf(sought);
  if ((await emptyLog(db)) && !holdsAny(folder, needles)) return true;
  try {
    db.exec('VACUUM');
  } catch (error) {
    if (!isDiskTrouble(error)) throw error;
    return false;
  }
  return (await emptyLog(db)) && !holdsAny(folder, needles);
}

/** A reader in the middle of a page holds the log back: a moment later it does not. */
async function emptyLog(db: DatabaseSync): Promise<boolean> {
  const checkpoint = query<{ busy: number }>(db, 'PRAGMA wal_checkpoint(TRUNCATE)');
  for (let i = 0; i < TRIES; i += 1) {
    if (checkpoint.get()?.busy === 0) return true;
    await wait(PAUSE_MS);
  }
  return false;
}

/** A number in full where it is known: its last digits alone may be those of somebody abroad. */
function needlesOf({ numbers, emails }: Sought): Buffer[] {
  const digits = numbers.map(({ e164, tail }) => e164?.slice(1) ?? tail ?? '');
  return [...digits, ...emails].filter((needle) => needle !== '').map((needle) => Buffer.from(needle));
}

function holdsAny(folder: string, needles: readonly Buffer[]): boolean {
  const database = journalFile(folder);
  return [database, `${database}-wal`].some((file) => existsSync(file) && fileHolds(file, needles));
}

function fileHolds(path: string, needles: readonly Buffer[]): boolean {
  const overlap = Math.max(0, ...needles.map((needle) => needle.length));
  const part = Buffer.alloc(PART_BYTES + overlap);
  const file = openSync(path, 'r');
  try {
    for (let at = 0; ; at += PART_BYTES) {
      const length = readSync(file, part, 0, part.length, at);
      const bytes = part.subarray(0, length);
      if (needles.some((needle) => bytes.includes(needle))) return true;
      if (length < part.length) return false;
    }
  } finally {
    closeSync(file);
  }
}
