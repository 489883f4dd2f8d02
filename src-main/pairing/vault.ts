import type { SafeStorage } from 'electron';
import * as v from 'valibot';

/** A secret as the system's keychain sealed it, in base64, and which one did. */
export const sealedSchema = v.object({
  backend: v.string(),
  secret: v.pipe(v.string(), v.minLength(1), v.maxLength(65_536)),
});
export type Sealed = v.InferOutput<typeof sealedSchema>;

/** Seals secrets with the system's keychain. */
export interface Vault {
  /** Null when there is no keychain to trust: then the secret may be kept in memory only. */
  seal(secret: string): Promise<Sealed | null>;
  /** `again`: the keychain asks for the secret to be sealed anew. Throws when it cannot be opened. */
  open(sealed: Sealed): Promise<{ readonly secret: string; readonly again: boolean }>;
}

/** Electron before 42 has no asynchronous part. */
export type StoragePort = Pick<
  SafeStorage,
  'isEncryptionAvailable' | 'encryptString' | 'decryptString' | 'getSelectedStorageBackend'
> &
  Partial<Pick<SafeStorage, 'isAsyncEncryptionAvailable' | 'encryptStringAsync' | 'decryptStringAsync'>>;

/**
 * The vault over Electron's safeStorage, asynchronous where there is such a thing. On Linux `basic_text` is a fixed
 * password, which is no protection: it counts as having no keychain.
 * @param beforeUse waited for each time: what is not asynchronous blocks while the keychain asks somebody
 * Source: https://www.electronjs.org/docs/latest/api/safe-storage
 */
export function createVault(
  storage: StoragePort,
  platform: NodeJS.Platform,
  beforeUse: () => Promise<void> = async () => {},
): Vault {
  const backend = () => (platform === 'linux' ? storage.getSelectedStorageBackend() : platform);

  async function isTrusted(): Promise<boolean> {
    const available = (await storage.isAsyncEncryptionAvailable?.()) ?? storage.isEncryptionAvailable();
    return available && backend() !== 'basic_text';
  }

  return {
    async seal(secret) {
      await beforeUse();
      if (!(await isTrusted())) return null;
      const bytes = (await storage.encryptStringAsync?.(secret)) ?? storage.encryptString(secret);
      return { backend: backend(), secret: bytes.toString('base64') };
    },
    async open(sealed) {
      await beforeUse();
      const bytes = Buffer.from(sealed.secret, 'base64');
      const opened = await storage.decryptStringAsync?.(bytes);
      const again = sealed.backend !== backend();
      if (opened === undefined) return { secret: storage.decryptString(bytes), again };
      return { secret: opened.result, again: again || opened.shouldReEncrypt };
    },
  };
}
