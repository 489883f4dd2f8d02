import { statfsSync, statSync } from 'node:fs';
import { journalFile } from './database.ts';

/** How much disk the journal and its log take, and how much is left for this user. */
export function diskOf(folder: string): { readonly journalBytes: number; readonly freeBytes: number } {
  const { bavail, bsize } = statfsSync(folder);
  const file = journalFile(folder);
  const sizes = [file, `${file}-wal`].map((path) => statSync(path, { throwIfNoEntry: false })?.size ?? 0);
  return { journalBytes: sizes.reduce((sum, size) => sum + size, 0), freeBytes: bavail * bsize };
}
