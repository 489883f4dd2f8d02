import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import * as v from 'valibot';
import { jsonFile } from '../../../src-main/disk/json-file.ts';
import { openPreferences } from '../../../src-main/preferences/preference-store.ts';
import { notedLog } from './heard.ts';

let folder: string;
let path: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ringside-json-'));
  path = join(folder, 'kept.json');
});
afterEach(() => rm(folder, { recursive: true }));

const schema = v.object({ count: v.number() });
const open = (log = notedLog()) => jsonFile(path, schema, 'the count', log);

test('what is kept last is read at the next start, by this user alone', async () => {
  const file = open();
  expect(file.read()).toBe('none');
  const both = [file.keep({ count: 1 }), file.keep({ count: 2 })];
  await file.settled();
  expect(await Promise.all(both)).toEqual([true, true]);
  expect(open().readOr({ count: 0 })).toEqual({ count: 2 });
  expect((await stat(path)).mode & 0o777).toBe(0o600);
});

test('however much is kept while the disk is busy, it writes the newest only, and says so to all', async () => {
  const file = open();
  const kept = Array.from({ length: 100_000 }, (_, count) => file.keep({ count }));
  expect(new Set(kept).size).toBe(1);
  expect(await kept[0]).toBe(true);
  expect(open().readOr({ count: 0 })).toEqual({ count: 99_999 });
  void file.keep({ count: 1 });
  void file.erase();
  expect(await file.keep({ count: 2 })).toBe(true);
  expect(open().readOr({ count: 0 })).toEqual({ count: 2 });
});

test.each(['', 'not json', 'null', '[]', '{"count":"2"}', '{"count":2'])(
  'a file that says %j is moved aside as it is, and said to be damaged',
  async (text) => {
    await writeFile(path, text);
    const log = notedLog();
    const file = open(log);
    expect(file.read()).toBe('damaged');
    expect(log.lines.join()).toContain('the count cannot be read: the file is damaged');
    expect(await readdir(folder)).toEqual(['kept.json.damaged']);
    expect(await readFile(`${path}.damaged`, 'utf8')).toBe(text);
    expect(file.readOr({ count: 7 })).toEqual({ count: 7 });
    expect(await file.keep({ count: 3 })).toBe(true);
    expect(file.read()).toEqual({ count: 3 });
  },
);

test('an entry that another version wrote costs itself, not the file', async () => {
  await writeFile(path, '{"two displays":7,"three displays":{"id":9}}');
  const log = notedLog();
  const file = jsonFile(path, v.record(v.string(), v.number()), 'the display', log);
  expect(file.read()).toEqual({ 'two displays': 7 });
  expect(log.lines.join()).toContain('the display: what cannot be read is left out');
  expect(log.lines.join()).not.toContain('three displays');
  expect(await readdir(folder)).toEqual(['kept.json']);
});

test('erasing leaves nothing behind, not what was damaged either', async () => {
  await writeFile(path, 'not json');
  const file = open();
  file.read();
  void file.keep({ count: 1 });
  expect(await file.erase()).toBe(true);
  expect(await readdir(folder)).toEqual([]);
});

test('a disk that fails is said, breaks nothing, and is tried again', async () => {
  await mkdir(path);
  const log = notedLog();
  const file = open(log);
  expect(file.read()).toBe('failed');
  expect(await file.keep({ count: 1 })).toBe(false);
  expect(await file.erase()).toBe(false);
  expect(log.lines.join('\n')).toMatch(
    /the count cannot be read.*\n.*the count could not be kept.*\n.*the count could not be erased/,
  );
  await rm(path, { recursive: true });
  expect(await file.keep({ count: 2 })).toBe(true);
});

test('a preference that cannot be read costs that one; a file that is no list of them is moved aside', async () => {
  await writeFile(path, '{"volume":7,"corner":"top-left","unheard":1}');
  expect(openPreferences(path, notedLog()).get()).toMatchObject({ volume: 0.6, corner: 'top-left' });
  await writeFile(path, '{"volume":0.2');
  expect(openPreferences(path, notedLog()).get()).toMatchObject({ volume: 0.6, corner: 'bottom-right' });
  expect(await readdir(folder)).toEqual(['kept.json.damaged']);
});
