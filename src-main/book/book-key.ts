import { randomBytes } from 'node:crypto';
import { jsonFile, type JsonFile } from '../disk/json-file.ts';
import { codeOf, type Log } from '../log.ts';
import { sealedSchema, type Sealed, type Vault } from '../pairing/vault.ts';
import { KEY_BYTES } from './seal.ts';

/**
 * The key that the book is sealed with.
 * `none`: there is no keychain to trust now, or the disk does not give the key, so nothing may be written.
 * `lost`: the keychain no longer opens the key of before; whatever was sealed with it is out of reach, and this key is new.
 */
export type BookKey =
  | { readonly kind: 'known' | 'new' | 'lost'; readonly key: Buffer }
  | { readonly kind: 'none' };

/** Opens the key kept in `path`, sealed by the system's keychain, or makes one. */
export async function openBookKey(path: string, vault: Vault, log: Log): Promise<BookKey> {
  const file = keyFile(path, log);
  const stored = file.read();
  // What is sealed with it may be within reach the next time: nothing takes its place.
  if (stored === 'failed') return { kind: 'none' };
  if (stored === 'none') return await make('new');
  try {
    if (stored === 'damaged') return await make('lost');
    const { secret, again } = await vault.open(stored);
    const key = Buffer.from(secret, 'base64');
    if (key.length !== KEY_BYTES) return await make('lost');
    if (again) await keep(key, file, vault, log);
    return { kind: 'known', key };
  } catch {
    return await make('lost');
  }

  async function make(kind: 'new' | 'lost'): Promise<BookKey> {
    const key = randomBytes(KEY_BYTES);
    return (await keep(key, file, vault, log)) ? { kind, key } : { kind: 'none' };
  }
}

/**
 * Puts a new key in the place of the one in `path`, so that nobody can read any more what was sealed with that.
 * @returns null when the keychain or the disk does not take it: then the one before stays
 */
export async function renewBookKey(path: string, vault: Vault, log: Log): Promise<Buffer | null> {
  const key = randomBytes(KEY_BYTES);
  return (await keep(key, keyFile(path, log), vault, log)) ? key : null;
}

function keyFile(path: string, log: Log): JsonFile<Sealed> {
  return jsonFile(path, sealedSchema, 'the key of the book', log);
}

/** @returns false when there is nobody to keep it, or it cannot be written */
async function keep(key: Buffer, file: JsonFile<Sealed>, vault: Vault, log: Log): Promise<boolean> {
  try {
    const sealed = await vault.seal(key.toString('base64'));
    return sealed !== null && (await file.keep(sealed));
  } catch (error) {
    log.error('the key of the book could not be sealed', { code: codeOf(error) });
    return false;
  }
}
