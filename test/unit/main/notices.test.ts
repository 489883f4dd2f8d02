import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { WebhookId } from '../../../src-shared/brand.ts';
import { chooseLanguage } from '../../../src-shared/words/language.ts';
import { DEFAULT_PREFERENCES, type Preferences } from '../../../src-shared/preferences/preferences.ts';
import { openNotices } from '../../../src-main/notify/notices.ts';
import { completed, sms } from '../../fixtures/allo.ts';
import { useBooks } from './books.ts';
import { desktop, pass } from './notified.ts';
import { callKey, frameOf, isoAt, NOON, welcome } from './heard.ts';
import { missedIn } from './missing.ts';

const books = useBooks();
beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] }));
afterEach(() => void vi.useRealTimers());

const MINUTE = 60_000;
const never = { result: 'MISSED', user_email: null, summary: null };

async function desk(change: Partial<Preferences> = {}, heldBefore: number | null = null) {
  let now = NOON;
  let isQuiet = false;
  let hasCards = true;
  const preferences: Preferences = { ...DEFAULT_PREFERENCES, ...change };
  const book = await books.open({ now: () => now });
  book.receive(welcome());
  book.look();
  const missed = missedIn(book, { now: () => now });
  const shown = desktop();
  const notices = openNotices({
    notifier: shown.notifier,
    missed,
    book,
    preferences: () => preferences,
    language: () => chooseLanguage(['en-GB']),
    isQuiet: () => isQuiet,
    isLive: () => true,
    isLooking: () => false,
    hasCards: () => hasCards,
    heldBefore,
    now: () => now,
  });
  let seq = 0;
  return {
    shown,
    book,
    missed,
    notices,
    quiet: (on: boolean) => (isQuiet = on),
    cards: (on: boolean) => (hasCards = on),
    call: (key: string) => book.call(callKey(key)),
    miss(key: string, data: object = {}, ageMs = 0): void {
      now += MINUTE;
      const body = completed({
        ...never,
        id: `cll_${key}`,
        start_date: isoAt(now - MINUTE - ageMs),
        ...data,
      });
      const age = Math.max(0, now - Date.parse(body.timestamp));
      book.receive(frameOf(body, { seq: (seq += 1), call: callKey(key), ageMs: age }));
      pass();
    },
    text(data: object = {}): void {
      now += MINUTE;
      const body = sms({ sent_at: isoAt(now), ...data });
      book.receive(frameOf(body, { seq: (seq += 1), call: null }));
      pass();
    },
  };
}

describe('a missed call', () => {
  test('is told once per caller, with how often', async () => {
    const { shown, miss } = await desk();
    miss('one');
    miss('two');
    miss('other', { from_number: '+33199005678', from_name: 'Sam Okoro' });
    expect(shown.open()).toHaveLength(2);
    expect(shown.open()[0]).toContain('Missed call from Ana Lopez: called 2 times, last at');
    expect(shown.open()[1]).toContain('Missed call from Sam Okoro: ');
  });

  test('is taken back when it was looked at', async () => {
    const { shown, miss, missed } = await desk();
    miss('one');
    missed.looked();
    expect(shown.open()).toEqual([]);
  });

  test('in a quiet time is not told, not after it either', async () => {
    const { shown, miss, quiet } = await desk();
    quiet(true);
    miss('one');
    quiet(false);
    miss('other', { from_number: '+33199005678', from_name: 'Sam Okoro' });
    expect(shown.open()).toHaveLength(1);
    expect(shown.open()[0]).toContain('Sam Okoro');
  });

  test('that is old news, or that the agent does not want to hear of, is not told', async () => {
    const off = await desk({ notifyMissed: false });
    off.miss('one');
    expect(off.shown.open()).toEqual([]);
    const back = await desk();
    back.miss('one', {}, 60 * MINUTE);
    expect(back.missed.calls).toHaveLength(1);
    expect(back.shown.open()).toEqual([]);
  });

  test('that the agent put away stays away until there is more to say', async () => {
    const { shown, miss } = await desk();
    miss('one');
    shown.putAway();
    miss('other', { from_number: '+33199005678' });
    expect(shown.open()).toHaveLength(1);
    miss('two');
    expect(shown.open().some((text) => text.includes('called 2 times'))).toBe(true);
  });
});

test('a message is told by its sender and first line, and taken back when the calls were looked at', async () => {
  const { shown, text, notices } = await desk();
  text({ from_name: 'Ana Lopez', content: '\nRunning late\nvery' });
  text({ from_name: 'Ana Lopez', content: 'Ten more minutes' });
  expect(shown.open()).toEqual(['Message from Ana Lopez: Ten more minutes']);
  notices.looked();
  expect(shown.open()).toEqual([]);
});

