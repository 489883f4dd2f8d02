import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { cp, mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { promisify } from 'node:util';
import { openDesktop, type Desktop } from '../../scripts/setup/desktop.ts';
import { NORA, ring, type AlloBody } from '../fixtures/allo.ts';
import type { DrivenApp } from '../fixtures/app.ts';
import { processesOf, type OwnProcess } from '../fixtures/processes.ts';
import { until } from '../fixtures/until.ts';
import { cardOf, expect, expectLive, test, type Stage } from './stage.ts';
import { xdotool } from './terminal.ts';

const ROOT = resolve(import.meta.dirname, '../..');
/** What an agent whose phone rings for half a minute would call in time. */
const CARD_WITHIN_MS = 6_000;

let desktop: Desktop;
test.beforeAll(async () => {
  desktop = await openDesktop();
});
test.afterAll(async () => {
  await desktop.close();
});

let rung = 0;
function nextRing(): { readonly name: string; readonly body: AlloBody } {
  rung += 1;
  const name = `Caller ${rung}`;
  const caller = { from_number: `+3319900${1000 + rung}`, person: { id: `con_${rung}`, name } };
  return { name, body: ring({ ...caller, company: null, deals: null }) };
}

const logIn = (userData: string) => readFile(join(userData, 'logs', 'ringside.log'), 'utf8').catch(() => '');

/** Rings, and waits until a window on screen shows who it is. */
async function expectRingShown({ relay }: Stage, app: DrivenApp, after: string): Promise<void> {
  const { name, body } = nextRing();
  await relay.play(body);
  await expect
    .poll(
      async () => {
        const pages = app.electron.windows().filter((page) => page.url().endsWith('pop.html'));
        const counts = pages.map((page) =>
          cardOf(page, name)
            .count()
            .catch(() => 0),
        );
        const hung = new Promise<number>((done) => setTimeout(() => done(0), 500));
        const found = await Promise.all(counts.map((count) => Promise.race([count, hung])));
        return found.some((count) => count > 0);
      },
      { timeout: CARD_WITHIN_MS, message: `a card after ${after}` },
    )
    .toBe(true);
  await expect.poll(() => app.popIsVisible(), { message: `the pop on screen after ${after}` }).toBe(true);
}

async function end(app: DrivenApp, of: (one: OwnProcess) => boolean, signal: NodeJS.Signals): Promise<void> {
  const main = app.electron.process().pid ?? 0;
  const found = await until('the process to end', async () => (await processesOf(main)).find(of));
  process.kill(found.pid, signal);
}

async function rendererOf(app: DrivenApp, page: string): Promise<number> {
  return await app.electron.evaluate(
    ({ BrowserWindow }, name) =>
      BrowserWindow.getAllWindows()
        .find(({ webContents }) => webContents.getURL().endsWith(name))
        ?.webContents.getOSProcessId() ?? 0,
    page,
  );
}

test('whatever process of the app dies, and however often, the next ring has its card', async ({ stage }) => {
  test.setTimeout(120_000);
  const app = await stage.start();
  await expectLive(app);
  // A core dump, which many systems collect, would have none of their memory.
  const all = await processesOf(app.electron.process().pid ?? 0);
  const filters = all.map(async ({ pid, kind }) => {
    const filter = await readFile(`/proc/${pid}/coredump_filter`, 'utf8').catch(() => 'gone');
    return `${kind} ${filter.trim()}`;
  });
  for (const each of await Promise.all(filters)) expect(each).toMatch(/ (00000000|gone)$/);
  for (const signal of ['SIGKILL', 'SIGSEGV', 'SIGABRT'] as const) {
    process.kill(await rendererOf(app, 'pop.html'), signal);
    await expectRingShown(stage, app, `${signal} of the cards' page`);
  }
  process.kill(await rendererOf(app, 'home.html'), 'SIGSEGV');
  await expectRingShown(stage, app, 'a crash of the home window');
  for (let death = 1; death <= 2; death += 1) {
    await end(app, ({ kind }) => kind === 'network', 'SIGKILL');
    await expectRingShown(stage, app, `death ${death} of the network process`);
  }
  // With the sixth Chromium would end the app.
  for (let death = 1; death <= 8; death += 1) {
    await end(app, ({ kind }) => kind === 'gpu-process', 'SIGKILL');
    await expectRingShown(stage, app, `death ${death} of the graphics process`);
  }
  await app.electron.evaluate(() => {
    for (let n = 0; n < 10_000; n += 1) {
      setImmediate(() => {
        throw new TypeError('Ana Lopez +33199001234');
      });
      void Promise.reject(new RangeError('ana@example.com'));
    }
  });
  await expectRingShown(stage, app, 'twenty thousand errors that nobody caught');
  const { userData } = app;
  await expect.poll(() => logIn(userData)).toContain('a rejection that nobody caught');
  await app.electron.close();
  const log = await logIn(userData);
  expect(log.match(/error an error that nobody caught \{"code":"TypeError"/g)).toHaveLength(2);
  expect(log).toMatch(/an error that nobody caught .*"again":9999/);
  expect(log).toContain('a process is gone {"type":"GPU","reason":"killed"}');
  expect(log).toContain('"window":"pop","why":"crashed"');
  expect(log).not.toMatch(/Ana|Caller|3319|@|con_/);
});

/** The app as a desktop starts it, without a hand on its inside. */
async function startAlone(
  folder: string,
  env: Readonly<Record<string, string>>,
  root = ROOT,
): Promise<{ readonly child: ChildProcess; readonly userData: string; end(): Promise<void> }> {
  const userData = join(folder, 'profile');
  const sandbox = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  const args = [root, ...sandbox, `--user-data-dir=${userData}`, '--password-store=basic', '--mute-audio'];
  const electron = createRequire(import.meta.url)('electron') as string;
  const child = spawn(electron, args, { env: { ...process.env, ...env }, stdio: 'ignore' });
  return {
    child,
    userData,
    async end() {
      const all = await processesOf(null, `--user-data-dir=${userData}`);
      for (const { pid } of all) {
        try {
          process.kill(pid, 'SIGKILL');
        } catch {
          // Gone meanwhile.
        }
      }
      await until('all of it to be gone', async () => (await processesOf(null, userData)).length === 0);
      await rm(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
    },
  };
}

test('when the graphics process dies without end the app starts again by itself, once, and still knows its relay', async ({
  stage,
}) => {
  test.setTimeout(150_000);
  const folder = await mkdtemp(join(tmpdir(), 'ringside-crash-'));
  const { token } = await stage.relay.tokenFor(NORA);
  const paired = { RINGSIDE_RELAY_URL: stage.relay.url(), RINGSIDE_DEVICE_TOKEN: token };
  const { child, userData, end: endAll } = await startAlone(folder, paired);
  const connected = () =>
    expect.poll(() => desktop.trayMenu(), { timeout: 30_000 }).toContain(`Connected as ${NORA}`);
  try {
    await connected();
    const first = child.pid ?? 0;
    let isOver = false;
    child.once('exit', () => (isOver = true));
    await until(
      'the app to end itself',
      async () => {
        const graphics = (await processesOf(first)).find(({ kind }) => kind === 'gpu-process');
        if (graphics !== undefined && !isOver) process.kill(graphics.pid, 'SIGKILL');
        return isOver;
      },
      20_000,
    );
    await until('another one', async () =>
      (await processesOf(null, `--user-data-dir=${userData}`)).some(({ kind }) => kind === 'main'),
    );
    await expect
      .poll(async () => (await logIn(userData)).match(/tray ready/g), { timeout: 30_000 })
      .toHaveLength(2);
    await connected();
    expect(await logIn(userData)).toContain('the app starts again {"why":"no graphics"}');
  } finally {
    await endAll();
  }
});

test('an app that cannot start says so in its own words, and a log that cannot be written keeps none from it', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'ringside-crash-'));
  // The same program, and one part of it does not load.
  const broken = join(folder, 'program');
  await cp(join(ROOT, 'dist'), join(broken, 'dist'), { recursive: true });
  await cp(join(ROOT, 'package.json'), join(broken, 'package.json'));
  await symlink(join(ROOT, 'assets'), join(broken, 'assets'));
  const main = await readFile(join(broken, 'dist', 'main', 'main.js'), 'utf8');
  const chunk = /import\("\.\/(assets\/start-[\w-]+\.js)"\)/.exec(main)?.[1] ?? '';
  expect(chunk).not.toBe('');
  await writeFile(join(broken, 'dist', 'main', chunk), 'throw new TypeError("Ana Lopez");');
  await mkdir(join(folder, 'profile'));
  await writeFile(join(folder, 'profile', 'logs'), 'no folder');
  const { child, end: endAll } = await startAlone(folder, {}, broken);
  try {
    const over = once(child, 'exit');
    await until('a dialog', async () => (await windowsOf(child))[0], 30_000);
    // A dialog that has just come does not hear a key yet, and one whose focus is set again and again may never.
    await until('the app to end', async () => {
      const [dialog] = await windowsOf(child);
      if (dialog !== undefined)
        await xdotool('windowfocus', '--sync', dialog, 'key', 'Escape').catch(() => '');
      return await Promise.race([over.then(() => true), wait(2000, false)]);
    });
    expect((await over)[0]).toBe(1);
  } finally {
    await endAll();
  }
});

