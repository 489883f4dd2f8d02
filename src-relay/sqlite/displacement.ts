import { stat } from 'node:fs/promises';
import { DISPLACED } from '../sql/errors.ts';
import { journalFile } from './database.ts';

/**
 * Tells whether the journal is still the file that was opened: one that was removed or swapped goes on taking writes
 * that nobody will ever read again.
 */
export async function displacementOf(folder: string): Promise<() => Promise<string | null>> {
  const opened = await identity(folder);
  return async () => {
    const now = await identity(folder);
    return now !== null && now !== opened ? DISPLACED : null;
  };
}

/** Null when the system cannot say just now. */
async function identity(folder: string): Promise<string | null> {
  try {
    const { dev, ino } = await stat(journalFile(folder));
    return `${dev} ${ino}`;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'ENOENT' ? 'missing' : null;
  }
}
