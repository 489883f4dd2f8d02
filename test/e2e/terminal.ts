import { execFile, spawn } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Page } from '@playwright/test';
import { STRAY_KEY_MS } from '../../src-shared/summon/key-guard.ts';
import { until } from '../fixtures/until.ts';
import type { DrivenApp } from '../fixtures/app.ts';
import { expectLive, type Stage } from './stage.ts';

const run = promisify(execFile);

/** A real keyboard, as far as the display can tell. */
export async function xdotool(...args: string[]): Promise<string> {
  return (await run('xdotool', args)).stdout.trim();
}

/** The window with the keyboard; '' when none has it. */
export async function activeWindow(): Promise<string> {
  return await xdotool('getactivewindow').catch(() => '');
}

/** A terminal of another program, with the keyboard in it, that writes down every line it is given. */
export interface Terminal {
  readonly window: string;
  typed(): Promise<string>;
  end(): Promise<void>;
}

/** It shares the machine with whatever else is started. */
const STARTED_WITHIN_MS = 30_000;

export async function focusedTerminal(): Promise<Terminal> {
  const folder = await mkdtemp(join(tmpdir(), 'ringside-typed-'));
  const typed = join(folder, 'typed');
  const terminal = spawn('xterm', ['-T', 'somebody at work', '-e', 'sh', '-c', `cat > '${typed}'`], {
    stdio: 'ignore',
  });
  const window = await until(
    'the terminal to have the keyboard',
    async () => {
      const [found] = (await xdotool('search', '--name', 'somebody at work').catch(() => '')).split('\n');
      if (found === undefined || found === '') return null;
      await xdotool('windowactivate', found);
      return (await activeWindow()) === found ? found : null;
    },
    STARTED_WITHIN_MS,
  );
  return {
    window,
    typed: () => readFile(typed, 'utf8').catch(() => ''),
    end: async () => {
      terminal.kill();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** Waits until a key is meant for the cards, which have the keyboard by now: one pressed twice would do two things. */
export async function keysLetThrough(pop: Page): Promise<void> {
  await pop.evaluate((ms) => new Promise((over) => setTimeout(over, ms)), STRAY_KEY_MS + 100);
}

/** Takes the app's own windows out of the way, so that another program can have the keyboard. */
export async function hideWindows(app: DrivenApp): Promise<void> {
  await app.electron.evaluate(({ BrowserWindow }) => {
    for (const window of BrowserWindow.getAllWindows()) window.hide();
  });
}

/** A key as it came to the cards' window, before their page could hear of it. */
export interface HeardKey {
  readonly key: string;
  /** It does not get to the page. */
  readonly isHeldBack: boolean;
  /** ms since the window was given the keyboard. */
  readonly afterMs: number;
}

/**
 * Writes down every key that comes to the cards' window from here on, and what main does with it.
 * @param stray a key that comes in the very moment that the window is given the keyboard
 */
export async function listenForKeys(
  app: DrivenApp,
  stray: string | null,
): Promise<() => Promise<HeardKey[]>> {
  await app.electron.evaluate(({ BrowserWindow }, first) => {
    const pop = BrowserWindow.getAllWindows().find((one) => one.webContents.getURL().endsWith('pop.html'));
    if (pop === undefined) throw new Error('no pop');
    const heard: HeardKey[] = [];
    let given = 0;
    Object.assign(globalThis, { heardKeys: heard });
    // Before main's own listener: no key can seem older than it is.
    pop.prependListener('focus', () => {
      given = performance.now();
      if (first !== null) pop.webContents.sendInputEvent({ type: 'keyDown', keyCode: first });
    });
    pop.webContents.on('before-input-event', ({ defaultPrevented }, { key, type }) => {
      if (type === 'keyDown')
        heard.push({ key, isHeldBack: defaultPrevented, afterMs: performance.now() - given });
    });
  }, stray);
  return () => app.electron.evaluate(() => Reflect.get(globalThis, 'heardKeys') as HeardKey[]);
}

/** The app is live behind a terminal that has the keyboard, as somebody who works in another program would have it. */
export async function atWork(
  stage: Stage,
  happens: (app: DrivenApp, terminal: Terminal) => Promise<void>,
): Promise<void> {
  const app = await stage.start();
  await expectLive(app);
  await hideWindows(app);
  const terminal = await focusedTerminal();
  try {
    await happens(app, terminal);
  } finally {
    await xdotool('mousemove', '640', '10');
    await terminal.end();
  }
}
