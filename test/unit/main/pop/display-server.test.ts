import fc from 'fast-check';
import { expect, test } from 'vitest';
import { managesDocks, windowKind } from '../../../../src-main/pop/can-place.ts';
import { argumentsFor, displayServers, otherPlatform } from '../../../../src-main/pop/display-server.ts';

const BOTH = { x11: true, wayland: true };
const X_ONLY = { x11: true, wayland: false };
const WAYLAND_ONLY = { x11: false, wayland: true };
const NEITHER = { x11: false, wayland: false };

test.each([
  ['XWayland, as the package asks', { ozone: 'x11', servers: BOTH }, null],
  ['XWayland, and Chromium took Wayland', { ozone: 'wayland', servers: BOTH }, 'x11'],
  ['XWayland, and nobody has chosen', { ozone: '', servers: BOTH }, 'x11'],
  ['no XWayland, as the package asks', { ozone: 'x11', servers: WAYLAND_ONLY }, 'wayland'],
  ['no XWayland, and nobody has chosen', { ozone: '', servers: WAYLAND_ONLY }, 'wayland'],
  ['no XWayland, and Chromium took Wayland', { ozone: 'wayland', servers: WAYLAND_ONLY }, null],
  ['X alone', { ozone: 'x11', servers: X_ONLY }, null],
  ['X alone, and nobody has chosen', { ozone: '', servers: X_ONLY }, null],
  ['no display at all', { ozone: 'x11', servers: NEITHER }, null],
] as const)('how windows reach the screen: %s', (_, { ozone, servers }, instead) => {
  expect(otherPlatform({ ozone, argv: ['ringside'], env: {}, servers })).toBe(instead);
});

test('what somebody asks for by name stays, where it can be had', () => {
  const asked = { ozone: 'wayland', argv: ['ringside', '--ozone-platform=wayland'], env: {} };
  expect(otherPlatform({ ...asked, servers: BOTH })).toBeNull();
  const hinted = { ELECTRON_OZONE_PLATFORM_HINT: 'wayland' };
  expect(otherPlatform({ ...asked, argv: ['ringside'], env: hinted, servers: BOTH })).toBeNull();
});

test('a start that was made another one is never made another one again', () => {
  const argument = fc.constantFrom(
    '--ozone-platform=x11',
    '--ozone-platform=wayland',
    '--ozone-platform-hint=auto',
    'ringside://pair?code=1',
    '.',
  );
  fc.assert(
    fc.property(
      fc.array(argument),
      fc.constantFrom(BOTH, WAYLAND_ONLY, X_ONLY, NEITHER),
      fc.constantFrom('', 'x11', 'wayland'),
      fc.constantFrom({}, { ELECTRON_OZONE_PLATFORM_HINT: 'wayland' }),
      (args, servers, ozone, env) => {
        const argv = ['ringside', ...args];
        const instead = otherPlatform({ ozone, argv, env, servers });
        if (instead === null) return;
        const again = ['ringside', ...argumentsFor(instead, argv)];
        expect(otherPlatform({ ozone: instead, argv: again, env, servers })).toBeNull();
        expect(again.filter((one) => one.startsWith('--ozone-platform'))).toHaveLength(1);
        expect(again.filter((one) => !one.startsWith('--ozone'))).toEqual(
          argv.filter((one) => !one.startsWith('--ozone')),
        );
      },
    ),
  );
});

const LISTENS = '0000000000000000: 00000002 00000000 00010000 0001 01 9456 /tmp/.X11-unix/X1\n';
const WAS_THERE = '0000000000000000: 00000003 00000000 00000000 0001 03 9457 @/tmp/.X11-unix/X2\n';

test.each([
  [{ DISPLAY: ':1' }, true],
  [{ DISPLAY: ':1.0' }, true],
  [{ DISPLAY: 'unix:1' }, true],
  [{ DISPLAY: ':2' }, false],
  [{ DISPLAY: ':11' }, false],
  [{ DISPLAY: 'localhost:10.0' }, true],
  [{ DISPLAY: '' }, false],
  [{}, false],
])('whether an X server listens: %j: %s', (env, x11) => {
  expect(displayServers(env, () => `${LISTENS}${WAS_THERE}`).x11).toBe(x11);
});

test('an X server of which nothing can be found out is believed', () => {
  const broken = (): string => {
    throw new Error('no /proc');
  };
  expect(displayServers({ DISPLAY: ':1' }, broken).x11).toBe(true);
});

test.each([
  [{ WAYLAND_DISPLAY: 'wayland-0', XDG_RUNTIME_DIR: '/run/user/1' }, true],
  [{ WAYLAND_DISPLAY: '/run/user/1/wayland-0' }, true],
  [{ WAYLAND_DISPLAY: 'wayland-9', XDG_RUNTIME_DIR: '/run/user/1' }, false],
  [{ WAYLAND_DISPLAY: 'wayland-0' }, false],
  [{ XDG_RUNTIME_DIR: '/run/user/1' }, false],
])('whether a compositor is there: %j: %s', (env, wayland) => {
  const exists = (path: string): boolean => path === '/run/user/1/wayland-0';
  expect(displayServers(env, () => '', exists).wayland).toBe(wayland);
});

test.each([
  ['darwin', {}, '', 'native'],
  ['linux', { DISPLAY: ':0' }, '', 'x11'],
  ['linux', { DISPLAY: ':0', WAYLAND_DISPLAY: 'wayland-0' }, 'x11', 'xwayland'],
  ['linux', { DISPLAY: ':0', WAYLAND_DISPLAY: 'wayland-0' }, 'wayland', 'wayland'],
  ['linux', { WAYLAND_DISPLAY: 'wayland-0' }, 'x11', 'wayland'],
] as const)('on %s with %j and "%s" windows are %s', (platform, env, ozone, kind) => {
  expect(windowKind(env, platform, ozone)).toBe(kind);
});

test.each([
  [{ XDG_CURRENT_DESKTOP: 'ubuntu:GNOME', WAYLAND_DISPLAY: 'wayland-0' }, true],
  [{ XDG_CURRENT_DESKTOP: 'KDE', XDG_SESSION_TYPE: 'wayland' }, true],
  [{ XDG_CURRENT_DESKTOP: 'sway', WAYLAND_DISPLAY: 'wayland-1' }, false],
  [{ XDG_CURRENT_DESKTOP: 'Hyprland', WAYLAND_DISPLAY: 'wayland-1' }, false],
  [{ WAYLAND_DISPLAY: 'wayland-1' }, false],
  [{ XDG_CURRENT_DESKTOP: 'i3', DISPLAY: ':0' }, true],
])('whether a dock stays where it is: %j: %s', (env, does) => {
  expect(managesDocks(env)).toBe(does);
});
