import type { CallKey, Epoch, WebhookId } from '../../src-shared/brand.ts';
import type { Claim } from '../../src-shared/calls/call.ts';
import type { KnownContacts } from '../../src-shared/calls/contact.ts';
import type { newestByTail } from './by-number.ts';
import type { ChosenShelf } from './chosen-shelf.ts';
import type { CrmShelf } from './crm-shelf.ts';
import type { Bounds, LedgerChange } from './ledger-change.ts';
import type { PlaceInOrder } from './order.ts';
import type { Body, BookRecord, ContactMark, MessageRef } from './records.ts';
import type { TextShelf } from './text-shelf.ts';

/**
 * What is kept and where it belongs, filed from records one by one: the same records give the same ledger, live or
 * read back from disk. It holds a few words of each event, never what the event says.
 */
export interface Ledger {
  /** What the record changed; empty for a repeat. */
  apply(record: BookRecord): LedgerChange[];
  /**
   * Drops whole calls and texts, longest unheard first, until the rest is within bounds. A call with a note leaves by
   * age only.
   */
  prune(bounds: Bounds, now: number): LedgerChange[];
  /** Forgets everything, whose it was included. */
  clear(): LedgerChange[];
  /** The shortest list of records that gives this ledger again. */
  records(): BookRecord[];
  has(call: CallKey): boolean;
  /** Every call that an event has told the start of, newest first. */
  readonly order: readonly PlaceInOrder[];
  events(call: CallKey): readonly WebhookId[];
  /** The calls of that time whose number was filed under one of these tails, newest first. */
  callsWith(tails: readonly string[], since: number, until: number): CallKey[];
  /** The calls since then of which a completion has one of these ids of Allo's, newest first. */
  callsNamed(ids: readonly string[], since: number): CallKey[];
  newestCalls(): ReturnType<typeof newestByTail>;
  /** The text messages: they are filed and dropped by records only. */
  readonly texts: Omit<TextShelf, 'add' | 'remove' | 'all' | 'known' | 'mark' | 'marks' | 'forget'>;
  readonly contacts: KnownContacts;
  /** Whether this state of a contact, or a newer one, is known. */
  knowsContact(mark: ContactMark): boolean;
  /** Which text brought it; while the book is rebuilt, only one that the replay has brought counts. */
  textOf(message: MessageRef): WebhookId | null;
  /** When the newest event of the call arrived here. */
  lastReceived(call: CallKey): number;
  bodyOf(webhookId: WebhookId): Body | null;
  /** What an event is filed under, null for a text; undefined: it is not known. */
  callOf(webhookId: WebhookId): CallKey | null | undefined;
  isDismissed(call: CallKey): boolean;
  dismissed(): CallKey[];
  claimOf(call: CallKey): Claim | null;
  /** '' for none. */
  noteOf(call: CallKey): string;
  /** What the CRM has of the parties of calls. */
  readonly crm: Pick<CrmShelf, 'has' | 'of'>;
  /** Which of several records the agent chose. */
  readonly chosen: Pick<ChosenShelf, 'callOf' | 'of'>;
  /** Whose calls these are; null as long as nobody said. */
  readonly owner: string | null;
  readonly epoch: Epoch | null;
  readonly cursor: number;
  /** How many records give this ledger again, but for a few. */
  readonly recordCount: number;
  readonly lookedAt: number;
  /** After a `reset`, until the replay is complete. */
  readonly isRebuilding: boolean;
}
