import { expect, test } from 'vitest';
import type { AgentEmail, CallKey } from '../../../src-shared/brand.ts';
import { callerName } from '../../../src-shared/card/names.ts';
import type { CallBook } from '../../../src-main/book/call-book.ts';
import type { MissedWatch } from '../../../src-main/missed/missed-watch.ts';
import { answer, completed, contact, dial, LINE, SAM, tag, type AlloBody } from '../../fixtures/allo.ts';
import { take, useBooks } from './books.ts';
import { callKey, frameOf, isoAt, NOON, welcome } from './heard.ts';
import { A, asking, useKeptBooks } from './kept-books.ts';
import { missedIn } from './missing.ts';

const books = useBooks();
const keptBooks = useKeptBooks();
const MINUTE = 60_000;
const never = { result: 'MISSED', user_email: null, summary: null };

/** A book that was looked into at noon; what it hears comes half an hour later, a second apart. */
async function desk(
  options: { readonly isLooking?: () => boolean; readonly tests?: readonly CallKey[] } = {},
) {
  let now = NOON;
  const book = await books.open({ now: () => now });
  book.receive(welcome());
  book.look();
  now += 30 * MINUTE;
  const watch = (of: CallBook = book): MissedWatch =>
    missedIn(of, {
      isTest: (key) => options.tests?.includes(key) ?? false,
      isLooking: options.isLooking ?? (() => false),
      now: () => now,
    });
  const missed = watch();
  let seq = 0;
  const hear = (key: string | null, body: AlloBody): void => {
    now += 1000;
    const ageMs = now - Date.parse(body.timestamp);
    book.receive(frameOf(body, { seq: (seq += 1), call: key === null ? null : callKey(key), ageMs }));
  };
  const miss = (key: string, atMs: number, data: object = {}): void =>
    hear(key, completed({ ...never, id: `cll_${key}`, start_date: isoAt(atMs), ...data }));
  /** Somebody tags the call, which says nothing about how it ended. */
  const tagged = (key: string): void =>
    hear(key, { ...tag({ call_id: `cll_${key}` }), timestamp: isoAt(now + 1000) });
  return { book, missed, watch, hear, miss, tagged, keys: () => missed.calls.map((call) => call.key) };
}

test('calls that nobody answered are counted, newest first, until the agent looks', async () => {
  const { missed, miss, keys } = await desk();
  miss('one', NOON + MINUTE);
  miss('two', NOON + 3 * MINUTE, { result: 'VOICEMAIL', from_number: '+33199005678' });
  miss('taken', NOON + 2 * MINUTE, { result: 'ANSWERED', user_email: SAM, from_number: '+33199009999' });
  expect(keys()).toEqual(['two', 'one']);
  missed.looked();
  expect(keys()).toEqual([]);
});

test('what a colleague claims, what was seen on its card, and a test call is no missed call', async () => {
  const { book, missed, miss, keys } = await desk({ tests: [callKey('test')] });
  miss('claimed', NOON + MINUTE, { from_number: '+33199005678' });
  miss('seen', NOON + 2 * MINUTE);
  miss('test', NOON + 3 * MINUTE, { from_number: '+33199009999' });
  expect(keys()).toEqual(['seen', 'claimed']);
  book.claim(callKey('claimed'), { agent: SAM as AgentEmail, name: 'Sam' });
  missed.seen(callKey('seen'));
  expect(keys()).toEqual([]);
});

test('what the agent dialled from one line of theirs to another is no call that they missed', async () => {
  const { hear, miss, keys } = await desk();
  const ends = { from_number: LINE, to_number: '+33199003302', started_at: isoAt(NOON + MINUTE) };
  hear('out', dial(ends));
  miss('in', NOON + MINUTE, { ...ends, to: ends.to_number });
  expect(keys()).toEqual([]);
  hear('colleague', dial({ ...ends, started_at: isoAt(NOON + 3 * MINUTE), user_email: SAM }));
  miss('theirs', NOON + 3 * MINUTE, { ...ends, started_at: null, to: ends.to_number });
  expect(keys()).toEqual(['theirs']);
});

test('whoever is called back, or gets through later, was not missed any more', async () => {
  const { hear, miss, keys } = await desk();
  miss('missed', NOON + MINUTE);
  hear('back', dial({ started_at: isoAt(NOON + 2 * MINUTE) }));
  expect(keys()).toEqual(['missed']);
  hear('back', answer({ started_at: isoAt(NOON + 2 * MINUTE), direction: 'OUTBOUND' }));
  expect(keys()).toEqual([]);
});

test('what is said of a call after the agent has looked at it does not count it again', async () => {
  const { missed, miss, tagged, watch, keys } = await desk();
  miss('one', NOON + MINUTE);
  missed.looked();
  tagged('one');
  expect(keys()).toEqual([]);
  const next = watch();
  await next.recall();
  expect(next.calls).toEqual([]);
});