test('diagnostics can be had from the command line, without a display and beside an app that runs', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'ringside-crash-'));
  await mkdir(join(folder, 'logs'));
  const at = '2026-01-13T14:32:04.000Z';
  const lines = [`${at} error a page is dead {"window":"pop"}`, `${at} warn Ana {"code":"ana@example.com"}`];
  await writeFile(join(folder, 'logs', 'ringside.log'), `${lines.join('\n')}\n`);
  const { DISPLAY: _, ...env } = process.env;
  const electron = createRequire(import.meta.url)('electron') as string;
  const args = [ROOT, '--no-sandbox', `--user-data-dir=${folder}`, '--diagnostics'];
  const { stdout } = await promisify(execFile)(electron, args, { env });
  expect(stdout).toMatch(/^Ringside \d+\.\d+\.\d+, .*\nsystem: linux [^]*\nlast warnings and errors: 2\n/);
  expect(stdout).toContain(lines[0]);
  expect(stdout).toContain('{"code":"other"}');
  expect(await readdir(folder)).toEqual(expect.not.arrayContaining(['starts.json', 'SingletonLock']));
  await rm(folder, { recursive: true, force: true });
});

/** The windows of a process that are on screen. */
async function windowsOf({ pid = 0 }: ChildProcess): Promise<readonly string[]> {
  const found = await xdotool('search', '--onlyvisible', '--pid', String(pid)).catch(() => '');
  return found.split('\n').filter((id) => id !== '');
}
