import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { openVirtualDisplay } from './display.ts';
import { endProcess } from './processes.mjs';
import { until } from '../../test/fixtures/until.ts';

const run = promisify(execFile);
const WATCHER = 'org.kde.StatusNotifierWatcher';

/** One bar on top with a tray, as XFCE keeps it. */
const PANEL = `<?xml version="1.0" encoding="UTF-8"?>
<channel name="xfce4-panel" version="1.0">
  <property name="configver" type="int" value="2"/>
  <property name="panels" type="array"><value type="int" value="1"/>
    <property name="panel-1" type="empty">
      <property name="position" type="string" value="p=6;x=0;y=0"/>
      <property name="length" type="uint" value="100"/>
      <property name="size" type="uint" value="26"/>
      <property name="plugin-ids" type="array"><value type="int" value="1"/></property>
    </property>
  </property>
  <property name="plugins" type="empty"><property name="plugin-1" type="string" value="systray"/></property>
</channel>`;

/** A notification is on screen until it is taken back: ten seconds, as usual, are over before a slow machine has looked. */
const STAYS = '[global]\nmarkup = full\n[urgency_low]\ntimeout = 0\n[urgency_normal]\ntimeout = 0\n';

/** A desktop with a real panel and a real notification daemon, on a display of its own. */
export interface Desktop {
  /** What was notified so far, oldest first: title and text as the daemon was asked to show them. */
  notified(): readonly { readonly title: string; readonly body: string }[];
  /** How many notifications are on screen. */
  onScreen(): Promise<number>;
  /** Puts every notification away: what a killed app has shown stays. */
  clear(): Promise<void>;
  /** Stops panel and notification daemon as they are (SIGSTOP): they have their names on the bus, and answer nothing. */
  freeze(): void;
  /** Lets them go on. */
  thaw(): void;
  /** Clicks the newest notification. */
  clickNotification(): Promise<void>;
  /** Tooltip, or title, of the app's item in the tray; null: none there. */
  trayTooltip(): Promise<string | null>;
  /** The labels of its menu. */
  trayMenu(): Promise<string[]>;
  /** Clicks a line of the tray's menu. */
  clickTray(label: string): Promise<void>;
  close(): Promise<void>;
}