test('whoever was spoken with is not counted again when more is said of the call before', async () => {
  const { hear, miss, tagged, keys, watch } = await desk();
  miss('missed', NOON + MINUTE);
  hear('back', dial({ started_at: isoAt(NOON + 2 * MINUTE) }));
  hear('back', answer({ started_at: isoAt(NOON + 2 * MINUTE), direction: 'OUTBOUND' }));
  tagged('missed');
  expect(keys()).toEqual([]);
  const next = watch();
  await next.recall();
  expect(next.calls).toEqual([]);
});

test('calling back without reaching anybody changes nothing, and nobody is taken for another who hides the number', async () => {
  const { hear, miss, keys } = await desk();
  miss('missed', NOON + MINUTE);
  miss('withheld', NOON + 2 * MINUTE, { from_number: 'anonymous' });
  hear('back', completed({ type: 'OUTBOUND', start_date: isoAt(NOON + 3 * MINUTE), result: 'NO_ANSWER' }));
  hear('other', answer({ started_at: isoAt(NOON + 4 * MINUTE), from_number: 'anonymous' }));
  expect(keys()).toEqual(['withheld', 'missed']);
});

test('history from before the last look is no news, and neither is anything in a book nobody has looked into', async () => {
  const { miss, keys } = await desk();
  miss('yesterday', NOON - 25 * 60 * MINUTE);
  expect(keys()).toEqual([]);
  const book = await books.open({ now: () => NOON });
  const watch = missedIn(book, { now: () => NOON });
  book.receive(welcome());
  const old = completed({ ...never, start_date: isoAt(NOON - 60 * MINUTE) });
  book.receive(frameOf(old, { ageMs: NOON - Date.parse(old.timestamp) }));
  expect(watch.calls).toEqual([]);
  watch.caughtUp();
  expect(book.lookedAt).toBe(NOON);
});

test('a call that is missed before the agent’s eyes is not counted', async () => {
  let looks = true;
  const { miss, keys } = await desk({ isLooking: () => looks });
  miss('seen', NOON + MINUTE);
  looks = false;
  miss('unseen', NOON + 2 * MINUTE, { from_number: '+33199005678' });
  expect(keys()).toEqual(['unseen']);
});

test('what was missed in a run before is found again', async () => {
  const { watch, miss, keys } = await desk();
  miss('one', NOON + MINUTE);
  const next = watch();
  expect(next.calls).toEqual([]);
  await next.recall();
  expect(next.calls.map((call) => call.key)).toEqual(keys());
});

test('what was missed before is found when the keychain opens late, and the wait for it is no look', async () => {
  const at = Date.now();
  const theMissed = frameOf(completed({ ...never, start_date: isoAt(at) }), {
    seq: 1,
    call: callKey('missed'),
  });
  const before = await keptBooks.open(A);
  take(before.book, welcome());
  before.book.look();
  await expect.poll(Date.now).toBeGreaterThan(before.book.lookedAt);
  take(before.book, theMissed);
  await before.book.close();

  const { vault, open } = asking(A);
  const kept = await keptBooks.open(vault, { patienceMs: 5 });
  const { book } = kept;
  const missed = missedIn(book, { isWhole: () => kept.kept !== 'waiting' });
  await missed.recall();
  // The relay tells it all again, since nothing is known of before.
  take(book, welcome(), theMissed, { type: 'live' });
  missed.caughtUp();
  open();
  await expect.poll(() => missed.calls.map(({ key }) => key)).toEqual(['missed']);
  missed.caughtUp();
  expect(missed.calls).toHaveLength(1);
});

test('a missed caller is told again under the name that a contact brings, and is missed once', async () => {
  const { hear, miss, missed } = await desk();
  miss('call-1', NOON + MINUTE, { from_name: null });
  const told: (string | null)[] = [];
  missed.onChange((calls) => told.push(...calls.map((call) => callerName(call))));
  hear(null, { ...contact({ name: 'Anna' }), timestamp: isoAt(NOON + 2 * MINUTE) });
  expect(told).toEqual(['Anna Lopez']);
  expect(missed.calls).toHaveLength(1);
});

test('a card that is had back is of a missed call again', async () => {
  const { missed, miss, keys } = await desk();
  miss('one', NOON + MINUTE);
  missed.seen(callKey('one'));
  expect(keys()).toEqual([]);
  missed.unseen(callKey('one'));
  expect(keys()).toEqual(['one']);
});

test('when people and lines are others by a new policy, what was missed is counted anew', async () => {
  let isHandedOn = false;
  let renamed = () => {};
  const { book, miss } = await desk();
  const missed = missedIn(book, {
    isHandedOn: () => isHandedOn,
    onRenamed: (listener) => {
      renamed = listener;
      return () => {};
    },
    now: () => NOON + 31 * MINUTE,
  });
  miss('one', NOON + MINUTE);
  expect(missed.calls).toHaveLength(1);
  isHandedOn = true;
  renamed();
  await expect.poll(() => missed.calls).toEqual([]);
});
