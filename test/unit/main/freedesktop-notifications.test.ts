import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { connectNotificationServer } from '../../../src-main/notify/freedesktop-server.ts';
import { freedesktopNotifications } from '../../../src-main/notify/freedesktop-service.ts';
import { bodyOf, titleOf, type Notice } from '../../../src-main/notify/notice.ts';
import type { NotificationService } from '../../../src-main/notify/notification-service.ts';
import { notedLog } from './heard.ts';
import { openBus, startDaemon, type NotificationDaemon } from './notification-daemon.ts';

const EVERYTHING = ['actions', 'body', 'body-markup', 'icon-static'];
const picture = { width: 2, height: 2, rgba: new Uint8Array(16) };
let bus: Awaited<ReturnType<typeof openBus>>;
const ends: (() => unknown)[] = [];
beforeEach(async () => void (bus = await openBus()));
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end();
  await bus.close();
});

async function daemonWith(capabilities: readonly string[] = EVERYTHING): Promise<NotificationDaemon> {
  const daemon = await startDaemon(bus.address, capabilities);
  ends.push(daemon.close);
  return daemon;
}

function app(giveUpAfterMs = 60_000) {
  const clock = { now: 0 };
  const clicked: string[] = [];
  const gone: string[] = [];
  const log = notedLog();
  const service = freedesktopNotifications({
    connect: async (heard) => connectNotificationServer(bus.address, heard),
    picture: () => picture,
    listener: { clicked: (id) => void clicked.push(id), gone: (id) => void gone.push(id) },
    log,
    now: () => clock.now,
    giveUpAfterMs,
  });
  ends.push(service.close);
  return { service, clicked, gone, log, clock };
}

function notice(id: string, body = 'B', isUrgent = false): Notice {
  return { id, title: titleOf('A'), body: bodyOf(body), opens: { view: 'settings' }, isUrgent };
}
const bodies = (daemon: NotificationDaemon) => [...daemon.onScreen.values()].map(({ body }) => body);

/** A second is short on a machine that is busy. */
function eventually(check: () => void): Promise<void> {
  return vi.waitFor(check, 10_000);
}

