import { randomUUID } from 'node:crypto';
import { closeSync, existsSync, fsyncSync, linkSync, openSync, rmSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { openForReading, query } from './database.ts';
import { JournalError, messageOf } from '../sql/errors.ts';

/** What a backup holds. */
export interface Backup {
  readonly events: number;
  readonly agents: number;
  readonly bytes: number;
}

/**
 * Writes a copy of the journal as of now, while a relay may be running on it: one file, for this user alone, whole or
 * not there at all. It has an epoch of its own, since a journal that goes back in time is another one: apps that resume
 * on it are told to start over, and know by their webhook ids which events they have had.
 * @throws JournalError when the file exists, cannot be written, or does not read back right
 */
export function backUpJournal(folder: string, file: string): Backup {
  if (existsSync(file)) throw new JournalError(`${file} exists already; a backup never overwrites`);
  const partial = `${file}.${randomUUID()}.partial`;
  try {
    // Made here, so that nobody else may read it from the first byte on.
    closeSync(openSync(partial, 'wx', 0o600));
    copyInto(folder, partial);
    const { events, agents } = makeItsOwn(partial);
    sync(partial);
    // Unlike a rename, a link fails when somebody else has made the file meanwhile.
    linkSync(partial, file);
    sync(dirname(file));
    return { events, agents, bytes: statSync(file).size };
  } catch (error) {
    throw new JournalError(`cannot back up to ${file}: ${messageOf(error)}`);
  } finally {
    rmSync(partial, { force: true });
  }
}

/**
 * One read transaction: writers go on meanwhile. It holds what is kept and nothing else, no page that was freed.
 * Source: https://www.sqlite.org/lang_vacuum.html#vacuuminto
 */
function copyInto(folder: string, file: string): void {
  const journal = openForReading(folder);
  try {
    query(journal, 'VACUUM INTO ?').run(file);
  } finally {
    journal.close();
  }
}

function makeItsOwn(file: string): { events: number; agents: number } {
  const copy = new DatabaseSync(file);
  try {
    // Codes that have not been used yet, and the address, belong to the relay that goes on.
    copy.exec('PRAGMA secure_delete = ON; DELETE FROM pairing');
    query(copy, 'UPDATE journal SET epoch = ?, listening = NULL').run(randomUUID());
    const check = query<{ integrity_check: string }>(copy, 'PRAGMA integrity_check').get();
    if (check?.integrity_check !== 'ok') throw new Error('the copy is damaged');
    const counts = query<{ events: number; agents: number }>(
      copy,
      'SELECT (SELECT count(*) FROM event) AS events, (SELECT count(*) FROM agent) AS agents',
    ).get();
    return counts ?? { events: 0, agents: 0 };
  } finally {
    copy.close();
  }
}

function sync(path: string): void {
  const handle = openSync(path, 'r');
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}
