import { createHash } from 'node:crypto';

/**
 * The number of an advisory lock for a text, as PostgreSQL takes it: 64 bits, signed. Two texts that share one wait for
 * each other for nothing, and no worse.
 */
export function lockKey(text: string): string {
  return createHash('sha256').update(`ringside ${text}`).digest().readBigInt64BE(0).toString();
}
