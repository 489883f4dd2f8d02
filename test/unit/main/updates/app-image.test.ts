import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { appImageAt, Moved } from '../../../../src-main/updates/app-image.ts';
import { environmentOutside, handOver, switchesOf } from '../../../../src-main/updates/hand-over.ts';
import { Altered } from '../../../../src-main/updates/whole-file.ts';
import { until } from '../../../fixtures/until.ts';

let folder: string;
let path: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ringside-appimage-'));
  await mkdir(join(folder, 'Apps of Nora'));
  path = join(folder, 'Apps of Nora', 'phone cards');
  await writeFile(path, 'old', { mode: 0o755 });
});
afterEach(async () => await rm(folder, { recursive: true, force: true }));

const sumOf = (text: string) => createHash('sha512').update(text).digest('base64');
const there = async () => (await readdir(join(folder, 'Apps of Nora'))).sort();

async function downloaded(text: string): Promise<string> {
  const fetched = join(folder, 'package');
  await writeFile(fetched, text);
  return fetched;
}

test('a new version takes the place of the old under its own name, and the old lies beside it', async () => {
  const image = appImageAt(path);
  await image.stage(await downloaded('new'), sumOf('new'));
  expect(await readFile(path, 'utf8')).toBe('old');
  expect(image.hasStaged()).toBe(true);
  await image.swap(sumOf('new'));
  expect(await readFile(path, 'utf8')).toBe('new');
  expect((await stat(path)).mode & 0o777).toBe(0o755);
  expect(await readFile(image.previous, 'utf8')).toBe('old');
  await image.tidy();
  expect(await there()).toEqual(['phone cards']);
});

test('and goes back', async () => {
  const image = appImageAt(path);
  await image.stage(await downloaded('new'), sumOf('new'));
  await image.swap(sumOf('new'));
  await image.putBack();
  expect(await readFile(path, 'utf8')).toBe('old');
  expect(await there()).toEqual(['phone cards']);
});

test('what is not what was signed is neither laid beside it nor put in its place', async () => {
  const image = appImageAt(path);
  await expect(image.stage(await downloaded('evil'), sumOf('new'))).rejects.toThrow(Altered);
  expect(await there()).toEqual(['phone cards']);
  await image.stage(await downloaded('new'), sumOf('new'));
  await writeFile(join(folder, 'Apps of Nora', '.phone cards.update'), 'evil');
  await expect(image.swap(sumOf('new'))).rejects.toThrow(Altered);
  expect(await readFile(path, 'utf8')).toBe('old');
});

test('a file that was moved away, or replaced by hand, is left as it is', async () => {
  const image = appImageAt(path);
  await image.checkPlace();
  await image.stage(await downloaded('new'), sumOf('new'));
  await rename(path, join(folder, 'elsewhere'));
  await expect(image.checkPlace()).rejects.toThrow(Moved);
  await writeFile(path, 'by hand');
  await expect(image.swap(sumOf('new'))).rejects.toThrow(Moved);
  expect(await readFile(path, 'utf8')).toBe('by hand');
});

