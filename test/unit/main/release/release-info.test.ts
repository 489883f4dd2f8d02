import { generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { readReleaseInfo } from '../../../../src-main/release/release-info.ts';
import { newPair } from './signing.ts';

const folder = mkdtempSync(join(tmpdir(), 'ringside-release-info-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const { spki } = newPair();

function read(updates: unknown) {
  const path = join(folder, 'release.json');
  writeFileSync(path, JSON.stringify({ updates }));
  return readReleaseInfo(path);
}

test('what lies in this source looks for no updates', () => {
  expect(readReleaseInfo(resolve(import.meta.dirname, '../../../../assets/release.json'))).toEqual({
    updates: null,
  });
});

test('a feed is a folder, whether its address ends so or not, and the usual pace is slow', () => {
  const pace = { firstLook: 180, everyLook: 14_400, idle: 300 };
  for (const feed of ['https://updates.example/ringside', 'https://updates.example/ringside/']) {
    expect(read({ feed, keys: [spki] }).updates).toEqual({
      feed: new URL('https://updates.example/ringside/'),
      keys: [spki],
      pace,
    });
  }
  expect(read({ feed: 'https://a.example/', keys: [spki], pace: { idle: 60 } }).updates?.pace).toEqual({
    ...pace,
    idle: 60,
  });
});

test('a build that could not be trusted with its updates is refused', () => {
  const rsa = generateKeyPairSync('rsa', { modulusLength: 512 }).publicKey;
  const small = rsa.export({ format: 'der', type: 'spki' }).toString('base64');
  const feeds = [
    'http://a.example/',
    'file:///tmp/',
    'https://u:p@a.example/',
    'https://a.example/?x',
    'a.example',
  ];
  for (const feed of feeds) expect(() => read({ feed, keys: [spki] })).toThrow();
  for (const keys of [[], [small], ['AAAA'], [spki.slice(4)], [''], Array(9).fill(spki)]) {
    expect(() => read({ feed: 'https://a.example/', keys })).toThrow();
  }
  expect(() => read({ feed: 'https://a.example/', keys: [spki], pace: { idle: 0 } })).toThrow();
  expect(() => read({ feed: 'https://a.example/', keys: [spki], kys: [] })).toThrow();
});
