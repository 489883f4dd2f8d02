import { execFile, execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { copyFile, mkdir, mkdtemp, readFile, rename, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { displayToUse, type Display } from '../../scripts/setup/display.ts';
import { endProcess } from '../../scripts/setup/processes.mjs';
import { packagesCanBeMade, packagesForTests } from '../fixtures/packages.ts';
import { until } from '../fixtures/until.ts';

const run = promisify(execFile);

describe.runIf(packagesCanBeMade())('an AppImage', () => {
  let home: string;
  let display: Display;
  let first: string;
  const env = () => ({
    ...process.env,
    ...display.env,
    HOME: home,
    XDG_CONFIG_HOME: join(home, '.config'),
    XDG_DATA_HOME: join(home, '.local/share'),
    XDG_DATA_DIRS: join(home, 'no-other-programs'),
    // Containers often have no FUSE.
    APPIMAGE_EXTRACT_AND_RUN: '1',
  });
  const asRoot = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  const start = (file: string): ChildProcess => spawn(file, asRoot, { env: env(), stdio: 'ignore' });
  const text = async (path: string) => await readFile(join(home, path), 'utf8').catch(() => '');
  const entry = '.local/share/applications/ringside-appimage.desktop';
  const autostart = '.config/autostart/ringside.desktop';
  const opener = async () =>
    (await run('xdg-mime', ['query', 'default', 'x-scheme-handler/ringside'], { env: env() })).stdout.trim();

  beforeAll(async () => {
    home = await mkdtemp(join(tmpdir(), 'ringside-appimage-'));
    display = await displayToUse();
    const { appImage } = await packagesForTests();
    await mkdir(join(home, 'My downloads'));
    first = join(home, 'My downloads/Ringside-x86_64.AppImage');
    await copyFile(appImage, first);
  });
  afterAll(async () => {
    await display.stop();
    await rm(home, { recursive: true, force: true });
  });

  test('offers itself in the menu and takes links once it was started, follows its file, and leaves when asked to', async () => {
    const before = start(first);
    await until('an entry', async () => (await text(entry)).includes(`\nTryExec=${first}\n`), 30_000);
    await until('links to be its own', async () => (await opener()) === 'ringside-appimage.desktop', 30_000);
    await until('a start with the session', async () =>
      (await text(autostart)).includes(`\nTryExec=${first}\n`),
    );
    expect(execFileSync('desktop-file-validate', [join(home, entry)], { encoding: 'utf8' })).toBe('');
    expect(await text(entry)).toContain(`\nExec="${first}" --ozone-platform=x11 %U\n`);
    await endProcess(before);

    const moved = join(home, 'Ringside.AppImage');
    await rename(first, moved);
    const after = start(moved);
    await until(
      'the entry to follow',
      async () => (await text(entry)).includes(`\nTryExec=${moved}\n`),
      30_000,
    );
    await until('the session to follow', async () =>
      (await text(autostart)).includes(`\nTryExec=${moved}\n`),
    );

    const quit = once(after, 'exit');
    const { stdout } = await run(moved, [...asRoot, '--uninstall'], { env: env() });
    expect(stdout).toContain(`removed ${join(home, entry)}\n`);
    expect(stdout).toContain(`Now delete ${moved}`);
    await quit;
    expect([await text(entry), await text(autostart), await opener()]).toEqual(['', '', '']);
  });
});
