import { closeSync, existsSync, openSync, readSync } from 'node:fs';
import type { DatabaseSync } from 'node:sqlite';
import { setTimeout as wait } from 'node:timers/promises';
import type { ByteSearch, Remnants } from '../sql/sql.ts';
import { isDiskTrouble, journalFile, query } from './database.ts';

const TRIES = 50;
const PAUSE_MS = 100;
const PART_BYTES = 4 * 1024 * 1024;

/**
 * SQLite overwrites what it deletes (`secure_delete`), and the files are here: the write-ahead log is emptied, and every
 * byte is read. Should any of it be left all the same, the database is rewritten.
 */
export function sqliteRemnants(db: DatabaseSync, folder: string): Remnants {
  const checkpoint = query<{ busy: number }>(db, 'PRAGMA wal_checkpoint(TRUNCATE)');

  /** A reader in the middle of a page holds the log back: a moment later it does not. @returns whether it is empty */
  async function emptied(): Promise<boolean> {
    for (let i = 0; i < TRIES; i += 1) {
      if (checkpoint.get()?.busy === 0) return true;
      await wait(PAUSE_MS);
    }
    return false;
  }

  async function areGone(search: ByteSearch): Promise<boolean> {
    return (await emptied()) && !isInFiles(folder, search);
  }

  return {
    areGone,
    async overwrite(search) {
      if (await areGone(search)) return true;
      try {
        db.exec('VACUUM');
      } catch (error) {
        if (!isDiskTrouble(error)) throw error;
        return false;
      }
      return await areGone(search);
    },
    emptyLog: async () => void (await emptied()),
    elsewhere: [],
  };
}

function isInFiles(folder: string, search: ByteSearch): boolean {
  const database = journalFile(folder);
  return [database, `${database}-wal`].some((file) => existsSync(file) && isInFile(file, search));
}

function isInFile(path: string, { longest, isIn }: ByteSearch): boolean {
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
