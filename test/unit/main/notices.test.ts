import type { NotificationConstructorOptions } from 'electron';
import { describe, expect, test } from 'vitest';
import type { CallKey } from '../../../src-shared/brand.ts';
import { chooseLanguage } from '../../../src-shared/words/language.ts';
import { DEFAULT_PREFERENCES, type Preferences } from '../../../src-shared/preferences/preferences.ts';
import { watchMissed } from '../../../src-main/missed/missed-watch.ts';
import { bodyOf, titleOf, type Notice } from '../../../src-main/notify/notice.ts';
import { createNotifier } from '../../../src-main/notify/notifier.ts';
import { openNotices } from '../../../src-main/notify/notices.ts';
import { completed, sms } from '../../fixtures/allo.ts';
import { useBooks } from './books.ts';
import { callKey, frameOf, isoAt, NOON, notedLog, welcome } from './heard.ts';

const books = useBooks();
const MINUTE = 60_000;
const never = { result: 'MISSED', user_email: null, summary: null };

/** A notification service that remembers what it shows. */
function daemon(hasMarkup = false) {
  const open = new Map<object, NotificationConstructorOptions>();
  const ears = new Map<object, Map<string, () => void>>();
  const clicked: Notice[] = [];
  let shows = 0;
  const notifier = createNotifier({
    create(options) {
      const port = {
        show: () => {
          shows += 1;
          open.set(port, options);
        },
        close: () => void open.delete(port),
        on: (event: string, listener: () => void) => void ears.get(port)?.set(event, listener),
      };
      ears.set(port, new Map());
      return port;
    },
    hasMarkup,
    onClick: (notice) => clicked.push(notice),
    log: notedLog(),
  });
  const newest = () => [...open.keys()].at(-1) ?? {};
  return {
    notifier,
    clicked,
    shows: () => shows,
    open: () => [...open.values()].map(({ title, body }) => `${title}: ${body}`),
    last: () => [...open.values()].at(-1),
    click: () => ears.get(newest())?.get('click')?.(),
    putAway: () => {
      const port = newest();
      open.delete(port);
      ears.get(port)?.get('close')?.();
    },
  };
}

async function desk(change: Partial<Preferences> = {}) {
  let now = NOON;
  let isQuiet = false;
  const preferences: Preferences = { ...DEFAULT_PREFERENCES, ...change };
  const book = await books.open({ now: () => now });
  book.receive(welcome());
  book.look();
  const missed = watchMissed({
    ...book,
    isTest: () => false,
    lookedAt: () => book.lookedAt,
    isLooking: () => false,
  });
  const shown = daemon();
  const notices = openNotices({
    notifier: shown.notifier,
    missed,
    book,
    preferences: () => preferences,
    language: () => chooseLanguage(['en-GB']),
    isQuiet: () => isQuiet,
    isLooking: () => false,
    hasCards: () => true,
    now: () => now,
  });
  let seq = 0;
  return {
    shown,
    missed,
    notices,
    quiet: (on: boolean) => (isQuiet = on),
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
    },
    text(data: object = {}): void {
      now += MINUTE;
      const body = sms({ sent_at: isoAt(now), ...data });
      book.receive(frameOf(body, { seq: (seq += 1), call: null }));
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

test('a message is not told when the agent turned that off', async () => {
  const { shown, text } = await desk({ notifySms: false });
  text();
  expect(shown.shows()).toBe(0);
});

describe('the notifier', () => {
  const notice: Notice = {
    id: 'a:1',
    title: titleOf('A'),
    body: bodyOf('B & <i>C</i>'),
    call: null,
    isUrgent: false,
  };

  test('shows the same once, another text in its place, and takes back by kind', () => {
    const { notifier, open, shows } = daemon();
    notifier.show(notice);
    notifier.show(notice);
    notifier.show({ ...notice, body: bodyOf('C') });
    notifier.show({ ...notice, id: 'b:1', body: bodyOf('D') });
    expect(shows()).toBe(3);
    expect(open()).toEqual(['A: C', 'A: D']);
    notifier.keepOnly('a', new Set());
    expect(open()).toEqual(['A: D']);
    notifier.close();
    expect(open()).toEqual([]);
  });

  test('gives plain text to a service that reads markup, one line of it', () => {
    const { notifier, last } = daemon(true);
    notifier.show({ ...notice, title: titleOf('A\u0000\nB'.padEnd(300, 'x')) });
    expect(last()?.body).toBe('B &amp; &lt;i&gt;C&lt;/i&gt;');
    expect(last()?.title).toMatch(/^A Bx+…$/);
  });

  test('stays until it is taken back when it is urgent, and makes no sound of its own', () => {
    const { notifier, last } = daemon();
    notifier.show({ ...notice, isUrgent: true });
    expect(last()).toMatchObject({ urgency: 'critical', timeoutType: 'never', silent: true });
  });

  test('a click leads to the call', () => {
    const { notifier, clicked, click } = daemon();
    notifier.show({ ...notice, call: 'call-1' as CallKey });
    click();
    expect(clicked.map(({ call }) => call)).toEqual(['call-1']);
  });
});
