import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { planStart } from '../../../../src-main/updates/start-plan.ts';
import { isUpdateUnderWay } from '../../../../src-main/updates/under-way.ts';
import { openUpdatesFile, type UpdatesRecord } from '../../../../src-main/updates/updates-file.ts';
import { notedLog } from '../heard.ts';

let folder: string;
let path: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ringside-under-way-'));
  path = join(folder, 'updates.json');
});
afterEach(async () => await rm(folder, { recursive: true, force: true }));

const between = { from: '0.1.0', to: '0.2.0', notes: null };
const staged = { from: '0.1.0', name: 'latest-linux.yml', text: 'YQ==', signatures: 'b' } as const;
const trial = { ...between, starts: 1 };
const stuck = { from: '0.1.0', version: '0.2.0', why: 'no-room', at: 1 } as const;

test('nothing is under way where no update was ever looked for', () => {
  expect(isUpdateUnderWay(path)).toBe(false);
});

const KEPT: readonly [what: string, change: Partial<UpdatesRecord>, expected: boolean][] = [
  ['a look that found nothing', { newestSeen: 1 }, false],
  ['an update that is done', { updated: between, at: '/apps/Ringside' }, false],
  ['one that did not live or could not take its place', { refused: '0.2.0', stuck }, false],
  ['one that lies ready', { staged }, true],
  ['one on trial', { trial }, true],
  ['both', { staged, trial, updated: between }, true],
];
test.each(KEPT)('of what is kept of %s', async (_, change, expected) => {
  const file = openUpdatesFile(path, notedLog());
  await file.change(change);
  expect(isUpdateUnderWay(path)).toBe(expected);
  // Whatever version it is that starts: what is said not to be under way has nothing to do before the rest of the app.
  for (const version of ['0.1.0', '0.2.0', '0.3.0'])
    for (const kind of ['appimage', 'installer'] as const) {
      const plan = planStart(file.now(), { version, kind, hasStaged: true, mayUpdate: true });
      if (!expected) expect(plan).toMatchObject({ swap: null, trial: null, isHopeless: false });
    }
});

test.each(['', '{', 'null', '[]', '1', '{}', '{"staged":null}', '{"trial":null}'])(
  'what cannot be read, such as %j, may say so',
  async (text) => {
    await writeFile(path, text);
    expect(isUpdateUnderWay(path)).toBe(true);
  },
);

test('so may what the disk does not give', async () => {
  await mkdir(path);
  expect(isUpdateUnderWay(path)).toBe(true);
});
