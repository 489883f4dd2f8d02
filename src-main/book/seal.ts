import { createCipheriv, createDecipheriv, createSecretKey, randomBytes } from 'node:crypto';

const ALGORITHM = 'aes-256-gcm';
export const KEY_BYTES = 32;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
/** How much longer a sealed text is than the open one. */
export const SEAL_BYTES = NONCE_BYTES + TAG_BYTES;

/** Makes bytes unreadable and unchangeable for whoever lacks the key. */
export interface Seal {
  /** @param about what the bytes are and where they belong: they open under the same words only */
  close(bytes: Uint8Array, about: string): Buffer;
  /** Throws when they were sealed under another key or other words, or have changed since. */
  open(sealed: Uint8Array, about: string): Buffer;
}

/**
 * AES-256-GCM with a random nonce for each text; far fewer than 2^32 are ever written under one key.
 * Source: https://csrc.nist.gov/pubs/sp/800/38/d/final
 */
export function createSeal(keyBytes: Uint8Array): Seal {
  // Made once: making it costs more than sealing.
  const key = createSecretKey(keyBytes);
  return {
    close(bytes, about) {
      const nonce = randomBytes(NONCE_BYTES);
      const cipher = createCipheriv(ALGORITHM, key, nonce).setAAD(Buffer.from(about));
      return Buffer.concat([nonce, cipher.update(bytes), cipher.final(), cipher.getAuthTag()]);
    },
    open(sealed, about) {
      const end = sealed.length - TAG_BYTES;
      if (end < NONCE_BYTES) throw new Error('too short for a sealed text');
      const decipher = createDecipheriv(ALGORITHM, key, sealed.subarray(0, NONCE_BYTES))
        .setAAD(Buffer.from(about))
        .setAuthTag(sealed.subarray(end));
      return Buffer.concat([decipher.update(sealed.subarray(NONCE_BYTES, end)), decipher.final()]);
    },
  };
}
