import type { CallKey, WebhookId } from '../../../src-shared/brand.ts';
import type { AgentDirectory } from '../../agents/directory.ts';
import type { WebhookOutcome } from '../commands.ts';
import type { Change } from './changes.ts';
import type { Surroundings } from './reads.ts';

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

/**
 * Decides what becomes of a webhook. It has no effect, and may be asked again; call keys are new each time.
 */
export type PlanWebhook = (
  webhook: Webhook,
  surroundings: Surroundings,
  directory: AgentDirectory,
  parts: PlanningParts,
) => Plan;
