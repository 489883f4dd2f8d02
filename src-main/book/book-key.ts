import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import * as v from 'valibot';
import { writeAtomically } from '../disk/write-atomically.ts';
import { codeOf, type Log } from '../log.ts';
import type { Vault } from '../pairing/vault.ts';
import { KEY_BYTES } from './seal.ts';

const fileSchema = v.object({
  backend: v.string(),
  secret: v.pipe(v.string(), v.minLength(1), v.maxLength(65_536)),
});

/**
 * The key that the book is sealed with.
 * `none`: there is no keychain to trust now, so nothing may be written.
 * `lost`: the keychain no longer opens the key of before; whatever was sealed with it is out of reach, and this key is new.
 */
export type BookKey =
  | { readonly kind: 'known' | 'new' | 'lost'; readonly key: Buffer }
  | { readonly kind: 'none' };

/** Opens the key kept in `path`, sealed by the system's keychain, or makes one. */
export async function openBookKey(path: string, vault: Vault, log: Log): Promise<BookKey> {
  const stored = await readStored(path);
  if (stored === 'nothing') return await makeKey('new');
  try {
    if (stored === 'unreadable') return await makeKey('lost');
    const { secret, again } = await vault.open(stored);
    const key = Buffer.from(secret, 'base64');
    if (key.length !== KEY_BYTES) return await makeKey('lost');
    if (again) await keep(key);
    return { kind: 'known', key };
  } catch {
    return await makeKey('lost');
  }

  async function makeKey(kind: 'new' | 'lost'): Promise<BookKey> {
    const key = randomBytes(KEY_BYTES);
    return (await keep(key)) ? { kind, key } : { kind: 'none' };
  }

  /** @returns false when there is nobody to keep it, or it cannot be written */
  async function keep(key: Buffer): Promise<boolean> {
    try {
      const sealed = await vault.seal(key.toString('base64'));
      if (sealed === null) return false;
      await writeAtomically(path, [`${JSON.stringify(sealed)}\n`]);
      return true;
    } catch (error) {
      log.error('the key of the book could not be kept', { code: codeOf(error) });
      return false;
    }
  }
}

async function readStored(
  path: string,
): Promise<v.InferOutput<typeof fileSchema> | 'nothing' | 'unreadable'> {
  try {
    const read = v.safeParse(fileSchema, JSON.parse(await readFile(path, 'utf8')));
    return read.success ? read.output : 'unreadable';
  } catch (error) {
    return codeOf(error) === 'ENOENT' ? 'nothing' : 'unreadable';
  }
}
