import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { copyFile, mkdir, readFile, readlink, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { chromium, type Browser, type Page } from '@playwright/test';
import { isOwnKeyring } from '../../scripts/setup/keyring.ts';
import { until } from '../fixtures/until.ts';

export interface AppImageOptions {
  /** A folder of its own: the AppImage is put into it, and all that it keeps. */
  readonly folder: string;
  readonly appImage: string;
  readonly env: Readonly<Record<string, string>>;
}

/** An AppImage as an agent has it, over restarts that it does by itself. */
export interface UpdatedApp {
  readonly path: string;
  /** Under the user's caches. */
  readonly cache: string;
  /** Of the app that runs now; null: none does. */
  pid(): Promise<number | null>;
  page(name: string): Promise<Page>;
  /** Brings the settings up the way a person does. */
  settings(): Promise<Page>;
  /** Resolves once another app has taken the place of the one with `pid`, and answers. */
  restarted(pid: number): Promise<void>;
  log(): Promise<string>;
  close(): Promise<void>;
}

export async function startAppImage({ folder, appImage, env }: AppImageOptions): Promise<UpdatedApp> {
  const home = join(folder, 'home');
  const profile = join(home, 'config', 'Ringside');
  const path = join(folder, 'Apps', 'phone cards');
  await mkdir(join(folder, 'Apps'), { recursive: true });
  await mkdir(home, { recursive: true });
  await copyFile(appImage, path);
  const environment = {
    ...process.env,
    ...env,
    LANGUAGE: 'en',
    LANG: 'C.UTF-8',
    HOME: home,
    XDG_CONFIG_HOME: join(home, 'config'),
    XDG_CACHE_HOME: join(home, 'cache'),
  };
  const switches = [
    ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
    ...(isOwnKeyring({ ...process.env, ...env }) ? ['--password-store=gnome-libsecret'] : []),
    '--remote-debugging-port=0',
  ];
  const start = () => spawn(path, switches, { env: environment, stdio: 'ignore' });
  let browser: Browser | null = null;
  start();
  await until('the app to answer', answers, 30_000);

  async function pid(): Promise<number | null> {
    const lock = await readlink(join(profile, 'SingletonLock')).catch(() => '');
    const found = Number(/-(\d+)$/.exec(lock)?.[1] ?? Number.NaN);
    return Number.isNaN(found) || !(await isAlive(found)) ? null : found;
  }

  /** Chromium writes its port anew with each start. */
  async function answers(): Promise<boolean> {
    const now = await pid();
    if (now === null) return false;
    const file = join(profile, 'DevToolsActivePort');
    const [written, begun] = await Promise.all([
      stat(file).catch(() => null),
      stat(`/proc/${now}`).catch(() => null),
    ]);
    if (written === null || begun === null || written.mtimeMs < begun.mtimeMs - 1_000) return false;
    const [port = ''] = (await readFile(file, 'utf8')).split('\n', 1);
    await browser?.close().catch(() => undefined);
    browser = await chromium
      .connectOverCDP(`http://127.0.0.1:${port}`, { timeout: 15_000 })
      .catch(() => null);
    return browser !== null;
  }

  async function page(name: string): Promise<Page> {
    return await until(`a window with ${name}`, () =>
      browser
        ?.contexts()
        .flatMap((context) => context.pages())
        .find((each) => each.url().endsWith(name)),
    );
  }

  return {
    path,
    cache: join(home, 'cache', 'ringside-updater'),
    pid,
    page,
    async settings() {
      await once(start(), 'exit');
      const shown = await page('home.html');
      await shown.getByRole('button', { name: 'Settings' }).click();
      await shown.getByRole('heading', { name: 'Updates' }).scrollIntoViewIfNeeded();
      return shown;
    },
    async restarted(before) {
      await until('another app in its place', async () => ![null, before].includes(await pid()), 30_000);
      await until('it to answer', answers, 30_000);
    },
    log: async () => await readFile(join(profile, 'logs', 'ringside.log'), 'utf8').catch(() => ''),
    async close() {
      await browser?.close().catch(() => undefined);
      const last = await pid();
      if (last !== null) {
        process.kill(last, 'SIGTERM');
        await until('the app to end', async () => (await pid()) === null, 15_000);
      }
      await rm(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
    },
  };
}

async function isAlive(pid: number): Promise<boolean> {
  const state = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '');
  return state !== '' && !/\) Z /.test(state);
}
