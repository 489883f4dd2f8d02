import { open, rename } from 'node:fs/promises';
import { dirname } from 'node:path';

/**
 * Replaces a file so that after any crash it holds the old text or the new, never a mixture. Mode 0600.
 * A library would do the same, but the usual one listens to SIGTERM while it writes, and taking its listener off
 * again leaves Electron without the one it quits by.
 * @returns the bytes written
 */
export async function writeAtomically(path: string, parts: Iterable<string>): Promise<number> {
  const temporary = `${path}.new`;
  let bytes = 0;
  const file = await open(temporary, 'w', 0o600);
  try {
    for (const part of parts) bytes += (await file.write(part)).bytesWritten;
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(temporary, path);
  await syncFolderOf(path);
  return bytes;
}

/** Makes a new name in the file's folder last. Windows has no way to, and no need. */
export async function syncFolderOf(path: string): Promise<void> {
  if (process.platform === 'win32') return;
  const folder = await open(dirname(path), 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}
