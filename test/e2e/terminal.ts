import { execFile, spawn } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
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

export async function focusedTerminal(): Promise<Terminal> {
  const folder = await mkdtemp(join(tmpdir(), 'ringside-typed-'));
  const typed = join(folder, 'typed');
  const terminal = spawn('xterm', ['-T', 'somebody at work', '-e', 'sh', '-c', `cat > '${typed}'`], {
    stdio: 'ignore',
  });
  const window = await until('the terminal to have the keyboard', async () => {
    const [found] = (await xdotool('search', '--name', 'somebody at work').catch(() => '')).split('\n');
    if (found === undefined || found === '') return null;
    await xdotool('windowactivate', found);
    return (await activeWindow()) === found ? found : null;
  });
  return {
    window,
    typed: () => readFile(typed, 'utf8').catch(() => ''),
    end: async () => {
      terminal.kill();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** Takes the app's own windows out of the way, so that another program can have the keyboard. */
export async function hideWindows(app: DrivenApp): Promise<void> {
  await app.electron.evaluate(({ BrowserWindow }) => {
    for (const window of BrowserWindow.getAllWindows()) window.hide();
  });
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
