import { EventEmitter } from 'node:events';
import type { App } from 'electron';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { quitGracefully } from '../../../src-main/quit.ts';
import { notedLog } from './heard.ts';

/** Quits as Electron does: asks everybody, and ends unless `will-quit` was prevented. */
function fakeApp() {
  const events = new EventEmitter();
  let ended = false;
  const app = Object.assign(events, {
    quit() {
      const event = { defaultPrevented: false, preventDefault: () => void (event.defaultPrevented = true) };
      events.emit('before-quit', event);
      expect(event.defaultPrevented, 'quitting is never refused').toBe(false);
      events.emit('will-quit', event);
      ended ||= !event.defaultPrevented;
    },
  });
  return { app: app as unknown as App, hasEnded: () => ended };
}

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test('quitting waits for the last flush', async () => {
  const { app, hasEnded } = fakeApp();
  let flushed = (): void => {};
  const letGo = vi.fn();
  quitGracefully(app, letGo, () => new Promise((resolve) => (flushed = resolve)), notedLog());
  app.quit();
  expect(hasEnded()).toBe(false);
  flushed();
  await vi.advanceTimersByTimeAsync(1);
  expect(hasEnded()).toBe(true);
  expect(letGo).toHaveBeenCalled();
});

test('the last act comes when all is flushed, even if that failed, and before the end', async () => {
  for (const flush of [async () => undefined, async () => Promise.reject(new Error('disk'))]) {
    const { app, hasEnded } = fakeApp();
    const order: string[] = [];
    const flushed = async (): Promise<void> => {
      order.push('flush');
      await flush();
    };
    const finish = async (): Promise<void> => {
      order.push(hasEnded() ? 'too late' : 'finish');
      await Promise.reject(new Error('whatever it was'));
    };
    quitGracefully(app, () => void order.push('let go'), flushed, notedLog(), finish);
    app.quit();
    await vi.advanceTimersByTimeAsync(1);
    expect(order.slice(0, 3)).toEqual(['let go', 'flush', 'finish']);
    expect(hasEnded()).toBe(true);
  }
});

test('a disk that hangs holds it up for ten seconds, which is said, and one that fails not at all', async () => {
  const hung = fakeApp();
  const said = notedLog();
  quitGracefully(
    hung.app,
    () => {},
    () => new Promise(() => {}),
    said,
  );
  hung.app.quit();
  await vi.advanceTimersByTimeAsync(9_999);
  expect(hung.hasEnded()).toBe(false);
  await vi.advanceTimersByTimeAsync(2);
  expect(hung.hasEnded()).toBe(true);
  expect(said.lines.join()).toContain('the disk hangs');

  const failing = fakeApp();
  const log = notedLog();
  quitGracefully(
    failing.app,
    () => {},
    () => Promise.reject(new Error('disk')),
    log,
  );
  failing.app.quit();
  await vi.advanceTimersByTimeAsync(1);
  expect(failing.hasEnded()).toBe(true);
  expect(log.lines).toHaveLength(1);
});
