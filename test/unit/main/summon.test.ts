import { describe, expect, test } from 'vitest';
import { canPlaceWindows } from '../../../src-main/pop/can-place.ts';
import { watchPresence, type PresenceEvents } from '../../../src-main/presence/presence.ts';
import { createKeyGuard, STRAY_KEY_MS } from '../../../src-shared/summon/key-guard.ts';
import { createShortcut } from '../../../src-main/summon/shortcut.ts';

/** A keyboard on which another program holds some shortcuts. */
function keyboard(taken: readonly string[] = []) {
  const held = new Map<string, () => void>();
  return {
    held,
    register(accelerator: string, onPressed: () => void) {
      if (accelerator === 'nonsense') throw new TypeError('conversion failure');
      if (taken.includes(accelerator)) return false;
      held.set(accelerator, onPressed);
      return true;
    },
    unregister: (accelerator: string) => void held.delete(accelerator),
  };
}

describe('the shortcut', () => {
  test('is one at a time: another takes the place of the one before, none leaves none', () => {
    const keys = keyboard();
    let pressed = 0;
    const shortcut = createShortcut(keys, () => (pressed += 1));
    shortcut.use('Ctrl+A');
    shortcut.use('Ctrl+B');
    expect([...keys.held.keys()]).toEqual(['Ctrl+B']);
    keys.held.get('Ctrl+B')?.();
    expect(pressed).toBe(1);
    shortcut.use(null);
    expect(keys.held.size).toBe(0);
    expect(shortcut.isRefused).toBe(false);
  });

  test.each([
    ['another program holds', 'Ctrl+Alt+Delete'],
    ['is no accelerator', 'nonsense'],
  ])('that %s is refused, and the next one holds again', (_, accelerator) => {
    const keys = keyboard(['Ctrl+Alt+Delete']);
    const shortcut = createShortcut(keys, () => {});
    shortcut.use(accelerator);
    expect(shortcut.isRefused).toBe(true);
    shortcut.use('Ctrl+A');
    expect(shortcut.isRefused).toBe(false);
    shortcut.close();
    expect(keys.held.size).toBe(0);
  });
});

test('no key passes before the cards have the keyboard, nor in the first 400 ms', () => {
  let now = 1_000;
  const guard = createKeyGuard(() => now);
  expect(guard.lets()).toBe(false);
  guard.given();
  expect(guard.lets()).toBe(false);
  now += STRAY_KEY_MS - 1;
  expect(guard.lets()).toBe(false);
  now += 1;
  expect(guard.lets()).toBe(true);
  guard.takenAway();
  expect(guard.lets()).toBe(false);
});

test('keys that follow a click pass at once, until the keyboard is gone again', () => {
  const guard = createKeyGuard(() => 0);
  guard.trust();
  expect(guard.lets()).toBe(false);
  guard.given();
  expect(guard.lets()).toBe(true);
  guard.takenAway();
  guard.given();
  expect(guard.lets()).toBe(false);
});

test('the agent is away while the screen is locked or the computer sleeps, and both are told once', () => {
  const listeners = new Map<string, () => void>();
  const power: PresenceEvents = {
    on: (event, listener) => listeners.set(event, listener),
    removeListener: (event) => listeners.delete(event),
  };
  const told: boolean[] = [];
  const presence = watchPresence(power, () => told.push(presence.isAway()));
  const happens = (event: string) => listeners.get(event)?.();
  happens('lock-screen');
  happens('suspend');
  happens('resume');
  expect(presence.isAway()).toBe(true);
  happens('unlock-screen');
  expect(told).toEqual([true, false]);
  presence.close();
  expect(listeners.size).toBe(0);
});

test.each<[string, Record<string, string>, NodeJS.Platform, string, boolean]>([
  ['macOS', {}, 'darwin', '', true],
  ['Windows', {}, 'win32', '', true],
  ['X11', { DISPLAY: ':0', XDG_SESSION_TYPE: 'x11' }, 'linux', '', true],
  [
    'Wayland',
    { DISPLAY: ':0', WAYLAND_DISPLAY: 'wayland-0', XDG_SESSION_TYPE: 'wayland' },
    'linux',
    '',
    false,
  ],
  ['Wayland, through XWayland', { DISPLAY: ':0', WAYLAND_DISPLAY: 'wayland-0' }, 'linux', 'x11', true],
  ['Wayland without XWayland', { WAYLAND_DISPLAY: 'wayland-0' }, 'linux', 'x11', false],
  ['X11 with Wayland asked for', { DISPLAY: ':0' }, 'linux', 'wayland', false],
])('whether a window may say where it is: %s', (_, env, platform, ozone, can) => {
  expect(canPlaceWindows(env, platform, ozone)).toBe(can);
});