describe.runIf(process.platform !== 'win32')('what is started when the app has ended', () => {
  const HAND_OVER = resolve(import.meta.dirname, '../../../../src-main/updates/hand-over.ts');
  const ran = async () => await readFile(join(folder, 'ran'), 'utf8').catch(() => '');

  /** A program that notes its name and arguments, and ends with `code`. */
  async function program(at: string, name: string, code: number): Promise<void> {
    const note = `printf '%s %s;' ${name} "$*" >> '${join(folder, 'ran')}'`;
    await writeFile(at, `#!/bin/sh\n${note}\nexit ${code}\n`, { mode: 0o755 });
  }

  /** A process that hands over and ends, as the app does. */
  async function endsFor(previous: string, env: NodeJS.ProcessEnv = process.env): Promise<void> {
    const code = `import { handOver } from '${HAND_OVER}';
      const [path, previous] = process.argv.slice(1);
      await handOver({ path, previous, args: ['--a b', "--it's"], env: process.env });
      process.exit(0);`;
    const args = ['--input-type=module-typescript', '-e', code, path, previous];
    await promisify(execFile)(process.execPath, args, { env });
  }

  test('is the app in its place, with its own arguments, and nothing else', async () => {
    await program(path, 'app', 0);
    await endsFor(join(folder, 'none'));
    await until('it to run', async () => (await ran()) !== '');
    expect(await ran()).toBe("app --a b --it's;");
  });

  test('a new version that lives is left alone, with the one before beside it', async () => {
    const previous = join(folder, 'Apps of Nora', 'before');
    await program(path, 'new', 0);
    await program(previous, 'old', 0);
    await endsFor(previous);
    await until('it to run', async () => (await ran()) !== '');
    expect(await ran()).toBe("new --a b --it's;");
    expect(existsSync(previous)).toBe(true);
  });

  test('a new version that dies twice is replaced by the one before', async () => {
    const previous = join(folder, 'Apps of Nora', 'before');
    await program(path, 'new', 7);
    await program(previous, 'old', 0);
    await endsFor(previous);
    await until('the old one to run', async () => (await ran()).includes('old'));
    expect(await ran()).toBe("new --a b --it's;new --a b --it's;old --a b --it's;");
    expect(await there()).toEqual(['phone cards']);
  });

  test.each([
    ['of X', { DISPLAY: ':4711.0' }],
    ['of Wayland', { DISPLAY: '', WAYLAND_DISPLAY: 'wayland-4711', XDG_RUNTIME_DIR: '/nowhere' }],
    ['of Wayland, by its path', { DISPLAY: '', WAYLAND_DISPLAY: '/nowhere/wayland' }],
  ])('a session that ends with the screen %s says nothing against a new version', async (_, screen) => {
    const previous = join(folder, 'Apps of Nora', 'before');
    await program(path, 'new', 1);
    await program(previous, 'old', 0);
    // What runs by then cannot reach it.
    await endsFor(previous, { ...process.env, ...screen });
    await until('both tries', async () => (await ran()).split(';').length === 3);
    const children = async () =>
      await promisify(execFile)('pgrep', ['-f', `ringside-update ${path}`]).then(
        ({ stdout }) => stdout,
        () => '',
      );
    await until('it to be over', async () => (await children()) === '');
    expect(await readFile(path, 'utf8')).toContain('new');
    expect(existsSync(previous)).toBe(true);
  });

  test('one that is no program at all is replaced too', async () => {
    const previous = join(folder, 'Apps of Nora', 'before');
    await writeFile(path, Buffer.from([0x7f, 0x45, 0x4c, 0x46, 0]), { mode: 0o755 });
    await program(previous, 'old', 0);
    await endsFor(previous);
    await until('the old one to run', async () => (await ran()).includes('old'));
  });

  test('is not started before the app has ended', async () => {
    await program(path, 'app', 0);
    const env = { PATH: process.env['PATH'] ?? '' };
    await handOver({ path, previous: join(folder, 'none'), args: [], env });
    expect(await ran()).toBe('');
  });
});

test('the environment is as it was outside of the AppImage', () => {
  const outside = environmentOutside({
    APPIMAGE: '/home/nora/Ringside.AppImage',
    APPDIR: '/tmp/.mount_a',
    ARGV0: './Ringside.AppImage',
    OWD: '/home/nora',
    PATH: '/tmp/.mount_a:/tmp/.mount_a/usr/sbin:/usr/bin:/tmp/.mount_ab/bin',
    LD_LIBRARY_PATH: '/tmp/.mount_a/usr/lib',
    XDG_DATA_DIRS: '/tmp/.mount_a/usr/share/:/usr/share:',
    HOME: '/home/nora',
    NONE: undefined,
  });
  expect(outside).toEqual({
    PATH: '/usr/bin:/tmp/.mount_ab/bin',
    XDG_DATA_DIRS: '/usr/share:',
    HOME: '/home/nora',
  });
});

test('switches go on, a pairing link does not', () => {
  const argv = [
    '/x/ringside',
    '--no-sandbox',
    '--no-sandbox',
    'ringside://pair?code=1',
    '--user-data-dir=/a b',
  ];
  expect(switchesOf(argv)).toEqual(['--no-sandbox', '--user-data-dir=/a b']);
  expect(switchesOf(['/x/ringside', '--a', '--', '--b', 'ringside://pair'])).toEqual(['--a']);
});
