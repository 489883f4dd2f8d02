import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { chown, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import * as v from 'valibot';
import { endProcess } from '../../scripts/setup/processes.mjs';
import { until } from '../fixtures/until.ts';

const run = promisify(execFile);

/** sway does not run as root: `nobody` on Debian. */
const NOBODY = 65_534;

export const SCREEN = { width: 1280, height: 800 } as const;

/** A window as the compositor has it. */
export interface SwayWindow {
  readonly name: string;
  readonly pid: number;
  readonly shell: string;
  readonly isFocused: boolean;
  readonly rect: { readonly x: number; readonly y: number; readonly width: number; readonly height: number };
}

/** A real Wayland compositor without a screen. */
export interface Sway {
  /** What a program needs to appear on it. */
  readonly env: Readonly<Record<string, string>>;
  windows(): Promise<readonly SwayWindow[]>;
  /** Runs a program of its own in it. */
  start(file: string, args: readonly string[]): ChildProcess;
  /** Types into whatever has the keyboard. */
  type(text: string): Promise<void>;
  /** A picture of the screen. */
  shoot(file: string): Promise<void>;
  /** Titles of what programs asked to be notified of. */
  notified(): readonly string[];
  close(): Promise<void>;
}

/** @param xwayland whether programs that only know X can appear on it */
export async function openSway(xwayland: boolean): Promise<Sway> {
  const isRoot = process.getuid?.() === 0;
  const folder = await mkdtemp(join(tmpdir(), 'ringside-sway-'));
  const config = join(folder, 'config');
  const lines = [
    `xwayland ${xwayland ? 'enable' : 'disable'}`,
    `output HEADLESS-1 resolution ${SCREEN.width}x${SCREEN.height}`,
    // A program of another user than the compositor's is let in, as these tests are where they run as root.
    ...(xwayland && isRoot ? ['exec xhost +si:localuser:root'] : []),
    `exec sh -c 'echo "$DISPLAY" > ${folder}/display.tmp && mv ${folder}/display.tmp ${folder}/display'`,
  ];
  await writeFile(config, `${lines.join('\n')}\n`);
  if (isRoot) await chown(folder, NOBODY, NOBODY);
  const { DISPLAY: _, WAYLAND_DISPLAY: __, ...inherited } = process.env;
  const own = { ...inherited, XDG_RUNTIME_DIR: folder, HOME: folder, XDG_SESSION_TYPE: 'wayland' };
  const headless = { WLR_BACKENDS: 'headless', WLR_LIBINPUT_NO_DEVICES: '1', WLR_RENDERER: 'pixman' };
  const as = isRoot ? ['setpriv', `--reuid=${NOBODY}`, `--regid=${NOBODY}`, '--clear-groups'] : [];
  const [program = '', ...args] = [...as, 'sway', '-c', config];
  const started: ChildProcess[] = [];
  const begin = (file: string, with_: readonly string[], env: NodeJS.ProcessEnv): ChildProcess => {
    const child = spawn(file, with_, { env, stdio: ['ignore', 'pipe', 'ignore'], detached: true });
    started.push(child);
    return child;
  };
  begin(program, args, { ...own, ...headless });
  const named = async (start: string) => (await readdir(folder)).find((name) => name.startsWith(start));
  await until('sway', async () => await readFile(join(folder, 'display'), 'utf8').catch(() => null));
  const display = (await readFile(join(folder, 'display'), 'utf8')).trim();
  const bus = begin('dbus-daemon', ['--session', '--nofork', '--print-address=1'], own);
  const address = await firstLine(bus);
  const env: Record<string, string> = {
    XDG_RUNTIME_DIR: folder,
    XDG_SESSION_TYPE: 'wayland',
    XDG_CURRENT_DESKTOP: 'sway',
    WAYLAND_DISPLAY: (await named('wayland-')) ?? '',
    DISPLAY: xwayland ? display : '',
    DBUS_SESSION_BUS_ADDRESS: address,
    SWAYSOCK: join(folder, (await named('sway-ipc')) ?? ''),
  };
  const all = { ...own, ...env };
  let heard = '';
  const monitor = begin('dbus-monitor', ['--session', "interface='org.freedesktop.Notifications'"], all);
  monitor.stdout?.on('data', (chunk: Buffer) => (heard += chunk.toString()));
  begin('dunst', [], all);
  return {
    env,
    windows: async () => {
      const { stdout } = await run('swaymsg', ['-t', 'get_tree', '-r'], { env: all, maxBuffer: 1e7 });
      return windowsIn(JSON.parse(stdout));
    },
    start: (file, with_) => begin(file, with_, all),
    // A program takes the first key only when it has heard of the keyboard that wtype makes.
    type: async (text) => void (await run('wtype', ['-s', '300', text], { env: all })),
    shoot: async (file) => void (await run('grim', [file], { env: all })),
    notified: () =>
      [
        ...heard.matchAll(/member=Notify\n {3}string "[^"]*"\n.*\n {3}string "[^"]*"\n {3}string "([^"]*)"/g),
      ].map(([, title = '']) => title),
    close: async () => {
      for (const child of started.reverse()) await endProcess(child);
      await rm(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
    },
  };
}

async function firstLine(child: ChildProcess): Promise<string> {
  let text = '';
  child.stdout?.on('data', (chunk: Buffer) => (text += chunk.toString()));
  await until('the bus to say where it is', () => text.includes('\n'));
  return text.split('\n', 1)[0] ?? '';
}

const number = v.number();
const nodeSchema = v.object({
  name: v.nullish(v.string(), ''),
  pid: v.optional(number, 0),
  shell: v.optional(v.string(), ''),
  focused: v.optional(v.boolean(), false),
  rect: v.object({ x: number, y: number, width: number, height: number }),
  nodes: v.optional(v.array(v.unknown()), []),
  floating_nodes: v.optional(v.array(v.unknown()), []),
});

function windowsIn(node: unknown): readonly SwayWindow[] {
  const { nodes, floating_nodes: floating, focused, ...window } = v.parse(nodeSchema, node);
  const inside = [...nodes, ...floating].flatMap((one) => windowsIn(one));
  const { name, pid, shell, rect } = window;
  return pid === 0 ? inside : [{ name, pid, shell, rect, isFocused: focused }, ...inside];
}
