import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import {
  closeSync,
  fchownSync,
  fsyncSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs';
import { dirname } from 'node:path';
import { parseSecrets, type Secret } from '../intake/signature.ts';
import { makeFolder } from '../journal/folder.ts';

/** The name of the file in the data folder. */
export const SECRETS_FILE = 'webhook-secrets';

/**
 * The secrets in the text of a secrets file: `whsec_…` separated by lines, spaces or commas; what follows a `#` is a
 * comment.
 * @throws SecretError that names no secret
 */
export function secretsIn(text: string): Secret[] {
  return parseSecrets(wordsIn(text).join(','));
}

function wordsIn(text: string): string[] {
  return text
    .replace(/^\uFEFF/, '')
    .split('\n')
    .flatMap((line) => (line.split('#', 1)[0] ?? '').split(/[\s,]+/))
    .filter((word) => word !== '');
}

/** None when there is no file. @throws SecretError, or the system's error when it cannot be read */
export async function readSecretsFile(file: string): Promise<Secret[]> {
  return secretsIn(await textOf(() => readFile(file, 'utf8')));
}

async function textOf(read: () => Promise<string>): Promise<string> {
  try {
    return await read();
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return '';
    throw error;
  }
}

/**
 * Writes the secrets file anew with what `change` makes of its secrets: whole or not at all, readable by this user alone.
 * @param change is given the `whsec_…` that are there; null leaves the file as it is
 * @throws SecretError when the file has something else in it
 */
export function changeSecretsFile(
  file: string,
  change: (secrets: readonly string[]) => readonly string[] | null,
): void {
  let before = '';
  try {
    before = readFileSync(file, 'utf8');
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ENOENT')) throw error;
  }
  secretsIn(before);
  const after = change(wordsIn(before));
  if (after === null) return;
  makeFolder(dirname(file));
  const temporary = `${file}.${randomUUID()}`;
  const fd = openSync(temporary, 'wx', 0o600);
  try {
    writeSync(fd, ['# Webhook secrets of the relay: ringside-relay secrets --help', ...after, ''].join('\n'));
    // Run by root, it is still for the relay's user, whose folder it is.
    const owner = statSync(dirname(file));
    if (process.getuid?.() === 0) fchownSync(fd, owner.uid, owner.gid);
    fsyncSync(fd);
    closeSync(fd);
    renameSync(temporary, file);
  } catch (error) {
    rmSync(temporary, { force: true });
    throw error;
  }
}