test('a missed call from before what is held back is not told, one from later is', async () => {
  // They last five and a half minutes, and are heard of when they end.
  const { shown, miss } = await desk({}, NOON - 3 * MINUTE);
  miss('one');
  miss('other', { from_number: '+33199005678', from_name: 'Sam Okoro' });
  expect(shown.shows()).toBe(0);
  miss('third', { from_number: '+33199005679', from_name: 'Kim Ito' });
  expect(shown.open()).toEqual([expect.stringContaining('Missed call from Kim Ito')]);
});

test('a message from before what is held back is not told, one from later is', async () => {
  const { shown, text } = await desk({}, NOON + 1.5 * MINUTE);
  text({ from_name: 'Ana Lopez', content: 'early' });
  expect(shown.shows()).toBe(0);
  text({ from_name: 'Ana Lopez', content: 'later' });
  expect(shown.open()).toEqual(['Message from Ana Lopez: later']);
});

test('a click on a message leads to its thread, whether its sender ever called or not', async () => {
  const { shown, text } = await desk();
  text({ from_number: '+33199009999', from_name: null, content: 'Who are you?' });
  shown.click();
  expect(shown.clicked.at(-1)?.opens).toMatchObject({ view: 'texts', text: expect.any(String) as string });
});

test('the same words again are another message; the same message again is none', async () => {
  const { shown, text } = await desk();
  text({ id: 'msg_1', content: 'OK' });
  pass();
  text({ id: 'msg_1', content: 'OK' });
  pass();
  expect(shown.shows()).toBe(1);
  text({ id: 'msg_2', content: 'OK' });
  pass();
  expect(shown.shows()).toBe(2);
});

test('a picture without words says that it is one', async () => {
  const { shown, text } = await desk();
  text({ type: 'MMS', content: null });
  expect(shown.open()).toEqual(['Message from Ana Lopez: MMS']);
});

test('a sender whose calls had no name is called as the message says', async () => {
  const { shown, miss, text } = await desk();
  miss('k', { from_name: null });
  text({ from_name: 'Ana Lopez' });
  expect(shown.open().at(-1)).toMatch(/^Message from Ana Lopez/);
});

test('a message is not told when the agent turned that off', async () => {
  const { shown, text } = await desk({ notifySms: false });
  text();
  expect(shown.shows()).toBe(0);
});

describe('a call of mine that was told long after its end', () => {
  test('is told where no card can come, and opens its call', async () => {
    const { shown, notices, miss, call, cards, quiet } = await desk({ notifyMissed: false });
    miss('one', { result: 'ANSWERED', summary: 'Ana moves the **pilot**. More later.' }, 20 * MINUTE);
    const mine = call('one');
    if (mine === null) throw new Error('no call');
    notices.toldLate(mine);
    cards(false);
    quiet(true);
    notices.toldLate(mine);
    pass();
    expect(shown.open()).toEqual([]);
    quiet(false);
    notices.toldLate(mine);
    pass();
    expect(shown.open()).toEqual([
      expect.stringMatching(/^Your call with Ana Lopez: .* · Ana moves the pilot\.$/),
    ]);
    shown.click();
    expect(shown.clicked[0]?.opens).toEqual({ view: 'calls', call: 'one' });
    notices.looked();
    expect(shown.open()).toEqual([]);
  });
});

test('a missed call that is another one now is opened by the click on what tells of it', async () => {
  const { shown, book, miss } = await desk();
  miss('one');
  const frame = completed({ ...never, id: 'cll_one', start_date: isoAt(NOON) });
  book.receive(frameOf(frame, { seq: 1, call: callKey('two') }));
  pass();
  expect(shown.shows()).toBe(1);
  shown.click();
  expect(shown.clicked).toMatchObject([{ opens: { view: 'calls', call: 'two' } }]);
});

test('the end of a call that was told late leads to the call, also when it is another one by then', async () => {
  const { shown, book, notices, cards, miss, call } = await desk();
  cards(false);
  miss('one', { result: 'ANSWERED', user_email: 'nora@globex.example' });
  const late = call('one');
  if (late === null) throw new Error('no call');
  notices.toldLate(late);
  pass();
  book.receive(frameOf(completed(), { seq: 1, call: callKey('two') }));
  shown.click();
  expect(shown.clicked).toMatchObject([{ opens: { view: 'calls', call: 'two' } }]);
  book.erase();
  expect(shown.open()).toEqual([]);
});

test.each(['read', 'erased'])('a text that is %s is not told any more', async (how) => {
  const { shown, book, text } = await desk();
  text({ id: 'msg_1', content: 'First' });
  text({ id: 'msg_2', content: 'Second' });
  text({ id: 'msg_3', content: 'Else', from_number: '+33199009999', from_name: null });
  expect(shown.open()).toHaveLength(2);
  if (how === 'read') book.readTexts(['msg_sms.received_2' as WebhookId]);
  else book.erase();
  expect(shown.open()).toHaveLength(how === 'read' ? 1 : 0);
});
