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
import { makeFolder } from '../journal/folder.ts';
import type { AskedCrm, CrmSecret } from './contract.ts';
import { crmNamedIn, CrmSecretError, crmSecretIn, crmSecretText } from './secret.ts';

const MAX_BYTES = 16 * 1024;
const OTHERS_READ = 0o004;

/** The system does not let the file be read: that may change without the file. */
export class UnreadableCrmSecret extends CrmSecretError {}

export interface CrmSecretInFile {
  readonly secret: CrmSecret;
  /** Null: it does not say whose it is. */
  readonly crm: AskedCrm | null;
}

/** Null: there is no file, or nothing in it. @throws CrmSecretError that names the file and not what is in it */
export async function readCrmSecretFile(file: string): Promise<CrmSecretInFile | null> {
  try {
    const handle = await open(file, 'r');
    try {
      const { mode, size } = await handle.stat();
      if (process.platform !== 'win32' && (mode & OTHERS_READ) !== 0) {
        throw new CrmSecretError(`everybody on this machine may read it: chmod 600 ${file}`);
      }
      if (size > MAX_BYTES) throw new CrmSecretError('too long for a secret');
      const text = await handle.readFile('utf8');
      const secret = crmSecretIn(text);
      return secret === null ? null : { secret, crm: crmNamedIn(text) };
    } finally {
      await handle.close();
    }
  } catch (error) {
    if (error instanceof CrmSecretError) throw new CrmSecretError(`${file}: ${error.message}`);
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown error';
    if (code === 'ENOENT') return null;
    throw new UnreadableCrmSecret(`${file}: cannot be read (${code})`);
  }
}

/** Whether more than its owner may read the file; false when there is none. */
export function isCrmSecretFileOpen(file: string): boolean {
  if (process.platform === 'win32' || !existsSync(file)) return false;
  return (statSync(file).mode & 0o077) !== 0;
}

/** Writes the file anew, whole or not at all, and readable by this user alone. @throws the system's error */
export function writeCrmSecretFile(file: string, secret: CrmSecret, crm: AskedCrm): void {
  makeFolder(dirname(file));
  // Where a link leads, so that the link stays one.
  const target = existsSync(file) ? realpathSync(file) : file;
  const temporary = `${target}.${randomUUID()}`;
  const fd = openSync(temporary, 'wx', 0o600);
  try {
    writeSync(fd, crmSecretText(secret, crm));
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
