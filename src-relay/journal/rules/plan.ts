import type { WebhookOutcome } from '../commands.ts';
import type { Change } from './changes.ts';

/** What is to become of one webhook. */
export interface Plan {
  readonly outcome: WebhookOutcome;
  /** In the order in which they are to be written. */
  readonly changes: readonly Change[];
}
