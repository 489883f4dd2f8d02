import { describe, expect, test } from 'vitest';
import type { AgentEmail, Epoch, WebhookId } from '../../../src-shared/brand.ts';
import type { CallBook } from '../../../src-main/book/call-book.ts';
import type { RelayFrame } from '../../../src-shared/wire/protocol.ts';
import { NORA, sms } from '../../fixtures/allo.ts';
import { take, useBooks } from './books.ts';
import { frameOf, NOON, welcome } from './heard.ts';
import { asking, A, useKeptBooks } from './kept-books.ts';

const books = useBooks();
const kept = useKeptBooks();
const live: RelayFrame = { type: 'live' };

/** A text of Ana's, or what was sent to her, as the relay passes it on. */
function text(seq: number, data: Parameters<typeof sms>[0] = {}, id = `hook_${seq}`, ageMs = 0) {
  return frameOf(sms({ id: `msg_${seq}`, content: `Text ${seq}`, ...data }), { call: null, seq, id, ageMs });
}

function sent(seq: number) {
  const { data } = text(seq);
  return { ...text(seq), topic: 'sms.sent' as const, data };
}

const unreadIn = (book: CallBook): string[] => [...book.unreadTexts()];
const ids = (...names: string[]) => names as WebhookId[];
const textsIn = (book: CallBook): string[] => book.texts().map(({ key }) => key);

/** A book that has caught up with its relay before. */
async function settled(): Promise<CallBook> {
  const book = await books.open();
  take(book, welcome(), live);
  book.settleTexts('all');
  return book;
}

describe('what is unread', () => {
  test('a text that came in is unread until it is read, over restarts and rewriting', async () => {
    const book = await settled();
    take(book, text(1), text(2), sent(3));
    expect(unreadIn(book)).toEqual(['hook_1', 'hook_2']);
    const told: unknown[] = [];
    book.onChange((change) => void told.push(change));
    book.readTexts(ids('hook_2', 'hook_2', 'hook_3', 'nobody'));
    book.readTexts(ids('hook_2'));
    expect(told).toEqual([{ kind: 'textsRead', texts: ['hook_2'] }]);
    const again = await books.reopen(book);
    expect(unreadIn(again)).toEqual(['hook_1']);
    expect(await again.rewrite()).toBe(true);
    expect(unreadIn(await books.reopen(again))).toEqual(['hook_1']);
  });

  test('of what was there before the first time only that which came since the last look is unread', async () => {
    let now = NOON;
    const book = await books.open({ now: () => now });
    take(book, welcome(), text(1));
    now += 1_000;
    book.look();
    now += 1_000;
    take(book, text(2), sent(3));
    book.settleTexts('before');
    expect(unreadIn(book)).toEqual(['hook_2']);
    book.readTexts(ids('hook_2'));
    book.settleTexts('all');
    expect(unreadIn(book)).toEqual([]);
  });

  test('nothing that a fresh install is told of before is unread, and all that comes then is', async () => {
    const book = await books.open();
    take(book, welcome(), text(1), text(2), live);
    book.settleTexts('all');
    take(book, text(3));
    expect(unreadIn(book)).toEqual(['hook_3']);
  });

  test('a relay that counts anew makes nothing unread, and what it has forgotten is gone', async () => {
    const book = await settled();
    take(book, text(1), text(2));
    book.readTexts(ids('hook_1'));
    const changes = take(
      book,
      welcome('epoch-2' as Epoch),
      { type: 'reset', reason: 'epoch' },
      text(1),
      { ...text(2), topic: 'erased', data: {}, webhookId: 'erased_2' as WebhookId },
      live,
    );
    expect(changes).toEqual([{ kind: 'untexted', webhookId: 'hook_2' }]);
    expect(textsIn(book)).toEqual(['hook_1']);
    expect(unreadIn(book)).toEqual([]);
  });

  test('a message that is told again by another webhook after a relay counts anew is as read as it was', async () => {
    const book = await settled();
    take(book, text(1), text(2));
    book.readTexts(ids('hook_1'));
    const again = (seq: number) => text(seq, {}, `again_${seq}`);
    const anew: RelayFrame[] = [welcome('epoch-2' as Epoch), { type: 'reset', reason: 'epoch' }];
    take(book, ...anew, again(1), again(2), text(3));
    expect(unreadIn(await books.reopen(book))).toEqual(['hook_2', 'again_2', 'hook_3']);
    const third = await books.reopen(book);
    take(third, welcome('epoch-2' as Epoch), live);
    take(third, { ...text(4, { id: 'msg_2', content: 'Text 2' }), webhookId: 'thrice_2' as WebhookId });
    expect(textsIn(third)).toHaveLength(3);
    expect(unreadIn(third)).toEqual(['again_2', 'hook_3']);
  });

  test('another agent begins with nothing, read or unread', async () => {
    const book = await settled();
    take(book, text(1));
    book.look();
    await book.turnTo('sam@example.com');
    expect([textsIn(book), unreadIn(book)]).toEqual([[], []]);
    // When another looked is not when this one did: what they are told now is history.
    expect(book.lookedAt).toBe(0);
    take(book, { ...welcome(), agent: 'sam@example.com' as AgentEmail }, text(5), live);
    book.settleTexts('all');
    expect(unreadIn(book)).toEqual([]);
  });

  test('what was read while the keychain was asking is read in the book that it opens', async () => {
    const first = await kept.open(A);
    take(first.book, welcome(), live);
    first.book.settleTexts('all');
    first.book.belongTo(NORA);
    take(first.book, text(1), text(2));
    first.book.readTexts(ids('hook_1'));
    await first.book.close();

    const { vault, open } = asking(A);
    const second = await kept.open(vault, { patienceMs: 1 });
    second.book.belongTo(NORA);
    take(second.book, welcome(), text(1), text(2), text(3), text(4), live);
    second.book.readTexts(ids('hook_4'));
    open();
    await expect.poll(() => second.kept, { interval: 2 }).toBe('sealed');
    expect(unreadIn(second.book)).toEqual(['hook_2', 'hook_3']);
  });
});

