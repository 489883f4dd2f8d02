import type { AlloEvent } from '../../src-shared/allo/events.ts';
import type { WebhookId } from '../../src-shared/brand.ts';
import type { HeardEvent } from '../../src-shared/calls/call.ts';
import { happenedHere } from '../../src-shared/calls/fold.ts';
import { readNumber, sameNumber, tailsFor } from '../../src-shared/format/phone.ts';
import type { Ledger } from './ledger.ts';
import type { PlaceInOrder } from './order.ts';
import type { EventHead, Mark } from './records.ts';

/** The text messages of a book. */
export interface BookTexts {
  /** Every text message, newest first. */
  texts(): readonly PlaceInOrder<WebhookId>[];
  /** The text message that this webhook brought; null: none is kept, or it cannot be read. */
  text(id: WebhookId): HeardEvent | null;
  /** The text messages with a number, oldest first; none for a withheld one. */
  textsWith(number: string | null): HeardEvent[];
  /** What came in and the agent has not read. */
  unreadTexts(): ReadonlySet<WebhookId>;
  /** The agent has read these. */
  readTexts(ids: readonly WebhookId[]): void;
  /**
   * What is there now the agent knows, but for what came since they last looked; only from here on a text is unread by
   * itself. Done once for each book: a second time changes nothing.
   */
  settleTexts(): void;
}

export interface BookTextsParts {
  readonly ledger: () => Ledger;
  /** Null: it is not kept, or cannot be read. */
  readonly read: (id: WebhookId) => HeardEvent | null;
  readonly enter: (mark: Mark) => void;
}

export function createBookTexts({ ledger, read, enter }: BookTextsParts): BookTexts {
  return {
    texts: () => ledger().texts.order(),
    text: (id) => (ledger().callOf(id) === null ? read(id) : null),
    textsWith(number) {
      const asked = readNumber(number);
      // Somebody abroad may have the same last digits.
      const texts = tailsFor(number)
        .flatMap((tail) => ledger().texts.withTail(tail))
        .flatMap((id) => read(id) ?? [])
        .filter(({ event }) => sameNumber(readNumber(outsideOfText(event)), asked) !== null);
      return texts.sort((a, b) => happenedHere(a) - happenedHere(b) || (a.webhookId < b.webhookId ? -1 : 1));
    },
    unreadTexts: () => ledger().texts.unread,
    readTexts(ids) {
      const { unread } = ledger().texts;
      const texts = [...new Set(ids)].filter((id) => unread.has(id));
      if (texts.length > 0) enter({ kind: 'texts read', texts });
    },
    settleTexts() {
      const { texts, lookedAt } = ledger();
      if (texts.isSettled) return;
      const since = lookedAt === 0 ? [] : texts.heardAfter(lookedAt);
      const unread = since.filter((id) => read(id)?.event.topic === 'sms.received');
      enter({ kind: 'texts unread', texts: unread });
    },
  };
}

/** Whether another webhook has brought this message before: what Allo sends again may have an id of its own. */
export function isRepeated(
  { webhookId, message }: EventHead,
  heard: HeardEvent | null,
  { ledger, read }: Pick<BookTextsParts, 'ledger' | 'read'>,
): boolean {
  const known = message === null ? null : ledger().textOf(message);
  return known !== null && known !== webhookId && contentOf(read(known)) === contentOf(heard);
}

function outsideOfText({ topic, data }: AlloEvent): string | null {
  return topic === 'sms.received' ? data.from_number : topic === 'sms.sent' ? data.to_number : null;
}

function contentOf(heard: HeardEvent | null): string | null | undefined {
  const event = heard?.event;
  return event?.topic === 'sms.received' || event?.topic === 'sms.sent' ? event.data.content : undefined;
}
