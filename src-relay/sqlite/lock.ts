import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { JournalError, messageOf } from '../sql/errors.ts';
import { makeFolder } from '../files/folder.ts';

/**
 * Makes sure that one relay at a time serves a folder: two would each push only what they took in themselves. The
 * system drops the lock with the process, however that ends.
 * @returns the release
 * @throws JournalError when another relay has it, or the folder cannot be written
 */
export function lockFolder(folder: string): () => void {
  let db: DatabaseSync | null = null;
  try {
    makeFolder(folder);
    db = new DatabaseSync(join(folder, 'relay.lock'), { timeout: 0 });
    db.exec('BEGIN EXCLUSIVE');
  } catch (error) {
    db?.close();
    const isTaken = error instanceof Error && 'errcode' in error && error.errcode === 5;
    throw new JournalError(
      isTaken
        ? `another relay is running on ${folder}`
        : `cannot keep a journal in ${folder}: ${messageOf(error)}`,
    );
  }
  const held = db;
  return () => held.close();
}
