import { readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { writePrivateFile } from '../files/private-file.ts';
import { parseSecrets, type Secret } from './signature.ts';

/** The name of the file in the data folder. */
export const SECRETS_FILE = 'webhook-secrets';
const HEAD = '# Webhook secrets of the relay: ringside-relay secrets --help';

/**
 * The secrets in the text of a secrets file: `whsec_…` separated by lines, spaces or commas; what follows a `#` is a
 * comment.
 * @throws SecretError that names no secret
 */
export function secretsIn(text: string): Secret[] {
  return parseSecrets(wordsIn(text).join(','));
}

function wordsIn(text: string): string[] {
  return linesIn(text).flatMap(wordsOn);
}

function linesIn(text: string): string[] {
  return text.replace(/^\uFEFF/, '').split(/\r\n?|\n/);
}

function wordsOn(line: string): string[] {
  return (line.split('#', 1)[0] ?? '').split(/[\s,]+/).filter((word) => word !== '');
}

/** The text with these secrets: what the admin wrote beside those that stay, stays too. */
function withSecrets(text: string, secrets: readonly string[]): string {
  const wanted = new Set(secrets);
  const kept = linesIn(text === '' ? HEAD : text.trimEnd()).flatMap((line) => {
    const words = wordsOn(line);
    const staying = words.filter((word) => wanted.has(word));
    if (staying.length === words.length) return [line];
    return staying.length === 0 ? [] : [`${staying.join(' ')}${/\s*#.*/.exec(line)?.[0] ?? ''}`];
  });
  const there = new Set(kept.flatMap(wordsOn));
  return [...kept, ...secrets.filter((one) => !there.has(one)), ''].join('\n');
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
 * Writes the secrets file anew with what `change` makes of its secrets: whole or not at all, readable by this user alone,
 * and with the admin's comments.
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
  writePrivateFile(file, withSecrets(before, after));
}
