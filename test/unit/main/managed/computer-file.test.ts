import { mkdir, mkdtemp, readFile, rm, rmdir, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openComputerFile, type Place } from '../../../../src-main/managed/computer-file.ts';
import { thisMachine } from '../../../../src-main/managed/this-machine.ts';
import { until } from '../../../fixtures/until.ts';
import { notedLog } from '../heard.ts';

let folder: string;
beforeEach(async () => (folder = await mkdtemp(join(tmpdir(), 'ringside-computer-'))));
afterEach(() => rm(folder, { recursive: true, maxRetries: 5 }));
const path = () => join(folder, 'computer.json');
const HERE: Place = { machine: 'b7b1f1f0c7a94f0e8a3d6f9b2c1d0e5f', user: 'nora' };
const open = (place: Place = HERE, at = path()) => openComputerFile(at, place, notedLog());
const onDisk = (text: string) =>
  until('it is on disk', async () => (await readFile(path(), 'utf8').catch(() => '')).includes(text));

test('a computer is the same after a restart, its own, and readable by its user only', async () => {
  const first = open();
  const secret = first.secret();
  expect(secret).toMatch(/^[\w-]{43}$/);
  expect(first.secret()).toBe(secret);
  await onDisk('secret');
  expect((await stat(path())).mode & 0o777).toBe(0o600);
  expect(open().secret()).toBe(secret);
  expect(open(HERE, join(folder, 'other.json')).secret()).not.toBe(secret);
});

test('whose computer it is is remembered beside its secret', async () => {
  const first = open();
  const secret = first.secret();
  expect(first.agent()).toBeNull();
  first.keepAgent('nora@example.com');
  await onDisk('nora@');
  expect([open().secret(), open().agent()]).toEqual([secret, 'nora@example.com']);
});

test('a computer whose secret another one has gets its own, and is still the same agent’s', async () => {
  const file = open();
  const secret = file.secret();
  file.keepAgent('nora@example.com');
  await onDisk('nora@');
  const before = await readFile(path(), 'utf8');
  file.renew();
  const own = file.secret();
  expect(own).not.toBe(secret);
  expect(file.agent()).toBe('nora@example.com');
  await until('it is on disk', async () => (await readFile(path(), 'utf8')) !== before);
  expect([open().secret(), open().agent()]).toEqual([own, 'nora@example.com']);
});

test.each(['', '{"secret": "short"}', '{"secret": 7}'])('what is damaged is made anew: %s', async (text) => {
  await writeFile(path(), text);
  expect(open().secret()).toMatch(/^[\w-]{43}$/);
});

test('what the disk does not give now is not replaced, whoever says whose computer it is', async () => {
  await mkdir(path());
  const file = open();
  const secret = file.secret();
  // The disk is back, with what it had.
  await rmdir(path());
  await writeFile(path(), 'as before');
  file.keepAgent('nora@example.com');
  expect([file.secret(), file.agent()]).toEqual([secret, 'nora@example.com']);
  const later = join(folder, 'later.json');
  open(HERE, later).keepAgent('sam@example.com');
  await until('what is written later is on disk', async () =>
    (await readFile(later, 'utf8').catch(() => '')).includes('sam@'),
  );
  expect(await readFile(path(), 'utf8')).toBe('as before');
});

describe('the same data elsewhere', () => {
  const places: [string, Place][] = [
    ['on another machine', { ...HERE, machine: '0123456789abcdef0123456789abcdef' }],
    ['for another user', { ...HERE, user: 'sam' }],
    ['where a machine is called as a user', { machine: 'nora', user: HERE.machine }],
  ];

  test.each(places)('is another computer, and nobody’s yet: %s', async (_, there) => {
    const file = open();
    const secret = file.secret();
    file.keepAgent('nora@example.com');
    await onDisk('nora@');
    const copy = open(there);
    expect(copy.secret()).not.toBe(secret);
    expect(copy.secret()).toMatch(/^[\w-]{43}$/);
    expect(copy.agent()).toBeNull();
  });

  test('is the computer of before again once it is back', async () => {
    const secret = open().secret();
    await onDisk('secret');
    open({ ...HERE, machine: 'elsewhere' }).secret();
    expect(open().secret()).toBe(secret);
  });
});

test('a machine is known by its id on Linux, and by its name on Windows', async () => {
  const id = join(folder, 'machine-id');
  await writeFile(id, `${HERE.machine}\n`);
  expect(thisMachine('linux', id)).toBe(HERE.machine);
  expect(thisMachine('linux', join(folder, 'none'))).toBe('');
  expect(thisMachine('win32')).not.toBe('');
  expect(thisMachine('darwin')).toBe('');
});
