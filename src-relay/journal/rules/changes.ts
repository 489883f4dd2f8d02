import type { CallKey, Instant, WebhookId } from '../../../src-shared/brand.ts';
import type { Overstep } from '../../../src-shared/limits/overstep.ts';
import type { AgentId, EventId } from '../../sql/ids.ts';
import type { EventRecord } from '../commands.ts';
import type { FoundContact, PastCall } from './reads.ts';

/** The event that is being taken in: it has no row yet. */
export const THIS = 'this';
export type EventRef = EventId | typeof THIS;

/**
 * What the rules decided, to be written as it stands and in this order. Neither row ids nor sequence numbers are in it:
 * the store gives those.
 */
export type Change =
  /** Keeps the event; everything that says `THIS` means it. */
  | {
      readonly kind: 'event';
      readonly webhookId: WebhookId;
      readonly topic: string;
      readonly call: CallKey | null;
      readonly about: string | null;
      readonly occurredAt: Instant;
      readonly receivedAt: number;
      readonly data: string;
      readonly reduced: Overstep | null;
    }
  /** What it says about which call it belongs to. `body`: the `Sighting` as JSON. */
  | {
      readonly kind: 'sighting';
      readonly fromTail: string | null;
      readonly toTail: string | null;
      readonly startedAt: number;
      readonly alloCall: string | null;
      readonly body: string;
    }
  /** Files an earlier event under another call. */
  | { readonly kind: 'moved'; readonly event: EventId; readonly call: CallKey }
  /**
   * A call that has lost its last event has become another one: its claim, and who took theirs back, go along, unless the
   * other has one.
   */
  | { readonly kind: 'becameAnother'; readonly from: CallKey; readonly to: CallKey }
  /** Allo's id of the call that the event's was transferred from. */
  | { readonly kind: 'transfer'; readonly original: string }
  /** What goes out with an event; one that has a memory already keeps it. */
  | { readonly kind: 'memory'; readonly event: EventRef; readonly oldest: number; readonly body: string }
  | ({ readonly kind: 'pastCall'; readonly tail: string; readonly heardAt: number } & PastCall)
  | { readonly kind: 'pastCallGone'; readonly call: CallKey }
  | { readonly kind: 'crmId'; readonly call: CallKey; readonly id: string }
  | {
      readonly kind: 'textMessage';
      readonly tail: string;
      readonly e164: string | null;
      readonly sentAt: number;
    }
  /** The full state of a contact, in place of what was known. */
  | ({
      readonly kind: 'contact';
      readonly numbers: readonly { readonly tail: string; readonly e164: string }[];
    } & FoundContact)
  | { readonly kind: 'contactSeen'; readonly id: string; readonly at: number }
  /** The next place in the agent's sequence. */
  | {
      readonly kind: 'delivery';
      readonly agent: AgentId;
      readonly event: EventRef;
      readonly record: EventRecord;
      /** False for an earlier event that is told again, or to one more agent. */
      readonly isNews: boolean;
      /** Ms since 1970, by the relay's clock. */
      readonly at: number;
    }
  | {
      readonly kind: 'quarantine';
      readonly webhookId: WebhookId;
      readonly receivedAt: number;
      readonly reason: string;
      readonly body: Uint8Array;
      /** What was made of it within the limits. */
      readonly event: typeof THIS | null;
    }
  /** The rest of an event that was taken in within the limits. */
  | { readonly kind: 'whole'; readonly event: EventId; readonly webhookId: WebhookId; readonly data: string }
  /** Its hash is kept, nothing else. */
  | { readonly kind: 'erased'; readonly mark: string; readonly at: number; readonly until: number }
  /** Erases the tags and summaries that waited for a call that was erased. */
  | { readonly kind: 'waitingGone'; readonly alloCall: string };
