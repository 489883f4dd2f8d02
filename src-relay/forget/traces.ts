import { closeSync, existsSync, openSync, readSync } from 'node:fs';
import type { DatabaseSync } from 'node:sqlite';
import { setTimeout as wait } from 'node:timers/promises';
import { isDiskTrouble, journalFile, query } from '../sqlite/database.ts';
import { byteSearch } from './byte-search.ts';
import type { Sought } from './sought.ts';

const TRIES = 50;
const PAUSE_MS = 100;
const PART_BYTES = 4 * 1024 * 1024;

/** Empties the write-ahead log, then reads every byte of the journal's files for somebody. */
export async function isTraceless(db: DatabaseSync, folder: string, sought: Sought): Promise<boolean> {
  return (await emptyLog(db)) && !holdsAny(folder, sought);
}

/**
 * Makes the files forget what the journal has. SQLite overwrites what it deletes (`secure_delete`); should any of it be left
 * all the same, the database is rewritten.
 * @returns whether nothing is left; false when another program kept the log in use all along
 */
export async function scrub(db: DatabaseSync, folder: string, sought: Sought): Promise<boolean> {
  if (await isTraceless(db, folder, sought)) return true;
  try {
    db.exec('VACUUM');
  } catch (error) {
    if (!isDiskTrouble(error)) throw error;
    return false;
  }
  return await isTraceless(db, folder, sought);
}

/** A reader in the middle of a page holds the log back: a moment later it does not. */
export async function emptyLog(db: DatabaseSync): Promise<boolean> {
  const checkpoint = query<{ busy: number }>(db, 'PRAGMA wal_checkpoint(TRUNCATE)');
  for (let i = 0; i < TRIES; i += 1) {
    if (checkpoint.get()?.busy === 0) return true;
    await wait(PAUSE_MS);
  }
  return false;
}

function holdsAny(folder: string, sought: Sought): boolean {
  const search = byteSearch(sought);
  const database = journalFile(folder);
  return [database, `${database}-wal`].some((file) => existsSync(file) && fileHolds(file, search));
}

function fileHolds(path: string, { longest, isIn }: ReturnType<typeof byteSearch>): boolean {
  const part = Buffer.alloc(PART_BYTES + longest);
  const file = openSync(path, 'r');
  try {
    for (let at = 0; ; at += PART_BYTES) {
      const length = readSync(file, part, 0, part.length, at);
      if (isIn(part.subarray(0, length))) return true;
      if (length < part.length) return false;
    }
  } finally {
    closeSync(file);
  }
}
