import { randomBytes } from 'node:crypto';
import { jsonFile } from '../disk/json-file.ts';
import { codeOf, type Log } from '../log.ts';
import { sealedSchema, type Vault } from '../pairing/vault.ts';
import { KEY_BYTES } from './seal.ts';

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
  const file = jsonFile(path, sealedSchema, 'the key of the book', log);
  const stored = file.read();
  if (stored === 'none') return await makeKey('new');
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
      return sealed !== null && (await file.keep(sealed));
    } catch (error) {
      log.error('the key of the book could not be sealed', { code: codeOf(error) });
      return false;
    }
  }
}