describe('a message that comes again under another webhook', () => {
  test('changes nothing, after a restart too', async () => {
    const book = await settled();
    take(book, text(1));
    book.readTexts(ids('hook_1'));
    expect(take(book, { ...text(1), seq: 2, webhookId: 'other' as WebhookId })).toEqual([]);
    const again = await books.reopen(book);
    take(again, welcome(undefined, 2));
    expect(take(again, { ...text(1), seq: 3, webhookId: 'third' as WebhookId })).toEqual([]);
    expect([textsIn(again), unreadIn(again), again.cursor().after]).toEqual([['hook_1'], [], 3]);
  });

  test('with other words it is kept: nothing that was said is lost', async () => {
    const book = await settled();
    take(book, text(1), text(2, { id: 'msg_1', content: 'Other words' }));
    expect(textsIn(book)).toHaveLength(2);
  });

  test('that goes from one own line to another is there both ways', async () => {
    const book = await settled();
    take(book, text(1), { ...sent(2), data: text(1).data });
    expect(textsIn(book)).toHaveLength(2);
  });
});

test('texts stand by when they were sent, newest first, and leave with their age', async () => {
  let days = 30;
  const book = await books.open({ days: () => days });
  take(
    book,
    welcome(),
    text(1, {}, 'new'),
    text(2, {}, 'old', 10 * 86_400_000),
    text(3, {}, 'mid', 3_600_000),
  );
  expect(textsIn(book)).toEqual(['new', 'mid', 'old']);
  days = 7;
  book.prune();
  expect(textsIn(book)).toEqual(['new', 'mid']);
  expect(book.text(ids('old')[0] as WebhookId)).toBeNull();
  expect(book.text(ids('new')[0] as WebhookId)?.event.data).toMatchObject({ content: 'Text 1' });
});
