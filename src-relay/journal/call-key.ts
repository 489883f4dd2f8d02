import { randomBytes } from 'node:crypto';
import type { CallKey } from '../../src-shared/brand.ts';

export function newCallKey(): CallKey {
  return randomBytes(12).toString('base64url') as CallKey;
}
