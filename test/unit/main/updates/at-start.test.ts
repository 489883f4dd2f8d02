import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { settleAtStart, type AtStartParts } from '../../../../src-main/updates/at-start.ts';
import { endIfDying, passTrial } from '../../../../src-main/updates/trial.ts';
import { openUpdatesFile } from '../../../../src-main/updates/updates-file.ts';
import { notedLog } from '../heard.ts';
import { newPair, signed, SOME_FEED, type Pair } from '../release/signing.ts';

const ours = newPair();
const PROGRAM = '#!/bin/sh\nexit 0\n';

let folder: string;
let path: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ringside-at-start-'));
  await mkdir(join(folder, 'Apps'));
  path = join(folder, 'Apps', 'Ringside.AppImage');
  await writeFile(path, 'old', { mode: 0o755 });
});
afterEach(async () => await rm(folder, { recursive: true, force: true }));

const kept = () => openUpdatesFile(join(folder, 'updates.json'), notedLog());
const there = async () => (await readdir(join(folder, 'Apps'))).sort();
const now = async () => await readFile(path, 'utf8');

const parts = (change: Partial<AtStartParts> = {}): AtStartParts => ({
  path: join(folder, 'updates.json'),
  starts: join(folder, 'starts.json'),
  version: '0.1.0',
  installation: { kind: 'appimage', path },
  release: {
    updates: {
      feed: new URL('https://updates.example/'),
      keys: [ours.spki],
      pace: { firstLook: 1, everyLook: 1, idle: 1 },
    },
  },
  isAllowed: () => true,
  again: { argv: ['ringside'], env: { PATH: process.env['PATH'] ?? '' } },
  log: notedLog(),
  ...change,
});

/** Leaves 0.2.0 beside the app, as a quit does. */
async function leaveReady(by: Pair = ours, laid = PROGRAM): Promise<void> {
  const sha512 = createHash('sha512').update(PROGRAM).digest('base64');
  const files = [{ url: 'Ringside-x86_64.AppImage', sha512, size: PROGRAM.length }];
  const { text, signatures } = signed({ ...SOME_FEED, files }, by);
  await writeFile(join(folder, 'Apps', '.Ringside.AppImage.update'), laid, { mode: 0o755 });
  await kept().change({
    staged: { from: '0.1.0', name: 'latest-linux.yml', text: text.toString('base64'), signatures },
  });
}

describe.runIf(process.platform !== 'win32')('what a quit left ready', () => {
  test('takes the app’s place at the next start, which ends for it, and is on trial', async () => {
    await leaveReady();
    expect(await settleAtStart(parts())).toBeNull();
    expect(await now()).toBe(PROGRAM);
    expect(await there()).toEqual(['.Ringside.AppImage.previous', 'Ringside.AppImage']);
    expect(kept().now().trial).toMatchObject({ from: '0.1.0', to: '0.2.0' });

    const next = await settleAtStart(parts({ version: '0.2.0' }));
    expect(next?.trial).toMatchObject({ from: '0.1.0', to: '0.2.0' });
    if (next === null) throw new Error('it starts nothing else');
    await passTrial(next);
    expect(await there()).toEqual(['Ringside.AppImage']);
    expect(kept().now()).toMatchObject({
      trial: null,
      staged: null,
      updated: { from: '0.1.0', to: '0.2.0' },
    });
  });

  test.each([
    ['signed by somebody else', () => leaveReady(newPair()), 'not-ours'],
    ['altered where it lay', () => leaveReady(ours, 'evil'), 'altered'],
  ])('is thrown away when it is %s, and the app starts as it is', async (_, leave, why) => {
    await leave();
    const start = await settleAtStart(parts());
    expect(start?.failed).toMatchObject({ why });
    expect(await now()).toBe('old');
    expect(await there()).toEqual(['Ringside.AppImage']);
    expect(kept().now()).toMatchObject({ staged: null, trial: null, refused: null });
  });

  test('is thrown away where an administrator has turned updates off', async () => {
    await leaveReady();
    expect(await settleAtStart(parts({ isAllowed: () => false }))).not.toBeNull();
    expect([await now(), await there()]).toEqual(['old', ['Ringside.AppImage']]);
  });

  test('what dies again and again at its start has its place taken from it by its own start', async () => {
    await leaveReady();
    await settleAtStart(parts());
    const next = await settleAtStart(parts({ version: '0.2.0' }));
    if (next === null) throw new Error('it starts nothing else');
    const died = (diedEarly: number) =>
      endIfDying(next, { state: 'started', diedEarly, heldBefore: null, againAt: null }, notedLog());
    expect(await died(1)).toBe(false);
    expect(await died(2)).toBe(true);
    expect(await now()).toBe('old');

    await writeFile(join(folder, 'starts.json'), '{}');
    const back = await settleAtStart(parts());
    expect(back?.failed).toEqual({ why: 'put-back', version: '0.2.0' });
    expect(kept().now()).toMatchObject({ refused: '0.2.0', trial: null });
    // Its deaths are none of this version's.
    expect(existsSync(join(folder, 'starts.json'))).toBe(false);
  });
});

test('a start without anything left writes nothing', async () => {
  expect(await settleAtStart(parts())).toMatchObject({ failed: null, trial: null });
  expect(existsSync(join(folder, 'updates.json'))).toBe(false);
});
