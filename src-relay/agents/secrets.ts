import { createHash, randomBytes } from 'node:crypto';

/** 256 bits for a token, 128 for a pairing code: neither can be guessed, so a plain hash keeps them. */
export function newToken(): string {
  return randomBytes(32).toString('base64url');
}

export function newPairingCode(): string {
  return randomBytes(16).toString('base64url');
}

/** A token that many computers share. Its beginning says what it is, to people and to programs that look for secrets. */
export function newGroupToken(): string {
  return `rgt_${newToken()}`;
}

/** What is kept of a token or code. */
export function hashOf(secret: string): string {
  return createHash('sha256').update(secret).digest('base64url');
}
