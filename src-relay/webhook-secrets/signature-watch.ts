import { TEST_WEBHOOK_PREFIX } from '../../src-shared/calls/test-call.ts';
import type { Secret } from './signature.ts';

/** How the secrets that are in force fare, so that one that Allo does not use, or lacks here, is seen. */
export interface SignatureWatch {
  /** A webhook that was signed with this secret. */
  good(secret: Secret, webhookId: string): void;
  /** A webhook that was signed with none of them. */
  refused(webhookId: string): void;
  /** Other secrets are in force: what was refused before says nothing of them. */
  secretsChanged(): void;
  of(fingerprint: string): Verified;
  refusals(): Refusals;
}

export interface Verified {
  readonly webhooks: number;
  /** ms since 1970; null: none since the start. */
  readonly lastAt: number | null;
}

export interface Refusals {
  /** In the last 24 hours, no more than a thousand. */
  readonly lately: number;
  /** Since the last webhook that was good. */
  readonly sinceGood: number;
  /** ms since 1970. */
  readonly lastAt: number | null;
}

/** `doctor` sends a forged signature to see it refused: under ids of its own, which are not counted. */
export const DOCTOR_WEBHOOK_PREFIX = 'doctor_';

const LATELY_MS = 24 * 3_600_000;
const MOST = 1000;

/** @param now ms since 1970 */
export function watchSignatures(now: () => number): SignatureWatch {
  const verified = new Map<string, Verified>();
  let refusedAt: number[] = [];
  let sinceGood = 0;
  return {
    good: ({ fingerprint }, webhookId) => {
      // The relay signs test calls itself.
      if (webhookId.startsWith(TEST_WEBHOOK_PREFIX)) return;
      sinceGood = 0;
      verified.set(fingerprint, { webhooks: (verified.get(fingerprint)?.webhooks ?? 0) + 1, lastAt: now() });
    },
    refused: (webhookId) => {
      if (webhookId.startsWith(DOCTOR_WEBHOOK_PREFIX)) return;
      sinceGood += 1;
      refusedAt.push(now());
      if (refusedAt.length > MOST) refusedAt.shift();
    },
    secretsChanged: () => {
      refusedAt = [];
      sinceGood = 0;
    },
    of: (fingerprint) => verified.get(fingerprint) ?? { webhooks: 0, lastAt: null },
    refusals: () => {
      const lately = refusedAt.filter((at) => now() - at < LATELY_MS).length;
      return { lately, sinceGood: Math.min(sinceGood, lately), lastAt: refusedAt.at(-1) ?? null };
    },
  };
}
