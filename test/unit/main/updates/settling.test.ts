import { createHash, sign } from 'node:crypto';
import { copyFile, mkdir, mkdtemp, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { writeFeed } from '../../../../src-main/release/feed.ts';
import { appImageAt } from '../../../../src-main/updates/app-image.ts';
import { settleAtStart } from '../../../../src-main/updates/at-start.ts';
import { giveBack } from '../../../../src-main/updates/trial.ts';
import { heldBack, openUpdatesFile } from '../../../../src-main/updates/updates-file.ts';
import { OLD } from '../../../updates/keys.ts';
import { notedLog } from '../heard.ts';

let folder: string;
let path: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ringside-settling-'));
  path = join(folder, 'apps', 'Ringside');
  await mkdir(join(folder, 'apps'));
  await program(path, 'old');
});
afterEach(async () => await rm(folder, { recursive: true, force: true }));

const known = () => join(folder, 'updates.json');
const starts = () => join(folder, 'starts.json');
const openFile = () => openUpdatesFile(known(), notedLog());
const settle = async (version = '0.1.0') =>
  await settleAtStart({
    path: known(),
    starts: starts(),
    version,
    installation: { kind: 'appimage', path },
    release: {
      updates: {
        feed: new URL('https://updates.example/'),
        keys: [OLD.spki],
        pace: { firstLook: 180, everyLook: 3600, idle: 300 },
      },
    },
    isAllowed: () => true,
    again: { argv: ['app'], env: { PATH: process.env['PATH'] ?? '' } },
    log: notedLog(),
  });

/** What a start of it does: it notes its name. */
async function program(at: string, name: string): Promise<void> {
  const text = `#!/bin/sh\necho ${name} >> '${join(folder, 'ran')}'\n`;
  await writeFile(at, text, { mode: 0o755 });
}

/** Lays a new version ready, as a download does. */
async function layReady(): Promise<void> {
  const fetched = join(folder, 'package');
  await program(fetched, 'new');
  const bytes = await readFile(fetched);
  const sha512 = createHash('sha512').update(bytes).digest('base64');
  const text = Buffer.from(
    writeFeed({
      feed: 'latest-linux.yml',
      version: '0.2.0',
      signedAt: new Date().toISOString(),
      releaseNotes: null,
      files: [{ url: 'Ringside-x86_64.AppImage', sha512, size: bytes.length }],
    }),
  );
  await appImageAt(path).stage(fetched, sha512);
  const signatures = sign(null, text, OLD.key).toString('base64');
  const name = 'latest-linux.yml' as const;
  await openFile().change({
    at: path,
    staged: { from: '0.1.0', name, text: text.toString('base64'), signatures },
  });
}

test('what lies ready takes its place, and deaths of the version before are not held against it', async () => {
  await writeFile(starts(), '{"state":"started","diedEarly":1,"heldBefore":null,"againAt":null}');
  await layReady();
  expect(await settle()).toBeNull();
  expect(await readFile(path, 'utf8')).toContain('new');
  expect(existsSync(starts())).toBe(false);
});

test('a new version is not put in its place when it could not be known to be on trial', async () => {
  await layReady();
  // Nothing can be written there any more, as on a full disk.
  await mkdir(`${known()}.new`);
  expect((await settle())?.failed?.why).toBe('other');
  expect(await readFile(path, 'utf8')).toContain('old');
});

test('a version that could not take its place is told at the next start, and not tried again for a day', async () => {
  await layReady();
  // In the way of the name that the one before gets.
  await mkdir(join(folder, 'apps', '.Ringside.previous', 'x'), { recursive: true });
  expect((await settle())?.failed).not.toBeNull();
  const next = await settle();
  expect(next?.failed?.version).toBe('0.2.0');
  const record = openFile().now();
  expect(heldBack(record, '0.2.0', Date.now())).toBe('other');
  expect(heldBack(record, '0.2.1', Date.now())).toBeNull();
  expect(heldBack(record, '0.2.0', Date.now() + 25 * 3_600_000)).toBeNull();
  // The clock was ahead then.
  expect(heldBack(record, '0.2.0', Date.now() - 25 * 3_600_000)).toBeNull();
  // Another version is there by now.
  expect((await settle('0.3.0'))?.failed).toBeNull();
});

test('a new version that cannot start, or show anything, gives its place back at once', async () => {
  await layReady();
  await settle();
  const onTrial = await settle('0.2.0');
  if (onTrial === null) throw new Error('it is not on trial');
  expect(onTrial.trial?.from).toBe('0.1.0');
  expect(await giveBack(onTrial, notedLog())).toBe(true);
  expect(await readFile(path, 'utf8')).toContain('old');
  // It is told, and the version is not offered by itself any more.
  expect((await settle())?.failed).toEqual({ why: 'put-back', version: '0.2.0' });
  expect(await giveBack(onTrial, notedLog())).toBe(false);
});

test('a new version that hangs before it can be told from a dead one gives its place back too', async () => {
  await layReady();
  await settle();
  // Each time somebody ends it, or the session does.
  for (let start = 0; start < 4; start += 1) expect((await settle('0.2.0'))?.trial?.to).toBe('0.2.0');
  expect(await settle('0.2.0')).toBeNull();
  expect(await readFile(path, 'utf8')).toContain('old');
  expect((await settle())?.failed).toEqual({ why: 'put-back', version: '0.2.0' });
});

test('an app that was moved takes up nothing under its new name, and leaves nothing under the former', async () => {
  await layReady();
  const moved = join(folder, 'apps', 'Ringside 2');
  await rename(path, moved);
  path = moved;
  expect((await settle())?.failed).toBeNull();
  expect(await readdir(join(folder, 'apps'))).toEqual(['Ringside 2']);
});

test('a copy of the version before says nothing of a new one that is on trial elsewhere', async () => {
  await copyFile(path, join(folder, 'apps', 'copy'));
  await layReady();
  await settle();
  const original = path;
  path = join(folder, 'apps', 'copy');
  expect((await settle())?.failed).toBeNull();
  expect(openFile().now().refused).toBeNull();
  expect(await readFile(original, 'utf8')).toContain('new');
  expect(appImageAt(original).hasPrevious()).toBe(true);
});

test('a version that is not on trial gives nothing back', async () => {
  const start = await settle();
  if (start === null) throw new Error('it ended');
  expect(await giveBack(start, notedLog())).toBe(false);
});

test('a version that cannot be laid ready costs nothing of the one that lies ready', async () => {
  await layReady();
  await writeFile(join(folder, 'altered'), 'evil');
  await expect(appImageAt(path).stage(join(folder, 'altered'), 'x')).rejects.toThrow();
  expect(await settle()).toBeNull();
  expect(await readFile(path, 'utf8')).toContain('new');
});

test('where a file can have one name only, there is no moment without the app', async () => {
  await layReady();
  const before = await stat(path);
  const image = appImageAt(path, async () => {
    throw Object.assign(new Error('EPERM'), { code: 'EPERM' });
  });
  await image.swap(
    createHash('sha512')
      .update(await readFile(join(folder, 'apps/.Ringside.update')))
      .digest('base64'),
  );
  expect(await readFile(image.previous, 'utf8')).toContain('old');
  expect((await stat(image.previous)).mode & 0o777).toBe(0o755);
  // A copy: the app's own file was never moved away from its name.
  expect((await stat(image.previous)).ino).not.toBe(before.ino);
});
