import { afterEach, expect, test } from 'vitest';
import type { AgentEmail, Epoch, WebhookId } from '../../../../src-shared/brand.ts';
import type { Pushes } from '../../../../src-shared/ipc/contract.ts';
import { createAppState } from '../../../../src-main/app-state/app-state.ts';
import { createTextsFeed, type TextsFeed } from '../../../../src-main/texts/texts-feed.ts';
import { createTexts } from '../../../../src-main/texts/texts.ts';
import { contact, NORA, sms } from '../../../fixtures/allo.ts';
import { until } from '../../../fixtures/until.ts';
import { take, theRing, useBooks } from '../books.ts';
import { frameOf, welcome } from '../heard.ts';

const books = useBooks();
const feeds: TextsFeed[] = [];
afterEach(() => feeds.splice(0).forEach((feed) => feed.close()));

async function listening(hasWindow = () => true) {
  const book = await books.open();
  const appState = () => ({ ...createAppState().get(), me: NORA as AgentEmail });
  const told: Pushes['texts:changed'][] = [];
  const feed = createTextsFeed({
    book,
    texts: createTexts({ book, appState }),
    hasWindow,
    push: (change) => void told.push(change),
  });
  feeds.push(feed);
  take(book, welcome());
  book.settleTexts('all');
  return { book, told, feed };
}

function text(seq: number) {
  const data = { id: `msg_${seq}`, content: `Text ${seq}`, from_name: null };
  return frameOf(sms(data), { call: null, seq, id: `t-${seq}`, ageMs: 60_000 - seq });
}

test('texts that come together are told once, in portions', async () => {
  const { book, told } = await listening();
  take(book, ...Array.from({ length: 450 }, (_, n) => text(n + 1)));
  await until('all rows', () => told.flatMap(({ rows }) => rows).length === 450);
  expect(Math.max(...told.map(({ rows }) => rows.length))).toBe(200);
});

test('what is read is told, and a repeat is not', async () => {
  const { book, told } = await listening();
  take(book, text(1));
  await until('the text', () => told.length === 1);
  take(book, text(1), { ...text(1), seq: 2, webhookId: 'again' as WebhookId });
  book.readTexts(['t-1' as WebhookId]);
  await until('the reading', () => told.length === 2);
  expect(told.map(({ rows }) => rows.map((row) => [row.id, row.unread]))).toEqual([
    [['t-1', true]],
    [['t-1', false]],
  ]);
});

test('a call that names somebody names the thread', async () => {
  const { book, told } = await listening();
  take(book, text(1), text(2));
  await until('the texts', () => told.length === 1);
  take(book, { ...theRing, seq: 3 });
  await until('the name', () => told.length === 2);
  expect(told[1]?.rows).toMatchObject([{ id: 't-2', party: { name: 'Ana Lopez', company: 'Globex' } }]);
});

test('what the relay has forgotten is gone from the window', async () => {
  const { book, told } = await listening();
  take(book, text(1), text(2));
  await until('the texts', () => told.length === 1);
  take(book, welcome('epoch-2' as Epoch), { type: 'reset', reason: 'epoch' }, text(2), { type: 'live' });
  await until('the change', () => told.length === 2);
  expect(told[1]).toEqual({ rows: [], gone: ['t-1'] });
});

test('without a window nothing is made', async () => {
  let heard = false;
  const { book, told, feed } = await listening(() => heard);
  take(book, text(1), theRing);
  feed.allChanged();
  heard = true;
  take(book, text(2));
  await until('the push', () => told.length > 0);
  expect(told.flatMap(({ rows }) => rows.map(({ id }) => id))).toEqual(['t-2']);
});

test('a contact names the thread of a number that never called, and renames it', async () => {
  const { book, told } = await listening();
  take(book, text(1));
  await until('the text', () => told.length === 1);
  take(book, frameOf(contact(), { call: null, seq: 2 }));
  await until('the name', () => told.length === 2);
  expect(told[1]?.rows).toMatchObject([{ id: 't-1', party: { name: 'Ana Lopez', company: 'Globex' } }]);
});

test('a call that is gone names no thread any more', async () => {
  const { book, told } = await listening();
  take(book, { ...theRing, seq: 1 }, text(2));
  await until('the text', () => told.length === 1);
  expect(told[0]?.rows[0]?.party.name).toBe('Ana Lopez');
  take(book, welcome('epoch-2' as Epoch), { type: 'reset', reason: 'epoch' }, text(2), { type: 'live' });
  await until('the change', () => told.length === 2);
  expect(told[1]?.rows).toMatchObject([{ id: 't-2', party: { name: null } }]);
});
