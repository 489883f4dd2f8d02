import { randomUUID } from 'node:crypto';
import {
  closeSync,
  existsSync,
  fchownSync,
  fsyncSync,
  openSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs';
import { open } from 'node:fs/promises';
import { dirname } from 'node:path';
import { makeFolder } from './folder.ts';

/** A file with a secret in it that cannot be used as it is; the message names the file and nothing that is in it. */
export class PrivateFileError extends Error {
  override readonly name = 'PrivateFileError';
  /** The system does not let it be read: that may change without the file. */
  readonly mayPass: boolean;

  constructor(file: string, why: string, mayPass = false) {
    super(`${file}: ${why}`);
    this.mayPass = mayPass;
  }
}

const MAX_BYTES = 16 * 1024;
const EVERYBODY_READS = 0o004;

/** Null: there is no file. @throws PrivateFileError when everybody may read it, it is too long, or cannot be read */
export async function readPrivateFile(file: string): Promise<string | null> {
  try {
    const handle = await open(file, 'r');
    try {
      const { mode, size } = await handle.stat();
      if (process.platform !== 'win32' && (mode & EVERYBODY_READS) !== 0) {
        throw new PrivateFileError(file, `everybody on this machine may read it: chmod 600 ${file}`);
      }
      if (size > MAX_BYTES) throw new PrivateFileError(file, 'too long for a secret');
      return await handle.readFile('utf8');
    } finally {
      await handle.close();
    }
  } catch (error) {
    if (error instanceof PrivateFileError) throw error;
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown error';
    if (code === 'ENOENT') return null;
    throw new PrivateFileError(file, `cannot be read (${code})`, true);
  }
}

/** Whether more than its owner may read the file; false when there is none. */
export function isOpenToOthers(file: string): boolean {
  if (process.platform === 'win32' || !existsSync(file)) return false;
  return (statSync(file).mode & 0o077) !== 0;
}

/** Writes the file anew, whole or not at all, and readable by this user alone. @throws the system's error */
export function writePrivateFile(file: string, text: string): void {
  makeFolder(dirname(file));
  // Where a link leads, so that the link stays one.
  const target = existsSync(file) ? realpathSync(file) : file;
  const temporary = `${target}.${randomUUID()}`;
  const fd = openSync(temporary, 'wx', 0o600);
  try {
    writeSync(fd, text);
    // Run by root, it is still for the relay's user, whose folder it is.
    const owner = statSync(dirname(target));
    if (process.getuid?.() === 0) fchownSync(fd, owner.uid, owner.gid);
    fsyncSync(fd);
    closeSync(fd);
    renameSync(temporary, target);
  } catch (error) {
    rmSync(temporary, { force: true });
    throw error;
  }
}
