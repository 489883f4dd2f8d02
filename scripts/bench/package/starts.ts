import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { chromium, type Browser, type Page } from '@playwright/test';
import type { Machine } from '../../machine/machine.ts';
import { processesOf } from '../../machine/processes.ts';
import type { Session } from '../../machine/session.ts';
import { until } from '../../../test/fixtures/until.ts';
import type { Packaged } from './contestants.ts';

const run = promisify(execFile);
const READY_WITHIN_MS = 60_000;

export interface StartOptions {
  /** Of its own for each app; kept between starts, as an agent's is. */
  readonly profile: string;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  /** Every file of the app is read from the disk. */
  readonly fromDisk: boolean;
}

/** Starts from its folder on the disk, as an ordinary user and in its sandbox; ms from the start of the process. */
export interface Started {
  readonly trayMs: number;
  /** Null when nothing was asked to be painted. */
  readonly paintedMs: number | null;
}

/**
 * Starts an app, waits for its tray and, when `painted` is given, until that is on the screen, and ends it.
 * @param painted says when what one waits for was painted, by the system's clock; null: not yet
 */
export async function timeStart(
  machine: Machine,
  session: Session,
  app: Packaged,
  { profile, args, env, fromDisk }: StartOptions,
  painted: ((pages: readonly Page[]) => Promise<number | null>) | null = null,
): Promise<Started> {
  await machine.run('desktop', 'rm', ['-rf', `${profile}/logs`, `${profile}/DevToolsActivePort`]);
  if (fromDisk) await forgetFiles(app.unpacked);
  const door = painted === null ? [] : ['--remote-debugging-port=0'];
  const began = Date.now();
  machine.start(
    'desktop',
    `${app.unpacked}/${app.executable}`,
    [`--user-data-dir=${profile}`, ...args, ...door],
    {
      ...session.desktopEnv,
      ...env,
    },
  );
  let browser: Browser | null = null;
  try {
    let at: number | null = null;
    if (painted !== null) {
      const port = await until('the door', () => portIn(machine, profile), READY_WITHIN_MS);
      browser = await chromium.connectOverCDP(`http://127.0.0.1:${port}`);
      const [context] = browser.contexts();
      at = await until('the picture', () => painted(context?.pages() ?? []), READY_WITHIN_MS);
    }
    const tray = await until('the tray', () => trayReady(machine, profile), READY_WITHIN_MS);
    return { trayMs: tray - began, paintedMs: at === null ? null : at - began };
  } finally {
    await browser?.close();
    await end(machine);
  }
}

/** When the tray was ready, by the app's own log. */
async function trayReady(machine: Machine, profile: string): Promise<number | null> {
  const log = await machine.run('desktop', 'cat', [`${profile}/logs/ringside.log`]).catch(() => '');
  const at = /^(\S+) info tray ready$/m.exec(log)?.[1];
  return at === undefined ? null : Date.parse(at);
}

async function portIn(machine: Machine, profile: string): Promise<string | null> {
  const text = await machine.run('desktop', 'cat', [`${profile}/DevToolsActivePort`]).catch(() => '');
  const [port = ''] = text.split('\n', 1);
  return port === '' ? null : port;
}

/** Takes the files out of the memory that the system keeps them in. */
async function forgetFiles(folder: string): Promise<void> {
  await run('sync', ['-f', folder]);
  await run('find', [
    folder,
    '-type',
    'f',
    '-exec',
    'dd',
    'if={}',
    'iflag=nocache',
    'count=0',
    'status=none',
    ';',
  ]);
}

async function end(machine: Machine): Promise<void> {
  const main = (await processesOf(machine)).filter(({ type }) => type === 'browser');
  const pids = main.map(({ pid }) => pid).join(' ');
  // Some of them are about to go anyway.
  await machine.run('root', 'sh', ['-c', `kill ${pids} 2>/dev/null || true`]);
  await until('the app to end', async () => (await processesOf(machine)).length === 0, 20_000);
}
