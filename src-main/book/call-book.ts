import type { CallKey, Epoch, WebhookId } from '../../src-shared/brand.ts';
import type { Call, Claim, ReceivedEvent } from '../../src-shared/calls/call.ts';
import type { Contact } from '../../src-shared/calls/contact.ts';
import type { RelayFrame } from '../../src-shared/wire/protocol.ts';
import type { Records } from '../../src-shared/crm/records.ts';
import type { BookFile } from './book-file.ts';
import type { BookTexts } from './book-texts.ts';
import type { LedgerChange } from './ledger-change.ts';
import type { PlaceInOrder } from './order.ts';
import type { BookRecord } from './records.ts';
import type { Seal } from './seal.ts';

export type BookChange =
  | Exclude<LedgerChange, { kind: 'received' | 'texted' }>
  /** An event that was not known before, or is filed under another call now. */
  | { readonly kind: 'received'; readonly call: CallKey; readonly received: ReceivedEvent }
  /** A text message that was not known before. */
  | { readonly kind: 'texted'; readonly received: ReceivedEvent }
  /** Calls of before that another book had, which are history, and new to nobody; and those here, which it may name. */
  | { readonly kind: 'restored'; readonly calls: readonly CallKey[] }
  /** An event that changed nothing that is kept: known already, not understood, or of no call. */
  | {
      readonly kind: 'passed';
      readonly webhookId: WebhookId;
      readonly topic: string;
      readonly call: CallKey | null;
      readonly verdict: 'duplicate' | 'unreadable' | 'filed';
    };

/** All calls this agent was told of, folded from their events. */
export interface CallBook extends BookTexts {
  /**
   * Says whose book it is, once and for all.
   * @returns false when it is another agent's: nothing was changed, and the book has to be turned to this one first
   */
  belongTo(agent: string): boolean;
  /** Null when nobody has said. */
  readonly owner: string | null;
  /** Takes a frame of the relay. Listeners hear of it before this returns; the disk comes after. */
  receive(frame: RelayFrame): void;
  /** Notes a claim of this agent's own, or one the relay told of. */
  claim(call: CallKey, claim: Claim): void;
  /** Notes that a claim was taken back. */
  release(call: CallKey): void;
  dismiss(call: CallKey): void;
  /** It was not closed after all. */
  reopen(call: CallKey): void;
  isDismissed(call: CallKey): boolean;
  dismissed(): CallKey[];
  /**
   * Keeps what the agent jotted down; '' clears it.
   * @returns `gone` when there is no such call, `failed` when the disk has not taken it yet
   */
  note(call: CallKey, text: string): Promise<'kept' | 'gone' | 'failed'>;
  noteOf(call: CallKey): string;
  /** What the CRM has of the call's party, as the relay told it last; null: it told nothing that can be read. */
  recordsOf(call: CallKey): Records | null;
  /** Remembers which of several records the agent chose, for as long as a call that it is of use for is kept. */
  choose(call: CallKey, subject: string, id: string): void;
  /** The CRM's id of the record that the agent chose last; null: none. */
  chosen(subject: string): string | null;
  /** The agent has seen the calls as they are now. */
  look(): void;
  /** When the agent last looked, ms by this machine's clock. */
  readonly lookedAt: number;
  call(key: CallKey): Call | null;
  /** A call and its events, read once, and not kept folded: for long lists. */
  whole(key: CallKey): { readonly call: Call | null; readonly events: readonly ReceivedEvent[] };
  claimOf(key: CallKey): Claim | null;
  events(key: CallKey): readonly ReceivedEvent[];
  /** The webhooks of a call, without reading them. */
  webhooksOf(key: CallKey): readonly WebhookId[];
  /** When the call was last heard of, ms by this machine's clock. */
  lastReceived(key: CallKey): number;
  /** Every call with its start, newest first. */
  order(): readonly PlaceInOrder[];
  /**
   * The calls with a number, as a webhook wrote it, newest first; none for a withheld one.
   * @param since only those that began then or later, ms by this machine's clock; and until then
   */
  callsWith(number: string | null, since?: number, until?: number): CallKey[];
  /** Whose number it is, as Allo's contacts have it by now; null: nobody's, or it is withheld. */
  contactWith(number: string | null): Contact | null;
  /** The calls since then that Allo gave one of these ids, or that were transferred from such a one, newest first. */
  callsNamed(ids: readonly string[], since: number): CallKey[];
  /** The newest call with a number, as the book is now: for whoever asks for many numbers. */
  newestCalls(): (number: string | null) => CallKey | null;
  /** Where the relay should go on from. */
  cursor(): { readonly epoch: Epoch | null; readonly after: number };
  /** Erases what is too old by now, from the disk too. */
  prune(): void;
  /**
   * Writes everything down anew.
   * @param seal seals the book from here on
   * @returns false when the disk has not taken it; it is tried again all the same
   */
  rewrite(seal?: Seal): Promise<boolean>;
  /** Erases everything, from the disk too. */
  erase(): void;
  /**
   * Takes in what an older book of this agent knew, as history: listeners hear that it was restored, before this returns.
   * @param next goes on in this file, which everything is written to
   * @returns null when it is another agent's, and nothing was done; else whether it is all on disk, when that is known
   */
  takeIn(older: readonly BookRecord[], next?: BookFile): Promise<boolean> | null;
  /**
   * Begins an empty book for this agent. Listeners hear of what is gone before this returns.
   * @param next goes on in this file; what the one before has stays in it
   * @returns when what was queued for the file before has been written, or its disk has failed
   */
  turnTo(agent: string, next?: BookFile): Promise<void>;
  onChange(listener: (change: BookChange) => void): () => void;
  /** Resolves when everything is on disk, or when the disk has failed. */
  flush(): Promise<void>;
  close(): Promise<void>;
}
