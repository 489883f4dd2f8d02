import { accessSync, constants, existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { isOfNewerVersion, journalFile, openForReading, query } from '../sqlite/database.ts';
import { messageOf } from '../sql/errors.ts';
import { diskOf } from '../sqlite/disk.ts';
import { fail, newerVersion, ok, warn, type Finding } from './finding.ts';

const MIB = 1024 * 1024;
/** Below this the journal may stop writing within a day, and within minutes. */
const LITTLE_ROOM = 1024 * MIB;
const NO_ROOM = 100 * MIB;

/** The data folder: can it be written, is there room, is the journal whole, and who serves it? */
export function lookAtFolder(folder: string): Finding[] {
  return unwritable(folder) ?? [rights(folder), room(folder), holder(folder), journal(folder)];
}

/** The data folder of a relay whose journal is elsewhere: its secrets and settings are in there. */
export function lookAtDataFolder(folder: string): Finding[] {
  return unwritable(folder) ?? [rights(folder)];
}

/** Null: it can be written. */
function unwritable(folder: string): Finding[] | null {
  try {
    accessSync(folder, constants.W_OK);
    return null;
  } catch {
    const todo = 'make it, or run this as the user the relay runs as (RINGSIDE_DATA says which folder)';
    return [fail('folder', `${folder} is not there or cannot be written`, todo)];
  }
}

function rights(folder: string): Finding {
  const isOpen = (statSync(folder).mode & 0o077) !== 0 && process.platform !== 'win32';
  const found = `${folder} can be written`;
  return isOpen
    ? warn('folder', `${found}, and others may look into it`, `chmod 700 ${folder}: calls are in there`)
    : ok('folder', found);
}

function room(folder: string): Finding {
  const { freeBytes, journalBytes } = diskOf(folder);
  const found = `${Math.floor(freeBytes / MIB)} MiB free, the journal has ${Math.ceil(journalBytes / MIB)} MiB`;
  if (freeBytes < NO_ROOM) return fail('disk', found, 'make room now: on a full disk webhooks get 503');
  if (freeBytes < LITTLE_ROOM) return warn('disk', found, 'make room, or lower retentionDays');
  return ok('disk', found);
}

/** Looks at the lock without taking it, so that a relay that starts meanwhile is not turned away. */
function holder(folder: string): Finding {
  const file = join(folder, 'relay.lock');
  if (!existsSync(file))
    return warn('lock', 'no relay has served this folder yet', 'start one: ringside-relay serve');
  const lock = new DatabaseSync(file, { readOnly: true, timeout: 0 });
  try {
    lock.prepare('SELECT count(*) FROM sqlite_schema').get();
    return warn('lock', 'no relay serves this folder now', 'start one: ringside-relay serve');
  } catch {
    const pid = holderOf(file);
    return ok('lock', `a relay serves this folder${pid === null ? '' : ` (process ${pid})`}`);
  } finally {
    lock.close();
  }
}

/** Linux tells who holds a lock: https://man7.org/linux/man-pages/man5/proc_locks.5.html */
function holderOf(file: string): number | null {
  try {
    const inode = String(statSync(file).ino);
    const line = readFileSync('/proc/locks', 'utf8')
      .split('\n')
      .find((entry) => entry.includes('WRITE') && entry.split(/\s+/)[5]?.split(':')[2] === inode);
    return line === undefined ? null : Number(line.split(/\s+/)[4]);
  } catch {
    return null;
  }
}

function journal(folder: string): Finding {
  if (!existsSync(journalFile(folder))) {
    return warn('journal', 'there is none yet', 'it is made by the first agents add or serve');
  }
  try {
    const db = openForReading(folder);
    try {
      const check = query<{ quick_check: string }>(db, 'PRAGMA quick_check(1)').get()?.quick_check;
      if (check === 'ok' && isOfNewerVersion(db)) return newerVersion('journal');
      if (check === 'ok') return ok('journal', 'whole (quick_check)');
    } finally {
      db.close();
    }
    return fail('journal', 'damaged', 'stop the relay, keep the folder, and restore the last backup');
  } catch (error) {
    return fail(
      'journal',
      `cannot be read: ${messageOf(error)}`,
      'restore the last backup into an empty folder',
    );
  }
}
