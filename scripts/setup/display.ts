import { spawn, type ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { isOwnKeyring, OWN_KEYRING, startKeyring } from './keyring.ts';
import { Problem } from './problem.mjs';
import { endProcess, endWithUs } from './processes.mjs';

/** A desktop of our own where the machine has none: X server, session bus, window manager, and a keyring if it can be had. */
export interface Display {
  /** What a program needs to appear on it. */
  readonly env: Readonly<Record<string, string>>;
  /** Ends everything that belongs to it. */
  stop(): Promise<void>;
}

const READY_WITHIN_MS = 15_000;
/** Out of reach of the terminal's Ctrl-C: the display must outlive what is on it. */
const apart = { detached: true } as const;

/** Whether windows can appear without one of ours. */
export function hasDisplay(env = process.env): boolean {
  return process.platform !== 'linux' || Boolean(env['DISPLAY'] ?? env['WAYLAND_DISPLAY']);
}

/** The display to use: the one that is there, else a virtual one. */
export async function displayToUse(env = process.env): Promise<Display> {
  return hasDisplay(env) ? { env: {}, stop: async () => undefined } : await openVirtualDisplay();
}

/**
 * A desktop of the tests' own, also where there is one: they type, move windows and fill a keyring, and that of whoever
 * runs them is none of their business. On other systems there is only the one that is there.
 * @throws {Problem} no-display, no-keyring
 */
export async function displayForTests(): Promise<Display> {
  if (process.platform !== 'linux') return { env: {}, stop: async () => undefined };
  const display = await openVirtualDisplay();
  if (isOwnKeyring(display.env)) return display;
  await display.stop();
  throw new Problem(
    'no-keyring',
    'gnome-keyring-daemon is installed and did not start: see what it says by itself',
  );
}

/**
 * Starts a virtual display that only this user can reach.
 * @throws {Problem} no-display
 */
export async function openVirtualDisplay(size = '1280x800'): Promise<Display> {
  const folder = mkdtempSync(join(tmpdir(), 'ringside-display-'));
  const started: ChildProcess[] = [];
  const removeFolder = () => rmSync(folder, { recursive: true, force: true });
  process.once('exit', removeFolder);
  const stop = async () => {
    for (const child of started.reverse()) await endProcess(child);
    removeFolder();
    process.off('exit', removeFolder);
  };
  try {
    const env: Record<string, string> = {
      XAUTHORITY: join(folder, 'xauthority'),
      XDG_SESSION_TYPE: 'x11',
      // One that is there would come first.
      WAYLAND_DISPLAY: '',
    };
    writeFileSync(env['XAUTHORITY'] ?? '', xauthority(), { mode: 0o600 });

    const server = ['-displayfd', '3', '-screen', '0', `${size}x24`, '-nolisten', 'tcp', '-auth'];
    const x = spawn('Xvfb', [...server, env['XAUTHORITY'] ?? ''], {
      stdio: ['ignore', 'ignore', 'ignore', 'pipe'],
      ...apart,
    });
    started.push(endWithUs(x));
    env['DISPLAY'] = `:${await firstLine(x, x.stdio[3] as Readable, 'Xvfb')}`;

    const bus = spawn('dbus-daemon', ['--session', '--nofork', '--print-address=1'], {
      env: { ...process.env, ...env },
      stdio: ['ignore', 'pipe', 'ignore'],
      ...apart,
    });
    started.push(endWithUs(bus));
    env['DBUS_SESSION_BUS_ADDRESS'] = await firstLine(bus, bus.stdout, 'dbus-daemon');

    const keyring = await startKeyring(folder, { ...process.env, ...env });
    if (keyring !== null) {
      started.push(keyring);
      Object.assign(env, OWN_KEYRING);
    }

    const windows = spawn('xfwm4', ['--compositor=off'], {
      env: { ...process.env, ...env, XDG_CONFIG_HOME: folder, XDG_CACHE_HOME: folder },
      stdio: 'ignore',
      ...apart,
    });
    started.push(endWithUs(windows.on('error', () => undefined)));
    return { env, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** Resolves with the first line that a program prints when it is ready. */
async function firstLine(child: ChildProcess, output: Readable, name: string): Promise<string> {
  const problem = (why: string) =>
    new Problem('no-display', `there is no display, and ${name} (for a virtual one) ${why}`);
  let text = '';
  return await new Promise((resolve, reject) => {
    const late = setTimeout(() => reject(problem('did not start in time')), READY_WITHIN_MS);
    child.once('error', () => reject(problem('is not installed')));
    child.once('exit', (code) => reject(problem(`ended with code ${code}`)));
    output.on('data', (chunk: Buffer) => {
      text += chunk.toString();
      if (!text.includes('\n')) return;
      clearTimeout(late);
      resolve(text.split('\n', 1)[0]?.trim() ?? '');
    });
  });
}

/** One MIT-MAGIC-COOKIE-1 for any address and display number, in the format of Xauth(3). */
function xauthority(): Buffer {
  const field = (bytes: Buffer) =>
    Buffer.concat([Buffer.from([bytes.length >> 8, bytes.length & 255]), bytes]);
  const familyWild = Buffer.from([0xff, 0xff]);
  const nothing = field(Buffer.alloc(0));
  return Buffer.concat([
    familyWild,
    nothing,
    nothing,
    field(Buffer.from('MIT-MAGIC-COOKIE-1')),
    field(randomBytes(16)),
  ]);
}
