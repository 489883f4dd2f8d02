import type { AlloEvent } from '../../src-shared/allo/events.ts';
import type { WebhookId } from '../../src-shared/brand.ts';
import type { ReceivedEvent } from '../../src-shared/calls/call.ts';
import { readNumber, sameNumber, tailsFor } from '../../src-shared/format/phone.ts';
import type { Ledger } from './ledger.ts';
import { byNewest, type PlaceInOrder } from './order.ts';
import type { EventHead, Mark } from './records.ts';

/** The text messages of a book. */
export interface BookTexts {
  /** Every text message, newest first. */
  texts(): readonly PlaceInOrder<WebhookId>[];
  /** The text message that this webhook brought; null: none is kept, or it cannot be read. */
  text(id: WebhookId): ReceivedEvent | null;
  /** The newest text messages with a number, oldest first; none for a withheld one. */
  textsWith(number: string | null, most?: number): ReceivedEvent[];
  /** The newest text message with a number; null: there is none, or it is withheld. */
  newestTextWith(number: string | null): ReceivedEvent | null;
  /** What came in and the agent has not read. */
  unreadTexts(): ReadonlySet<WebhookId>;
  /** The agent has read these. */
  readTexts(ids: readonly WebhookId[]): void;
  /**
   * What is there now the agent knows; only from here on a text is unread by itself. Done once for each book: a second
   * time changes nothing.
   * @param known `all`, or what came `before` they last looked at the calls
   */
  settleTexts(known: 'all' | 'before'): void;
}

export interface BookTextsParts {
  readonly ledger: () => Ledger;
  /** Null: it is not kept, or cannot be read. */
  readonly read: (id: WebhookId) => ReceivedEvent | null;
  readonly enter: (mark: Mark) => void;
}

export function createBookTexts({ ledger, read, enter }: BookTextsParts): BookTexts {
  /** Newest first. */
  function newestWith(number: string | null, most: number): ReceivedEvent[] {
    const { texts } = ledger();
    const ids = new Set(tailsFor(number).flatMap(texts.withTail));
    const places = [...ids].map((key) => ({ key, startedAt: texts.sentAt(key) })).sort(byNewest);
    const asked = readNumber(number);
    const found: ReceivedEvent[] = [];
    for (const { key } of places) {
      if (found.length >= most) break;
      const received = read(key);
      // Somebody abroad may have the same last digits.
      if (received !== null && sameNumber(readNumber(outsideOfText(received.event)), asked) !== null)
        found.push(received);
    }
    return found;
  }

  return {
    texts: () => ledger().texts.order(),
    text: (id) => (ledger().callOf(id) === null ? read(id) : null),
    textsWith: (number, most = Infinity) => newestWith(number, most).reverse(),
    newestTextWith: (number) => newestWith(number, 1)[0] ?? null,
    unreadTexts: () => ledger().texts.unread,
    readTexts(ids) {
      const { unread } = ledger().texts;
      const texts = [...new Set(ids)].filter((id) => unread.has(id));
      if (texts.length > 0) enter({ kind: 'texts read', texts });
    },
    settleTexts(known) {
      const { texts, lookedAt } = ledger();
      if (texts.isSettled) return;
      const since = known === 'all' ? [] : texts.receivedAfter(lookedAt);
      const unread = since.filter((id) => read(id)?.event.topic === 'sms.received');
      enter({ kind: 'texts unread', texts: unread });
    },
  };
}

/** Whether another webhook has brought this message before: what Allo sends again may have an id of its own. */
export function isRepeated(
  { webhookId, message }: EventHead,
  received: ReceivedEvent | null,
  { ledger, read }: Pick<BookTextsParts, 'ledger' | 'read'>,
): boolean {
  const known = message === null ? null : ledger().textOf(message);
  return known !== null && known !== webhookId && contentOf(read(known)) === contentOf(received);
}

function outsideOfText({ topic, data }: AlloEvent): string | null {
  return topic === 'sms.received' ? data.from_number : topic === 'sms.sent' ? data.to_number : null;
}

function contentOf(received: ReceivedEvent | null): string | null | undefined {
  const event = received?.event;
  return event?.topic === 'sms.received' || event?.topic === 'sms.sent' ? event.data.content : undefined;
}
