import { execFile, spawn } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { ring } from '../fixtures/allo.ts';
import { until } from '../fixtures/until.ts';
import { cardOf, expect, expectLive, expectPopped, test } from './stage.ts';

const run = promisify(execFile);

async function xdotool(...args: string[]): Promise<string> {
  return (await run('xdotool', args)).stdout.trim();
}

/** A terminal of another program, with the keyboard in it, that writes down every line it is given. */
async function focusedTerminal() {
  const folder = await mkdtemp(join(tmpdir(), 'ringside-typed-'));
  const typed = join(folder, 'typed');
  const terminal = spawn('xterm', ['-T', 'somebody at work', '-e', 'sh', '-c', `cat > '${typed}'`], {
    stdio: 'ignore',
  });
  const window = await until('the terminal to have the keyboard', async () => {
    const [found] = (await xdotool('search', '--name', 'somebody at work').catch(() => '')).split('\n');
    if (found === undefined || found === '') return null;
    await xdotool('windowactivate', found);
    return (await xdotool('getactivewindow').catch(() => '')) === found ? found : null;
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

test('a ring takes neither the focus nor a keystroke from the window that somebody works in', async ({
  stage,
}) => {
  const app = await stage.start();
  await expectLive(app);
  await app.electron.evaluate(({ BrowserWindow }) => {
    for (const window of BrowserWindow.getAllWindows()) window.hide();
  });
  const terminal = await focusedTerminal();
  try {
    expect(await xdotool('getactivewindow')).toBe(terminal.window);
    const text = 'the quick brown fox jumps over the lazy dog and types on while the phone rings';
    const typing = xdotool('type', '--delay', '15', text);
    await stage.relay.play(ring());
    const pop = await expectPopped(app);
    await expect(cardOf(pop, 'Ana Lopez')).toBeVisible();
    await typing;
    await xdotool('key', 'Return');
    await expect.poll(terminal.typed).toBe(`${text}\n`);
    expect(await xdotool('getactivewindow')).toBe(terminal.window);
    expect(await app.electron.evaluate(({ BrowserWindow }) => BrowserWindow.getFocusedWindow())).toBeNull();
  } finally {
    await terminal.end();
  }
});