describe('a notification server', () => {
  test('is given text, urgency, the app’s picture and no sound, once for each', async () => {
    const daemon = await daemonWith();
    const { service } = app();
    service.show(notice('a'));
    service.show(notice('b', 'C', true));
    await eventually(() => expect(daemon.onScreen.size).toBe(2));
    expect(daemon.asked).toMatchObject([
      { replaces: 0, summary: 'A', body: 'B', urgency: 1, expires: -1, pictureBytes: 16 },
      { replaces: 0, summary: 'A', body: 'C', urgency: 2, expires: 0, actions: ['default', 'Ringside'] },
    ]);
  });

  test.each([
    ['that reads markup', EVERYTHING, { summary: 'A', body: '1 &lt; 2 &amp; &lt;b&gt;' }],
    ['that does not', ['body', 'actions'], { summary: 'A', body: '1 < 2 & <b>' }],
    ['that shows no body', ['actions'], { summary: 'A: 1 < 2 & <b>', body: '' }],
    ['that has no actions', ['body'], { body: '1 < 2 & <b>', actions: [] }],
  ])('%s gets text as it reads it', async (_, capabilities, asked) => {
    const daemon = await daemonWith(capabilities);
    app().service.show(notice('a', '1 < 2 & <b>'));
    await eventually(() => expect(daemon.asked).toMatchObject([asked]));
  });

  test('replaces instead of stacking, and takes back', async () => {
    const daemon = await daemonWith();
    const { service } = app();
    service.show(notice('a', 'one'));
    await eventually(() => expect(bodies(daemon)).toEqual(['one']));
    service.show(notice('a', 'two'));
    await eventually(() => expect(bodies(daemon)).toEqual(['two']));
    service.takeBack('a');
    await eventually(() => expect(daemon.onScreen.size).toBe(0));
  });

  test('tells of a click, and of what was put away, which is not replaced but new when there is more to say', async () => {
    const daemon = await daemonWith();
    const { service, clicked, gone } = app();
    service.show(notice('a', 'one'));
    // On screen it may be before the app knows that it is shown.
    await eventually(() => {
      daemon.click(1);
      expect(clicked).toContain('a');
    });
    daemon.putAway(1);
    await eventually(() => expect(gone).toEqual(['a']));
    service.show(notice('a', 'two'));
    await eventually(() => expect(daemon.asked.map(({ replaces }) => replaces)).toEqual([0, 0]));
  });

  test('that hangs has one message, and gets what is still true and new when it is back', async () => {
    const daemon = await daemonWith();
    const { service, clicked, clock } = app();
    service.show(notice('a', 'first'));
    // The app knows that it is shown: on screen it may be before the answer is here.
    await eventually(() => {
      daemon.click(1);
      expect(clicked).toContain('a');
    });
    daemon.hang();
    service.show(notice('a', 'second'));
    service.show(notice('old', 'too old by then'));
    clock.now += 61_000;
    for (let n = 0; n < 1_000; n += 1) service.show(notice('b', `text ${n}`));
    service.show(notice('c', 'not true any more'));
    service.takeBack('c');
    daemon.wake();
    await eventually(() => expect(bodies(daemon)).toEqual(['second', 'text 999']));
    expect(daemon.asked.map(({ body }) => body)).toEqual(['first', 'second', 'text 999']);
  });

  test.each([
    ['taking one back', (service: NotificationService) => service.takeBack('a'), ['first', 'next']],
    ['replacing one', (service: NotificationService) => service.show(notice('a', 'lost')), ['next']],
    ['a new one', (service: NotificationService) => service.show(notice('b', 'lost')), ['first', 'next']],
  ])('that never answers to %s shows the next one all the same', async (_, ask, left) => {
    const daemon = await daemonWith();
    const { service, log } = app(500);
    service.show(notice('a', 'first'));
    await eventually(() => expect(daemon.onScreen.size).toBe(1));
    daemon.hang();
    ask(service);
    await eventually(() => expect(daemon.waiting()).toBe(1));
    daemon.forget();
    service.show(notice('c', 'next'));
    await eventually(() => expect(bodies(daemon)).toEqual(left));
    expect(log.lines.join()).not.toContain('lost');
  });

  test('that refuses a text costs this text', async () => {
    const daemon = await daemonWith();
    const { service, gone, log } = app();
    daemon.refuse('Poison');
    service.show({ ...notice('p'), title: titleOf('Poison') });
    service.show(notice('a'));
    await eventually(() => expect(bodies(daemon)).toEqual(['B']));
    expect(gone).toEqual(['p']);
    expect(daemon.asked).toHaveLength(2);
    expect(log.lines[0]).toContain('notifications cannot be shown');
  });

  test('that is started anew is asked again what it can, and is not given what the one before had', async () => {
    const before = await startDaemon(bus.address, EVERYTHING);
    const { service, gone } = app();
    service.show(notice('a', 'one & two'));
    await eventually(() => expect(bodies(before)).toEqual(['one &amp; two']));
    await before.close();
    await eventually(() => expect(gone).toEqual(['a']));
    const after = await daemonWith(['body']);
    service.show(notice('b', 'three & four'));
    await eventually(() => expect(bodies(after)).toEqual(['three & four']));
    expect(after.asked).toHaveLength(1);
  });

  test('that is not there costs its notification and a line in the log, and the next one is shown when it is', async () => {
    const { service, gone, log } = app();
    service.show(notice('a'));
    service.show(notice('b'));
    await eventually(() => expect(gone).toEqual(['a', 'b']));
    expect(log.lines).toHaveLength(1);
    const daemon = await daemonWith();
    service.show(notice('c', 'now'));
    await eventually(() => expect(bodies(daemon)).toEqual(['now']));
  });

  test('keeps nothing of an app that ends', async () => {
    const daemon = await daemonWith();
    const { service } = app();
    service.show(notice('a'));
    await eventually(() => expect(daemon.onScreen.size).toBe(1));
    service.close();
    await eventually(() => expect(daemon.onScreen.size).toBe(0));
  });
});

test('without a bus nothing is shown and nothing fails', async () => {
  const gone: string[] = [];
  const log = notedLog();
  const service = freedesktopNotifications({
    connect: async (heard) => connectNotificationServer('nonsense', heard),
    picture: () => picture,
    listener: { clicked() {}, gone: (id) => void gone.push(id) },
    log,
  });
  service.show(notice('a'));
  await eventually(() => expect(gone).toEqual(['a']));
  service.close();
  expect(log.lines).toHaveLength(1);
});
