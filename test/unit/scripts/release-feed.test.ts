import { execFile } from 'node:child_process';
import { chmod, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { notesOf } from '../../../scripts/release/notes.ts';

const ROOT = resolve(import.meta.dirname, '../../..');
const run = promisify(execFile);
let folder: string;
let publicKey: string;
const inFolder = (name: string) => join(folder, name);

interface Ran {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

async function npmRun(script: string, ...args: readonly string[]): Promise<Ran> {
  const command = [join(ROOT, 'scripts/run.mjs'), script, ...args];
  const done = await run(process.execPath, command).catch(
    (error: { code: number; stdout: string; stderr: string }) => error,
  );
  return { code: 'code' in done ? done.code : 0, out: done.stdout, err: done.stderr };
}

const feed = (...args: readonly string[]) =>
  npmRun('release:feed', folder, '--version=0.2.0', `--release-info=${inFolder('release.json')}`, ...args);
const signWith = (key: string, ...args: readonly string[]) =>
  feed(`--key=${inFolder(key)}`, `--changelog=${inFolder('CHANGELOG.md')}`, ...args);

async function releaseInfo(...keys: readonly string[]): Promise<void> {
  const updates = { feed: 'https://updates.example/', keys };
  await writeFile(inFolder('release.json'), JSON.stringify({ updates }));
}

/** An AppImage's last bytes are a list of its blocks and the length of that. */
const PACKAGE = Buffer.concat([
  Buffer.alloc(5_000, 'x'),
  Buffer.alloc(100, 'b'),
  Buffer.from([0, 0, 0, 100]),
]);

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ringside-release-'));
  await writeFile(inFolder('Ringside-x86_64.AppImage'), PACKAGE);
  await writeFile(
    inFolder('CHANGELOG.md'),
    '# Changelog\n\n## [0.2.0] - 2026-11-29\n\n- Faster\n\n## 0.1.0\n\n- First\n',
  );
  const made = await npmRun('release:key', inFolder('first.key'));
  publicKey = made.out.trim();
  await releaseInfo(publicKey);
});

afterAll(async () => await rm(folder, { recursive: true, force: true }));

test('a private key is written where only its owner reads it, is never printed, and never replaces another', async () => {
  const text = await readFile(inFolder('first.key'), 'utf8');
  expect((await stat(inFolder('first.key'))).mode & 0o777).toBe(0o600);
  const again = await npmRun('release:key', inFolder('first.key'));
  expect(again.code).toBe(1);
  expect(again.err).toContain('there already');
  expect(await readFile(inFolder('first.key'), 'utf8')).toBe(text);
  const secret = text.split('\n')[1] ?? '';
  const other = await npmRun('release:key', inFolder('second.key'));
  expect(other.out + other.err + publicKey).not.toContain(secret);
  expect(other.out.trim()).toMatch(/^[A-Za-z0-9+/]{59}=$/);
});

test('a folder is signed with its notes, and taken by the check; what is changed afterwards is not', async () => {
  const signed = await signWith('first.key', '--staging=25');
  expect(signed.err).toContain('latest-linux.yml: 0.2.0 for 25 of 100 computers');
  expect(signed.code).toBe(0);
  const text = await readFile(inFolder('latest-linux.yml'), 'utf8');
  expect(JSON.parse(text)).toMatchObject({
    feed: 'latest-linux.yml',
    version: '0.2.0',
    stagingPercentage: 25,
    releaseNotes: '- Faster',
    files: [{ url: 'Ringside-x86_64.AppImage', size: 5_104, blockMapSize: 100 }],
  });
  expect((await feed('--check')).code).toBe(0);

  await writeFile(inFolder('latest-linux.yml'), text.replace('25', '26'));
  expect((await feed('--check')).err).toContain('would follow latest-linux.yml: wrong-signature');
  await writeFile(inFolder('latest-linux.yml'), text);
  await writeFile(
    inFolder('Ringside-x86_64.AppImage'),
    Buffer.concat([Buffer.from('y'), PACKAGE.subarray(1)]),
  );
  expect((await feed('--check')).err).toContain('is not the file that latest-linux.yml names');
  await rm(inFolder('latest-linux.yml.sig'));
  expect((await feed('--check')).err).toContain('would follow latest-linux.yml: unsigned');
  await writeFile(inFolder('Ringside-x86_64.AppImage'), PACKAGE);
});

test('what no app would follow is not said to be signed', async () => {
  const notOurs = await signWith('second.key');
  expect(notOurs.code).toBe(1);
  expect(notOurs.err).toContain('wrong-signature');
  const both = await signWith('second.key', `--key=${inFolder('first.key')}`);
  expect(both.code).toBe(0);
});

test('a key that others can read, a fraction of a percent and a version without notes are refused', async () => {
  await chmod(inFolder('second.key'), 0o644);
  expect((await signWith('second.key')).err).toContain('others can read');
  await chmod(inFolder('second.key'), 0o600);
  for (const staging of ['2.5', '101', '-1', 'all', '']) {
    expect((await signWith('first.key', `--staging=${staging}`)).code, staging).not.toBe(0);
  }
  const silent = await signWith('first.key', '--version=0.3.0');
  expect(silent.err).toContain('says nothing about 0.3.0');
});

test('a package that an earlier version was released with is not released as a later one', async () => {
  // Its name is the same in every version.
  await signWith('first.key');
  const later = await signWith('first.key', '--version=0.3.0', '--no-notes');
  expect(later.err).toContain('Ringside-x86_64.AppImage is that of 0.2.0: build 0.3.0 first');
  expect((await signWith('first.key', '--staging=100')).code).toBe(0);
  const { sha512 } = (
    JSON.parse(await readFile(inFolder('latest-linux.yml'), 'utf8')) as { files: { sha512: string }[] }
  ).files[0] ?? { sha512: '' };
  await writeFile(
    inFolder('latest-linux.yml'),
    `version: 0.1.0\nfiles:\n  - url: Ringside-x86_64.AppImage\n    sha512: ${sha512}\n    size: 5104\n`,
  );
  expect((await signWith('first.key')).err).toContain('is that of 0.1.0');
});

test('a package that was changed after electron-builder described it is refused', async () => {
  const other = `${'A'.repeat(86)}==`;
  await writeFile(
    inFolder('latest-linux.yml'),
    `version: 0.2.0\nfiles:\n  - url: Ringside-x86_64.AppImage\n    sha512: ${other}\n    size: 5104\n`,
  );
  expect((await signWith('first.key')).err).toContain('build it again');
});

test('the notes of a version are what stands under its heading, however that is written', () => {
  const changelog = [
    '# Changelog',
    '## [Unreleased]',
    '- Later',
    '## v1.10.0',
    '',
    '### New',
    '- Ten',
    '## [1.1.0](https://example.test) - 2026-01-01',
    '- One',
    '## 1.0.0',
    '',
    '[1.1.0]: https://example.test',
  ].join('\n');
  expect(notesOf('1.10.0', changelog)).toBe('### New\n- Ten');
  expect(notesOf('1.1.0', changelog)).toBe('- One');
  expect(notesOf('1.0.0', changelog)).toBeNull();
  expect(notesOf('1.1', changelog)).toBeNull();
});
