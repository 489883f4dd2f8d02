import type { Page } from '@playwright/test';
import { until } from '../../test/fixtures/until.ts';
import { firstLine } from './first-line.ts';
import { AGENT, type Env, type Machine } from './machine.ts';

const READY_WITHIN_MS = 20_000;
const BUS = `/run/user/${AGENT.uid}/bus`;

/** The agent's desktop: X server, session bus, keyring and window manager, run by the agent. */
export interface Session {
  /** What a program needs to appear on it. */
  readonly env: Env;
  /** The same for a program of the host's. */
  readonly desktopEnv: Env;
  /** Waits for a question of the system's own and chooses its second button, with the keyboard. */
  chooseSecond(): Promise<void>;
  /** Whether this window of the app is on the screen, with nothing before it. */
  shows(page: Page): Promise<boolean>;
}

export async function openSession(machine: Machine): Promise<Session> {
  const x = machine.start('desktop', 'Xvfb', [
    '-displayfd',
    '1',
    '-screen',
    '0',
    '1280x800x24',
    '-nolisten',
    'tcp',
    '-ac',
  ]);
  const number = await firstLine('Xvfb', x);
  const bus = machine.start('desktop', 'dbus-daemon', [
    '--session',
    '--nofork',
    `--address=unix:path=/mnt${BUS}`,
    '--print-address=1',
  ]);
  await firstLine('dbus-daemon', bus);
  const shared = {
    DISPLAY: `:${number}`,
    XDG_CURRENT_DESKTOP: 'XFCE',
    XDG_SESSION_TYPE: 'x11',
    LANGUAGE: 'en',
    NO_AT_BRIDGE: '1',
  };
  const desktop = {
    ...shared,
    DBUS_SESSION_BUS_ADDRESS: `unix:path=/mnt${BUS}`,
    XDG_RUNTIME_DIR: `/mnt/run/user/${AGENT.uid}`,
  };
  const keyring = machine.start(
    'desktop',
    'gnome-keyring-daemon',
    ['--foreground', '--unlock', '--components=secrets'],
    desktop,
  );
  keyring.stdin?.end('a password');
  machine.start('desktop', 'xfwm4', ['--compositor=off'], desktop);
  const xdotool = async (...args: readonly string[]) =>
    await machine.run('desktop', 'xdotool', args, desktop);
  await until(
    'the keyring',
    () =>
      machine.run('desktop', 'gdbus', ASK_FOR_KEYRING, desktop).then(
        (said) => said.includes('true'),
        () => false,
      ),
    READY_WITHIN_MS,
  );
  return {
    env: {
      ...shared,
      DBUS_SESSION_BUS_ADDRESS: `unix:path=${BUS}`,
      XDG_RUNTIME_DIR: `/run/user/${AGENT.uid}`,
    },
    desktopEnv: desktop,
    chooseSecond: async () => {
      const active = async () => await xdotool('getactivewindow', 'getwindowname').catch(() => 'none');
      // A question has no title.
      await until('a question', async () => (await active()).trim() === '', READY_WITHIN_MS);
      await xdotool('key', 'Tab', 'Return');
      await until('the question to go', async () => (await active()).trim() !== '', READY_WITHIN_MS);
    },
    shows: async (page) => {
      const [x, y, width, height] = await page.evaluate(() => [screenX, screenY, outerWidth, outerHeight]);
      const middle = [x + width / 2, y + height / 2].map((at) => String(Math.round(at)));
      const under = await xdotool('mousemove', ...middle, 'getmouselocation', '--shell');
      const window = /^WINDOW=(\d+)$/m.exec(under)?.[1] ?? '';
      const size = await xdotool('getwindowgeometry', '--shell', window).catch(() => '');
      return size.includes(`WIDTH=${width}\nHEIGHT=${height}\n`);
    },
  };
}

const ASK_FOR_KEYRING = [
  'call',
  '--session',
  '--dest=org.freedesktop.DBus',
  '--object-path=/org/freedesktop/DBus',
  '--method=org.freedesktop.DBus.NameHasOwner',
  'org.freedesktop.secrets',
];
