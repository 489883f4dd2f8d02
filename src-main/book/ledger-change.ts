import type { CallKey, WebhookId } from '../../src-shared/brand.ts';
import type { Claim } from '../../src-shared/calls/call.ts';

/** What a record changed, for whoever shows calls. */
export type LedgerChange =
  /** An event that was not known before, or is filed under another call now. */
  | { readonly kind: 'received'; readonly call: CallKey; readonly webhookId: WebhookId }
  /** A text message that was not known before. */
  | { readonly kind: 'texted'; readonly webhookId: WebhookId }
  /** A text message that is not kept any more. */
  | { readonly kind: 'untexted'; readonly webhookId: WebhookId }
  /** Which of these text messages the agent has read is another than before. */
  | { readonly kind: 'textsRead'; readonly texts: readonly WebhookId[] }
  /** Every event of a call is filed under another key now. */
  | { readonly kind: 'moved'; readonly from: CallKey; readonly to: CallKey }
  /** An event left the call for another one, or for good; others of it are still here. */
  | { readonly kind: 'left'; readonly call: CallKey }
  /** Somebody has said "I'm on it"; null: and has taken it back. */
  | { readonly kind: 'claimed'; readonly call: CallKey; readonly claim: Claim | null }
  | { readonly kind: 'noted'; readonly call: CallKey }
  /** The relay has told what the CRM has of the call's party, or the agent has chosen among several records. */
  | { readonly kind: 'crm'; readonly call: CallKey }
  /** These calls and text messages may be with somebody of another name, company or address than before. */
  | { readonly kind: 'contacts'; readonly calls: readonly CallKey[]; readonly texts: readonly WebhookId[] }
  /** Calls that are not kept any more. */
  | { readonly kind: 'gone'; readonly calls: readonly CallKey[] };

/** What is kept at most. */
export interface Bounds {
  readonly events: number;
  /** Since a call began, or a text was sent. */
  readonly ageMs: number;
}
