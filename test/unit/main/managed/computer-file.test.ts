import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openComputerFile } from '../../../../src-main/managed/computer-file.ts';
import { until } from '../../../fixtures/until.ts';
import { notedLog } from '../heard.ts';

let folder: string;
beforeEach(async () => (folder = await mkdtemp(join(tmpdir(), 'ringside-computer-'))));
afterEach(() => rm(folder, { recursive: true, maxRetries: 5 }));
const path = () => join(folder, 'computer.json');
const open = () => openComputerFile(path(), notedLog());

test('a computer is the same after a restart, its own, and readable by its user only', async () => {
  const first = open();
  const secret = first.secret();
  expect(secret).toMatch(/^[\w-]{43}$/);
  expect(first.secret()).toBe(secret);
  await until('it is on disk', async () => (await readFile(path(), 'utf8').catch(() => '')).includes(secret));
  expect((await stat(path())).mode & 0o777).toBe(0o600);
  expect(open().secret()).toBe(secret);
  expect(openComputerFile(join(folder, 'other.json'), notedLog()).secret()).not.toBe(secret);
});

test('whose computer it is is remembered beside its secret', async () => {
  const first = open();
  const secret = first.secret();
  expect(first.agent()).toBeNull();
  first.keepAgent('nora@example.com');
  await until('it is on disk', async () =>
    (await readFile(path(), 'utf8').catch(() => '')).includes('nora@'),
  );
  expect([open().secret(), open().agent()]).toEqual([secret, 'nora@example.com']);
});

test.each(['', '{"secret": "short"}', '{"secret": 7}'])('what is damaged is made anew: %s', async (text) => {
  await writeFile(path(), text);
  expect(open().secret()).toMatch(/^[\w-]{43}$/);
});
