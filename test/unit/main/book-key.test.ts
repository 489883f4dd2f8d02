import { mkdir, mkdtemp, readdir, readFile, rename, rm, rmdir, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { CallKey } from '../../../src-shared/brand.ts';
import { HEADER_BYTES } from '../../../src-main/book/block.ts';
import { openBookKeys } from '../../../src-main/book/book-keys.ts';
import { openBookFor, type KeptBook } from '../../../src-main/book/kept-book.ts';
import type { BookPaths } from '../../../src-main/disk/paths.ts';
import type { Vault } from '../../../src-main/pairing/vault.ts';
import { take, theRing } from './books.ts';
import { CALL, notedLog, welcome, type NotedLog } from './heard.ts';
import { keychain, none } from './keychains.ts';

let folder: string;
let paths: BookPaths;
let log: NotedLog;
const opened: KeptBook[] = [];
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ringside-key-'));
  paths = {
    sealed: join(folder, 'calls.book'),
    key: join(folder, 'calls.key'),
    plain: join(folder, 'calls.jsonl'),
    closed: join(folder, 'closed.json'),
    rung: join(folder, 'rung.json'),
  };
  log = notedLog();
});
afterEach(async () => {
  for (const { book } of opened.splice(0)) await book.close();
  await rm(folder, { recursive: true, force: true });
});

async function openWith(vault: Vault): Promise<KeptBook> {
  const kept = await openBookFor({ paths, vault, log, onDurable: () => {}, days: () => 30 });
  opened.push(kept);
  return kept;
}

function ringNow() {
  const now = new Date().toISOString() as typeof theRing.occurredAt;
  return { ...theRing, occurredAt: now, data: { ...theRing.data, started_at: now } };
}

describe('the key', () => {
  test('is made once, sealed, and for this user alone', async () => {
    const first = await openBookKeys(paths.key, keychain(0x33), log);
    const second = await openBookKeys(paths.key, keychain(0x33), log);
    if (first.kind === 'none' || second.kind === 'none') throw new Error('no key');
    expect(second.keys).toEqual(first.keys);
    expect((await stat(paths.key)).mode & 0o777).toBe(0o600);
    expect(await readFile(paths.key, 'utf8')).not.toContain(first.keys[0].toString('base64'));
  });

  test('is not made where nobody can keep it', async () => {
    expect(await openBookKeys(paths.key, none, log)).toEqual({ kind: 'none' });
    expect(await readdir(folder)).toEqual([]);
  });

  test('is sealed anew when the keychain asks', async () => {
    await openBookKeys(paths.key, keychain(0x33), log);
    const before = await stat(paths.key);
    await openBookKeys(paths.key, keychain(0x33, { again: true }), log);
    expect((await stat(paths.key)).ino).not.toBe(before.ino);
  });

  test('of one keychain is opened by another one once both have met it', async () => {
    const [a, b] = [keychain(0x33), keychain(0x44)];
    const made = await openBookKeys(paths.key, a, log);
    const other = await openBookKeys(paths.key, b, log);
    const back = await openBookKeys(paths.key, a, log);
    const again = await openBookKeys(paths.key, b, log);
    if (made.kind === 'none' || other.kind === 'none' || back.kind === 'none' || again.kind === 'none')
      throw new Error('no key');
    expect(other).toMatchObject({ keys: { length: 1 }, hasOthers: true });
    expect(back).toEqual({ kind: 'open', keys: [made.keys[0], other.keys[0]], hasOthers: false });
    expect(again).toEqual({ kind: 'open', keys: [other.keys[0], made.keys[0]], hasOthers: false });
  });

  test.each(['', '{}', 'not json', '{"backend":"test","secret":"AAAA"}'])(
    'is a new one when its file says %j, and books of before may be of another',
    async (text) => {
      await writeFile(paths.key, text);
      expect(await openBookKeys(paths.key, keychain(0x33), log)).toMatchObject({ hasOthers: true });
      expect(await openBookKeys(paths.key, keychain(0x33), log)).toMatchObject({ keys: { length: 1 } });
    },
  );
});

