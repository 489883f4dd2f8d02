import { randomUUID } from 'node:crypto';
import type { CallKey } from '../../src-shared/brand.ts';

/** Keys rise with time, so that an index of them grows at its end instead of everywhere. */
export function newCallKey(): CallKey {
  return `${Date.now().toString(36)}-${randomUUID().slice(-12)}` as CallKey;
}
