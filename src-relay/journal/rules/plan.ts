import type { CallKey, WebhookId } from '../../../src-shared/brand.ts';
import type { WebhookOutcome } from '../commands.ts';
import type { Change } from './changes.ts';

/** A verified webhook whose id was not known: the store has taken it down. */
export interface Webhook {
  readonly id: WebhookId;
  readonly receivedAt: number;
  readonly body: Uint8Array;
  /** The relay read it out of Allo's API: it is for a call that no completion is known of. */
  readonly isRecovered?: boolean;
}

export interface PlanningParts {
  /** Ms since 1970, by the relay's clock. */
  readonly now: number;
  readonly newCallKey: () => CallKey;
}

/** What is to become of one webhook. */
export interface Plan {
  readonly outcome: WebhookOutcome;
  /** In the order in which they are to be written. */
  readonly changes: readonly Change[];
}

/** What becomes of one in quarantine that is read again. */
export type RetryPlan = { readonly changes: readonly Change[] } & (
  | { readonly outcome: 'accepted' | 'unreadable' }
  /** As far as it is within the limits it is taken in now, and it stays for the rest. */
  | { readonly outcome: 'reduced'; readonly reason: string }
);
