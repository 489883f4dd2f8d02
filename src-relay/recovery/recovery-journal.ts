import type { CallKey, WebhookId } from '../../src-shared/brand.ts';
import type { Gap } from './gap.ts';
import type { FoundLost, LostQuery } from './losing.ts';
import type { RecoveryTrouble } from './state.ts';
import type { LookupResult } from './timing.ts';

/** What recovery asks of the journal. Each throws JournalUnavailable when nothing was written. */
export interface RecoveryJournal {
  /** Notes calls without an end, and gives those that are due. */
  lost(asked: LostQuery): Promise<FoundLost>;
  /** Notes what Allo said of a call. */
  looked(call: CallKey, result: LookupResult, afterMs: number): Promise<unknown>;
  /** `left`: gives the gap that is to be read; null: there is none. `read`: it was read once. */
  gap(step: 'left' | 'read'): Promise<Gap | null>;
  /** Null: Allo can be asked again. */
  troubleIs(trouble: RecoveryTrouble | null): Promise<unknown>;
  /** Those of Allo's calls whose completion is known. @param ids as `alloCallKey` writes them */
  completed(ids: readonly string[]): Promise<ReadonlySet<string>>;
  /** Takes in what a webhook should have told, by the way of every webhook. */
  takeIn(webhook: RecoveredWebhook): Promise<unknown>;
}

export interface RecoveredWebhook {
  readonly id: WebhookId;
  /** ms since 1970. */
  readonly receivedAt: number;
  readonly body: Uint8Array;
}