/** Opens it and makes this process, and what it starts, appear on it until it is closed. */
export async function openDesktop(): Promise<Desktop> {
  const display = await openVirtualDisplay();
  const folder = await mkdtemp(join(tmpdir(), 'ringside-desktop-'));
  const before = { ...process.env };
  Object.assign(process.env, display.env, { XDG_CURRENT_DESKTOP: 'XFCE' });
  const channel = join(folder, 'xfce4', 'xfconf', 'xfce-perchannel-xml');
  await mkdir(channel, { recursive: true });
  await writeFile(join(channel, 'xfce4-panel.xml'), PANEL);
  await mkdir(join(folder, 'dunst'));
  await writeFile(join(folder, 'dunst', 'dunstrc'), STAYS);
  const env = { ...process.env, XDG_CONFIG_HOME: folder, XDG_CACHE_HOME: folder };
  const started: ChildProcess[] = [];
  const begin = (file: string, args: readonly string[]): ChildProcess => {
    const child = spawn(file, args, { env, stdio: ['ignore', 'pipe', 'ignore'], detached: true });
    started.push(child);
    return child;
  };
  const monitor = begin('dbus-monitor', ['--session', "interface='org.freedesktop.Notifications'"]);
  let heard = '';
  monitor.stdout?.on('data', (chunk: Buffer) => (heard += chunk.toString()));
  // The panel's settings are read by a service that the bus starts.
  await run('dbus-update-activation-environment', [
    `XDG_CONFIG_HOME=${folder}`,
    `DISPLAY=${display.env['DISPLAY'] ?? ''}`,
  ]);
  const services = [begin('dunst', []), begin('xfce4-panel', ['--disable-wm-check'])];
  const signal = (name: NodeJS.Signals): void => {
    for (const service of services) service.kill(name);
  };
  await until('a notification daemon', () => hasOwner('org.freedesktop.Notifications'), 15_000);
  await until('a tray', () => hasOwner(WATCHER), 15_000);
  return {
    notified: () => notificationsIn(heard),
    onScreen: async () => Number((await run('dunstctl', ['count', 'displayed'])).stdout.trim()),
    clear: async () => void (await run('dunstctl', ['close-all'])),
    freeze: () => signal('SIGSTOP'),
    thaw: () => signal('SIGCONT'),
    clickNotification: async () => void (await run('dunstctl', ['action'])),
    trayTooltip: async () => {
      const item = await trayItem();
      if (item === null) return null;
      const said = await property(item, 'org.kde.StatusNotifierItem', 'ToolTip').catch(() => '');
      if (said !== '') return said;
      // The app may have gone, or be making another one.
      return await property(item, 'org.kde.StatusNotifierItem', 'Title').catch(() => null);
    },
    trayMenu: async () => (await trayLines()).map(({ label }) => label),
    clickTray: async (label) => {
      const line = (await trayLines()).find((one) => one.label === label);
      if (line === undefined) throw new Error(`The tray's menu has no line "${label}".`);
      const event = [`int32:${line.id}`, 'string:clicked', 'variant:int32:0', 'uint32:0'];
      if ((await askMenu('com.canonical.dbusmenu.Event', event)) === '')
        throw new Error(`The tray's menu did not take the click on "${label}".`);
    },
    close: async () => {
      signal('SIGCONT');
      for (const child of started.reverse()) await endProcess(child);
      await display.stop();
      for (const name of Object.keys(process.env)) if (before[name] === undefined) delete process.env[name];
      Object.assign(process.env, before);
      await rm(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
    },
  };
}

interface BusObject {
  readonly name: string;
  readonly path: string;
}

async function gdbus(name: string, path: string, method: string, args: readonly string[]): Promise<string> {
  const where = ['call', '--session', '--dest', name, '--object-path', path, '--method', method];
  return (await run('gdbus', [...where, '--', ...args])).stdout;
}

async function hasOwner(name: string): Promise<boolean> {
  const bus = 'org.freedesktop.DBus';
  const said = await gdbus(bus, '/org/freedesktop/DBus', `${bus}.NameHasOwner`, [name]).catch(() => '');
  return said.includes('true');
}

async function property({ name, path }: BusObject, of: string, which: string): Promise<string> {
  return await gdbus(name, path, 'org.freedesktop.DBus.Properties.Get', [of, which]);
}

/** The one item that has registered, as `:1.23/StatusNotifierItem`. */
async function trayItem(): Promise<BusObject | null> {
  const watcher = { name: WATCHER, path: '/StatusNotifierWatcher' };
  const said = await property(watcher, WATCHER, 'RegisteredStatusNotifierItems').catch(() => '');
  const [, name, path] = /'([^'/]+)(\/[^']*)'/.exec(said) ?? [];
  return name === undefined || path === undefined ? null : { name, path };
}

async function askMenu(method: string, args: readonly string[]): Promise<string> {
  const item = await trayItem();
  if (item === null) return '';
  // The app may go between two questions, or make another one.
  const said = await property(item, 'org.kde.StatusNotifierItem', 'Menu').catch(() => '');
  const path = /'([^']+)'/.exec(said)?.[1];
  if (path === undefined) return '';
  const ask = ['--session', '--print-reply', `--dest=${item.name}`, path, method];
  return await run('dbus-send', [...ask, ...args]).then(
    ({ stdout }) => stdout,
    () => '',
  );
}

/** The lines of the tray's menu that have a label, with the menu's ids of them. */
async function trayLines(): Promise<{ readonly id: string; readonly label: string }[]> {
  const layout = ['int32:0', 'int32:-1', 'array:string:label'];
  const said = await askMenu('com.canonical.dbusmenu.GetLayout', layout);
  const lines = said.matchAll(
    /int32 (\d+)\s+array \[\s+dict entry\(\s+string "label"\s+variant\s+string "(.*)"/g,
  );
  return [...lines].map(([, id = '', label = '']) => ({ id, label }));
}

/** Reads the calls of `Notify`: its strings are the app, an icon, the title and the text. */
function notificationsIn(heard: string): { title: string; body: string }[] {
  return heard
    .split(/^(?=method call|method return|signal|error)/m)
    .filter((message) => message.includes('member=Notify\n'))
    .map((message) => [...message.matchAll(/^ {3}string "([^]*?)"$/gm)].map((match) => match[1] ?? ''))
    .map(([, , title = '', body = '']) => ({ title, body }));
}
