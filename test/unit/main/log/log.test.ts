import { chmod, mkdir, mkdtemp, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { codeOf, openLog as openLogOf } from '../../../../src-main/log/log.ts';
import { openLogFile as openFileOf } from '../../../../src-main/log/log-file.ts';
import { until } from '../../../fixtures/until.ts';

const MIB = 1024 * 1024;

let folder: string;
let path: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ringside-log-'));
  path = join(folder, 'logs', 'ringside.log');
});
const ends: (() => void)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0)) end();
  await rm(folder, { recursive: true, force: true });
});

function openLog(echo?: (line: string) => void) {
  const log = openLogOf(path, echo);
  ends.push(log.end);
  return log;
}

function openLogFile() {
  const file = openFileOf(path, { tryAgainMs: 300, lookMs: 100 });
  ends.push(file.end);
  return file;
}

const text = (of = path): Promise<string> => readFile(of, 'utf8').catch(() => '');
const has = (what: string) => until(`"${what}" in the log`, async () => (await text()).includes(what));
const sizeOf = async (of: string) => (await stat(of).catch(() => ({ size: 0 }))).size;

test('lines go to a file of this user alone', async () => {
  const echoed: string[] = [];
  const log = openLog((line) => echoed.push(line));
  log.info('first', { attempt: 1 });
  await has('first');
  expect((await stat(path)).mode & 0o777).toBe(0o600);
  expect((await stat(join(folder, 'logs'))).mode & 0o777).toBe(0o700);
  expect(echoed[0]).toMatch(/^\d{4}-.*Z info first \{"attempt":1\}\n$/);
});

test('a file that others could read is this user’s alone from the first line on', async () => {
  await mkdir(join(folder, 'logs'));
  await writeFile(path, 'before\n');
  await chmod(path, 0o644);
  openLog().info('first');
  await has('first');
  expect((await stat(path)).mode & 0o777).toBe(0o600);
});

test('an error that happens ten thousand times is one line, and one with the count when the app ends', async () => {
  const log = openLog();
  log.error('again and again', { code: 'EPIPE' });
  log.info('written');
  await has('written');
  for (let n = 1; n < 10_000; n += 1) log.error('again and again', { code: 'EPIPE' });
  log.end();
  await has('"again":9999');
  expect((await text()).match(/again and again/g)).toHaveLength(2);
});

test('two files of a MiB are all there ever is, through floods and starts', async () => {
  for (let start = 0; start < 3; start += 1) {
    const file = openLogFile();
    for (let batch = 0; batch < 12; batch += 1) {
      const last = `${start} ${batch} end\n`;
      for (let n = 0; n < 20; n += 1) file.write(`${'x'.repeat(9_999)}\n`);
      file.write(last);
      await has(last.trim());
      expect(await sizeOf(path)).toBeLessThanOrEqual(MIB);
      expect(await sizeOf(`${path}.1`)).toBeLessThanOrEqual(MIB);
    }
    file.end();
  }
  expect(await sizeOf(`${path}.1`)).toBeGreaterThan(0);
});

test('a file of before that is larger than it may be begins anew', async () => {
  await mkdir(join(folder, 'logs'));
  await writeFile(path, 'x'.repeat(5 * MIB));
  openLog().info('first');
  await has('first');
  expect((await sizeOf(path)) + (await sizeOf(`${path}.1`))).toBeLessThan(MIB);
});

test('a flood that the disk does not keep up with is bounded and counted', async () => {
  const file = openLogFile();
  for (let n = 0; n < 1_000; n += 1) file.write(`${'x'.repeat(999)}\n`);
  await until('the first lines', async () => (await sizeOf(path)) > 0);
  file.write('later\n');
  await has('later');
  expect(await text()).toMatch(/warn lines were lost \{"lost":\d+\}\n/);
});

interface Spoiled {
  readonly what: string;
  spoil(): Promise<unknown>;
}

test.each<Spoiled>([
  { what: 'its folder is removed', spoil: () => rm(join(folder, 'logs'), { recursive: true }) },
  { what: 'it is moved away', spoil: () => rename(path, `${path}.elsewhere`) },
])('when $what the log goes on in a new file', async ({ spoil }) => {
  const file = openLogFile();
  file.write('before\n');
  await has('before');
  await spoil();
  await until(
    'a new file',
    async () => {
      file.write('after\n');
      return (await text()).includes('after');
    },
    6_000,
  );
  expect(await text()).not.toContain('before');
});

test.each([
  { what: 'the log is a folder', spoil: () => mkdir(path, { recursive: true }) },
  { what: 'its folder is a file', spoil: () => writeFile(join(folder, 'logs'), '') },
])('when $what nothing throws, and what is lost is counted once it can be written', async ({ spoil }) => {
  await spoil();
  const file = openLogFile();
  file.write('lost\n');
  // What was written meanwhile waited for nothing.
  await until('the first attempt', async () => await stat(join(folder, 'logs')));
  await rm(join(folder, 'logs'), { recursive: true });
  await until(
    'a file',
    async () => {
      file.write('after\n');
      return (await text()).includes('after');
    },
    12_000,
  );
  expect((await text()).split('\n')[0]).toMatch(/warn lines were lost \{"lost":\d+\}$/);
});

test('a full folder for what is put aside costs the old lines, not the bound', async () => {
  await mkdir(`${path}.1`, { recursive: true });
  await writeFile(join(`${path}.1`, 'something'), '');
  const file = openLogFile();
  for (let batch = 0; batch < 8; batch += 1) {
    for (let n = 0; n < 20; n += 1) file.write(`${'x'.repeat(9_999)}\n`);
    file.write(`${batch} end\n`);
    await has(`${batch} end`);
    expect(await sizeOf(path)).toBeLessThanOrEqual(MIB);
  }
});

test('of an error only its code or kind is told', () => {
  expect(codeOf(Object.assign(new Error('+33199001234'), { code: 'ENOSPC' }))).toBe('ENOSPC');
  expect(codeOf(new TypeError('+33199001234'))).toBe('TypeError');
  expect(codeOf('+33199001234')).toBe('string');
});