describe('the book', () => {
  test('of a keychain that was reset is set aside, says so, and the relay is asked for everything', async () => {
    const first = await openWith(keychain(0x33));
    take(first.book, welcome(), ringNow());
    await first.book.close();
    const second = await openWith(keychain(0x44));
    expect(second.kept).toBe('sealed');
    expect(second.asides).toEqual({ keychain: 1, agent: 0 });
    expect(second.book.order()).toEqual([]);
    expect(second.book.cursor()).toEqual({ epoch: null, after: 0 });
    expect(log.lines.join()).toContain('set aside');
  });

  test('waits on disk while the keychain is away for once', async () => {
    const first = await openWith(keychain(0x33));
    take(first.book, welcome(), ringNow());
    await first.book.close();
    const without = await openWith(none);
    expect(without.kept).toBe('memory');
    expect(without.book.order()).toEqual([]);
    const third = await openWith(keychain(0x33));
    expect(third.book.order()).toHaveLength(1);
  });

  test('waits on disk while the disk does not give its key', async () => {
    const first = await openWith(keychain(0x33));
    take(first.book, welcome(), ringNow());
    await first.book.close();
    await rename(paths.key, `${paths.key}.away`);
    await mkdir(paths.key);
    const without = await openWith(keychain(0x33));
    expect(without.kept).toBe('memory');
    await rmdir(paths.key);
    await rename(`${paths.key}.away`, paths.key);
    const third = await openWith(keychain(0x33));
    expect(third.book.order()).toHaveLength(1);
  });

  test('in memory remembers which calls were closed, by nothing but their keys', async () => {
    const first = await openWith(none);
    take(first.book, welcome(), ringNow());
    first.book.dismiss(CALL);
    await first.book.close();
    expect(await readdir(folder)).toEqual(['closed.json']);
    expect(JSON.parse(await readFile(paths.closed, 'utf8'))).toEqual([CALL]);
    const second = await openWith(none);
    expect(second.book.isDismissed(CALL)).toBe(true);
    expect(second.book.dismissed()).toEqual([CALL]);
    expect(second.book.isDismissed('other' as CallKey)).toBe(false);
    take(second.book, welcome(), ringNow());
    second.book.reopen(CALL);
    await second.book.flush();
    expect(JSON.parse(await readFile(paths.closed, 'utf8'))).toEqual([]);
    await second.erase();
    expect(await readdir(folder)).toEqual([]);
  });

  test('that is sealed needs no list of closed calls or rings', async () => {
    for (const path of [paths.closed, paths.rung]) await writeFile(path, '["call-1"]');
    await openWith(keychain(0x33));
    expect(await readdir(folder)).toEqual(['calls.key']);
  });
});

describe('erasing', () => {
  test('takes the key too, whatever was moved aside, and seals what comes then with another one', async () => {
    const first = await openWith(keychain(0x33));
    take(first.book, welcome(), ringNow());
    await first.book.flush();
    const before = { key: await readFile(paths.key), book: await readFile(paths.sealed) };
    await writeFile(`${paths.sealed}.damaged-1`, before.book);
    const erased = first.erase();
    expect(first.book.order()).toEqual([]);
    await erased;
    expect(await readdir(folder)).toEqual(['calls.book', 'calls.key']);
    for (const name of await readdir(folder)) {
      const now = await readFile(join(folder, name));
      expect(now.includes(before.key.subarray(0, -1))).toBe(false);
      expect(now.includes(before.book.subarray(HEADER_BYTES))).toBe(false);
    }

    take(first.book, welcome(), ringNow());
    await first.book.close();
    expect((await openWith(keychain(0x33))).book.order()).toHaveLength(1);
    // The book of before, for whoever has a copy of it.
    await writeFile(paths.sealed, before.book);
    expect((await openWith(keychain(0x33))).book.order()).toEqual([]);
  });

  test('leaves the book usable when the keychain takes no other key', async () => {
    let isOpen = true;
    const { seal, open } = keychain(0x33);
    const first = await openWith({ open, seal: async (secret) => (isOpen ? await seal(secret) : null) });
    take(first.book, welcome(), ringNow());
    isOpen = false;
    await first.erase();
    take(first.book, welcome(), ringNow());
    await first.book.close();
    expect((await openWith(keychain(0x33))).book.order()).toHaveLength(1);
  });

  test('without a keychain takes along a sealed book that waits for it', async () => {
    const first = await openWith(keychain(0x33));
    take(first.book, welcome(), ringNow());
    await first.book.close();
    await (await openWith(none)).erase();
    expect(await readdir(folder)).toEqual([]);
  });
});
