import { EventEmitter } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { App, BrowserWindow, Session } from 'electron';
import { expect, test } from 'vitest';
import { followCapture } from '../../../src-main/preferences/capture.ts';
import { shutDebuggingDoor } from '../../../src-main/security/debugging-door.ts';
import { lockDown } from '../../../src-main/security/lock-down.ts';
import { notedLog } from '../../unit/main/heard.ts';

const ROOT = resolve(import.meta.dirname, '../../..');

/** Notes what is asked of it, in the place of what cannot be asked back of Electron. */
function noted<T>(calls: string[], emitter = new EventEmitter()): T {
  return new Proxy(emitter as object, {
    get: (target, name) => {
      if (name === 'webRequest') return noted(calls);
      if (name in target) return Reflect.get(target, name) as unknown;
      return (...args: unknown[]) => {
        calls.push(`${String(name)}(${args.map((arg) => JSON.stringify(arg) ?? 'f').join(', ')})`);
        return Promise.resolve();
      };
    },
  }) as T;
}

test('H2 a window is left out of screen sharing when the agent wants it so, and every one that is made later', () => {
  const app = new EventEmitter();
  const protectedNow: boolean[] = [];
  const window = { setContentProtection: (isOn: boolean) => void protectedNow.push(isOn) } as BrowserWindow;
  let hideFromCapture = true;
  let changed = (): void => {};
  followCapture(app as App, () => [window], {
    get: () => ({ hideFromCapture }) as never,
    onChange: (listener) => {
      changed = listener as () => void;
      return () => {};
    },
  });
  app.emit('browser-window-created', {}, window);
  hideFromCapture = false;
  changed();
  expect(protectedNow).toEqual([true, false]);
});

test('H5 what is refused is refused in every session, and no server is shown the user’s Windows account', () => {
  const app = new EventEmitter();
  const [first, later]: [string[], string[]] = [[], []];
  lockDown(app as App, noted<Session>(first), notedLog());
  app.emit('session-created', noted<Session>(later));
  for (const calls of [first, later])
    expect(calls).toEqual(
      expect.arrayContaining([
        'allowNTLMCredentialsForDomains("")',
        'setPermissionRequestHandler(f)',
        'setPermissionCheckHandler(f)',
        'setDevicePermissionHandler(f)',
        'setDisplayMediaRequestHandler(f)',
        'setSpellCheckerEnabled(false)',
      ]),
    );
  expect(first.join()).toContain('onBeforeRequest');
  expect(first.join()).toContain('setProxy');
});

test('H20 no server is shown a certificate of the user’s', () => {
  const app = new EventEmitter();
  lockDown(app as App, noted<Session>([]), notedLog());
  const chosen: unknown[] = [];
  let isPrevented = false;
  const event = { preventDefault: () => (isPrevented = true) };
  app.emit('select-client-certificate', event, {}, 'https://x.example/', [{}], (one?: unknown) =>
    chosen.push(one),
  );
  expect([isPrevented, chosen]).toEqual([true, [undefined]]);
});

test('H16 Chromium’s debugging door is shut in the package, where it would be a way round the keychain', () => {
  const shut = (platform: NodeJS.Platform, isPackaged: boolean): string[] => {
    const removed: string[] = [];
    shutDebuggingDoor({
      platform,
      isPackaged,
      commandLine: { removeSwitch: (name) => void removed.push(name) },
    });
    return removed;
  };
  const both = ['remote-debugging-port', 'remote-debugging-pipe'];
  expect([shut('darwin', true), shut('win32', true), shut('linux', true)]).toEqual([both, both, []]);
  expect([shut('darwin', false), shut('linux', false)]).toEqual([[], []]);
  // Before Electron is ready, or the door stands open already.
  const main = readFileSync(join(ROOT, 'src-main/main.ts'), 'utf8');
  expect(main.indexOf('shutDebuggingDoor({')).toBeGreaterThan(0);
  expect(main.indexOf('shutDebuggingDoor({')).toBeLessThan(main.indexOf('whenReady'));
});

test('H17 a page that ends or hangs, and every other process of Chromium’s that ends, is heard of', () => {
  const sources = readdirSync(join(ROOT, 'src-main'), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .map((name) => readFileSync(join(ROOT, 'src-main', name), 'utf8'))
    .join('\n');
  const windows = sources.match(/new BrowserWindow\(/g)?.length ?? 0;
  expect(windows).toBeGreaterThan(0);
  for (const event of ['render-process-gone', 'unresponsive'])
    expect(sources.split(`'${event}'`).length - 1).toBeGreaterThanOrEqual(windows);
  expect(sources).toContain("'child-process-gone'");
});
