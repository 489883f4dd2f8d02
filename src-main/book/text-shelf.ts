import type { WebhookId } from '../../src-shared/brand.ts';
import { createOrder, type PlaceInOrder } from './order.ts';
import type { MessageRef, TextMark } from './records.ts';

/** What the shelf needs to know of a text. */
export interface ShelvedText {
  readonly webhookId: WebhookId;
  /** The last digits of the other party's number; null: withheld, or a sender's name. */
  readonly tail: string | null;
  readonly startedAt: number | null;
  readonly heardAt: number;
  readonly message: MessageRef | null;
}

/** The texts that are kept: by number, in order, and which of them the agent has not read. */
export interface TextShelf {
  /**
   * A text that was not there; one that came in is unread until the agent reads it.
   * @param isTwin its message may be here already by another webhook, which goes: it is as read as that one
   */
  add(text: ShelvedText, isTwin: boolean): void;
  remove(text: ShelvedText): void;
  /** Every text, in the order in which they came. */
  all(): Iterable<WebhookId>;
  /** Newest first; of equals a fixed order. */
  order(): readonly PlaceInOrder<WebhookId>[];
  /** The texts with numbers that end in these digits, in the order in which they came. */
  withTail(tail: string): readonly WebhookId[];
  /** When a text was sent, ms by this machine's clock; 0: there is none. */
  sentAt(id: WebhookId): number;
  /** The texts that arrived here after `at`, ms by this machine's clock. */
  receivedAfter(at: number): readonly WebhookId[];
  /** The text that a webhook brought this message with; null: none has. */
  known(message: MessageRef): WebhookId | null;
  /** Those that came in and are unread. */
  readonly unread: ReadonlySet<WebhookId>;
  /** Whether it was ever said which texts are unread: books of before did not keep it. */
  readonly isSettled: boolean;
  /** Takes a mark up. @returns the texts that are read since, or unread again */
  mark(mark: TextMark): readonly WebhookId[];
  /** The marks that give this again. */
  marks(): TextMark[];
  /** Forgets what was said of texts: whose they were has changed. */
  forget(): void;
}

export function createTextShelf(): TextShelf {
  const texts = new Map<WebhookId, ShelvedText>();
  const byTail = new Map<string, Set<WebhookId>>();
  const byMessage = new Map<MessageRef, WebhookId>();
  const unread = new Set<WebhookId>();
  let isSettled = false;
  const order = createOrder<WebhookId>();

  return {
    add(text, isTwin) {
      const { webhookId, tail, message, startedAt, heardAt } = text;
      order.set(webhookId, startedAt ?? heardAt);
      texts.set(webhookId, text);
      const known = message === null ? undefined : byMessage.get(message);
      if (message !== null && (known === undefined || isTwin)) byMessage.set(message, webhookId);
      const isRead = isTwin && known !== undefined && !unread.has(known);
      if (cameIn(text) && !isRead) unread.add(webhookId);
      if (tail === null) return;
      const same = byTail.get(tail);
      if (same === undefined) byTail.set(tail, new Set([webhookId]));
      else same.add(webhookId);
    },
    remove({ webhookId, tail, message }) {
      order.set(webhookId, null);
      texts.delete(webhookId);
      unread.delete(webhookId);
      if (message !== null && byMessage.get(message) === webhookId) byMessage.delete(message);
      const same = tail === null ? undefined : byTail.get(tail);
      if (same?.delete(webhookId) === true && same.size === 0 && tail !== null) byTail.delete(tail);
    },
    all: () => texts.keys(),
    order: () => order.places,
    withTail: (tail) => [...(byTail.get(tail) ?? [])],
    sentAt: (id) => order.startOf(id) ?? 0,
    receivedAfter: (at) => [...texts.values()].filter((one) => one.heardAt > at).map((one) => one.webhookId),
    known: (message) => byMessage.get(message) ?? null,
    unread,
    get isSettled() {
      return isSettled;
    },
    mark(mark) {
      if (mark.kind === 'texts read') return mark.texts.filter((id) => unread.delete(id));
      isSettled = true;
      const before = new Set(unread);
      unread.clear();
      for (const id of mark.texts) if (texts.has(id)) unread.add(id);
      return [...new Set([...before, ...unread])].filter((id) => before.has(id) !== unread.has(id));
    },
    marks() {
      if (isSettled) return [{ kind: 'texts unread', texts: [...unread] }];
      const read = [...texts.values()].flatMap((one) =>
        cameIn(one) && !unread.has(one.webhookId) ? one.webhookId : [],
      );
      return read.length === 0 ? [] : [{ kind: 'texts read', texts: read }];
    },
    forget() {
      isSettled = false;
    },
  };
}

function cameIn({ message }: ShelvedText): boolean {
  return message?.startsWith('in ') === true;
}
