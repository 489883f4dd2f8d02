import { expect, test } from 'vitest';
import {
  ACTIVITY_KEPT,
  type ActivityEntry,
  type Judgement,
} from '../../../../src-shared/activity/activity.ts';
import type { Instant, WebhookId } from '../../../../src-shared/brand.ts';
import { createActivityLog } from '../../../../src-main/activity/activity-log.ts';
import { contact, sms } from '../../../fixtures/allo.ts';
import { take, theRing, useBooks } from '../books.ts';
import { CALL, frameOf, NOON, welcome } from '../heard.ts';

const books = useBooks();

async function logging() {
  const book = await books.open();
  const told: ActivityEntry[] = [];
  const retold: (readonly ActivityEntry[])[] = [];
  let judge: (judgement: Judgement) => void = () => {};
  const activity = createActivityLog({
    onVerdict: (listener) => {
      judge = listener;
      return () => {};
    },
    onChange: book.onChange,
    callOf: book.call,
    eventsOf: book.events,
    tell: (entry) => void told.push(entry),
    tellAll: (entries) => void retold.push(entries),
    now: () => NOON,
  });
  const judged = (verdict: Judgement['verdict'], id = 'msg_1') =>
    judge({ webhookId: id as WebhookId, topic: 'call.received', call: CALL, verdict, at: NOON });
  return { book, activity, told, retold, judged };
}

test('what the stage decided is entered, newest first, with whom it was about', async () => {
  const { book, activity, told, judged } = await logging();
  take(book, welcome(), theRing);
  judged({ kind: 'popped' });
  judged({ kind: 'late', byS: 312 });
  expect(activity.entries()).toMatchObject([
    { id: 2, verdict: { kind: 'late', byS: 312 }, who: 'Ana Lopez', call: CALL, at: NOON },
    { id: 1, verdict: { kind: 'popped' }, topic: 'call.received' },
  ]);
  expect(told.map(({ id }) => id)).toEqual([1, 2]);
});

test('an event whose own time could not be read says what counts in its place', async () => {
  const { book, activity, judged } = await logging();
  const strange = { ...theRing, data: { ...theRing.data, started_at: 'soon' } };
  take(book, welcome(), { ...strange, receivedAt: new Date(NOON + 1000).toISOString() as Instant });
  judged({ kind: 'popped' }, theRing.webhookId);
  take(book, { ...frameOf(sms({ sent_at: null }), { call: null, seq: 2 }) });
  expect(activity.entries()).toMatchObject([
    { topic: 'sms.received', timed: 'arrival' },
    { topic: 'call.received', verdict: { kind: 'popped' }, timed: 'envelope' },
  ]);
});

test('repeats, texts, contacts and what nobody understands are entered by the book', async () => {
  const { book, activity } = await logging();
  const strange = { ...theRing, seq: 5, topic: 'call.sung', webhookId: 'msg_strange' as WebhookId };
  take(
    book,
    welcome(),
    theRing,
    { ...theRing, seq: 2 },
    frameOf(sms(), { call: null, seq: 3 }),
    frameOf(contact(), { call: null, seq: 4 }),
    strange,
  );
  expect(activity.entries()).toMatchObject([
    { topic: 'call.sung', verdict: { kind: 'unreadable' } },
    { topic: 'contact.updated', verdict: { kind: 'filed' }, who: null },
    { topic: 'sms.received', verdict: { kind: 'filed' }, who: 'Ana Lopez', call: null },
    { topic: 'call.received', verdict: { kind: 'duplicate' }, who: 'Ana Lopez' },
  ]);
});

test('only the newest are kept', async () => {
  const { activity, judged } = await logging();
  for (let n = 0; n < ACTIVITY_KEPT + 20; n += 1) judged({ kind: 'filed' });
  expect(activity.entries()).toHaveLength(ACTIVITY_KEPT);
  expect(activity.entries()[0]?.id).toBe(ACTIVITY_KEPT + 20);
});

test('what was erased from the book is not named here any more', async () => {
  const { book, activity, judged } = await logging();
  take(book, welcome(), theRing);
  judged({ kind: 'popped' });
  book.erase();
  expect(activity.entries()).toEqual([]);
});

test('a text that was erased from the book is not named here any more', async () => {
  const { book, activity, retold } = await logging();
  take(book, welcome(), frameOf(sms(), { call: null, seq: 1 }));
  expect(activity.entries()).toHaveLength(1);
  book.erase();
  expect(activity.entries()).toEqual([]);
  expect(retold).toEqual([[]]);
});
