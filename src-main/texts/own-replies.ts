import type { WebhookId } from '../../src-shared/brand.ts';
import { happenedHere } from '../../src-shared/calls/fold.ts';
import type { CallBook } from '../book/call-book.ts';
import { endsOfText } from './text-row.ts';

/**
 * Who has answered has read: a text that this agent sent, from whichever device, makes those that came before it from
 * the same number read.
 * @param isMe whether an address is this agent's
 * @returns the unsubscribe
 */
export function readByReplies(
  book: Pick<CallBook, 'onChange' | 'textsWith' | 'unreadTexts' | 'readTexts'>,
  isMe: (address: string) => boolean,
): () => void {
  return book.onChange((change) => {
    if (change.kind !== 'texted') return;
    const ends = endsOfText(change.received);
    const sender = ends?.data.user_email ?? null;
    if (ends?.direction !== 'outbound' || sender === null || !isMe(sender)) return;
    const sentAt = happenedHere(change.received);
    const unread = book.unreadTexts();
    if (unread.size === 0) return;
    const before: WebhookId[] = [];
    for (const text of book.textsWith(ends.number))
      if (unread.has(text.webhookId) && happenedHere(text) <= sentAt) before.push(text.webhookId);
    book.readTexts(before);
  });
}
