import { lstat, mkdtemp, readdir, readFile, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createIdentityStore, type Identity } from '../../../../src-main/pairing/identity.ts';
import type { Vault } from '../../../../src-main/pairing/vault.ts';
import { notedLog } from '../heard.ts';
import { asking } from '../kept-books.ts';
import { keychain, none } from '../keychains.ts';

const RELAY = new URL('https://relay.example/');
const NOTHING_GIVEN = { relay: undefined, token: undefined };
const pairingWith = (token: string) => ({ relay: RELAY, token, journal: null, agent: null });
const [A, B] = [keychain(0x33), keychain(0x44)];
let folder: string;
beforeEach(async () => (folder = await mkdtemp(join(tmpdir(), 'ringside-token-'))));
afterEach(() => rm(folder, { recursive: true, force: true }));

function storeOver(vault: Vault, onKept: (identity: Identity) => void = () => {}, patienceMs = 2_000) {
  const path = join(folder, 'identity.json');
  return createIdentityStore({ path, vault, given: NOTHING_GIVEN, onKept, patienceMs, log: notedLog() });
}

test('a token that another keychain sealed is set aside, and is there again with that one', async () => {
  await storeOver(A).save(pairingWith('token-of-A'));
  const other = storeOver(B);
  expect(await other.load()).toBeNull();
  expect(other.hasOther).toBe(true);
  await other.save(pairingWith('token-of-B'));
  expect((await storeOver(A).load())?.token).toBe('token-of-A');
  expect((await storeOver(B).load())?.token).toBe('token-of-B');
  expect((await storeOver(A).load())?.token).toBe('token-of-A');
});

test('a pairing anew takes the place of what the same keychain had', async () => {
  await storeOver(A).save(pairingWith('token-1'));
  await storeOver(A).save(pairingWith('token-2'));
  expect((await storeOver(A).load())?.token).toBe('token-2');
  expect(JSON.parse(await readFile(join(folder, 'identity.json'), 'utf8'))).toMatchObject({ others: [] });
});

test('a pairing without a keychain leaves what another one sealed', async () => {
  await storeOver(A).save(pairingWith('token-of-A'));
  expect((await storeOver(none).save(pairingWith('token-in-memory'))).kept).toBe('memory');
  expect((await storeOver(A).load())?.token).toBe('token-of-A');
});

test('a keychain that seals nothing now leaves what another one sealed', async () => {
  await storeOver(A).save(pairingWith('token-of-A'));
  const failing: Vault = { ...B, seal: async () => Promise.reject(new Error('asked, and refused')) };
  expect((await storeOver(failing).save(pairingWith('token-in-memory'))).kept).toBe('memory');
  expect((await storeOver(A).load())?.token).toBe('token-of-A');
});

test('a file that the disk does not give now is not written over', async () => {
  const path = join(folder, 'identity.json');
  // Cannot be read, and could be replaced.
  await symlink(path, path);
  expect((await storeOver(A).save(pairingWith('token-in-memory'))).kept).toBe('memory');
  expect((await lstat(path)).isSymbolicLink()).toBe(true);
});

test('forgetting takes all of them', async () => {
  await storeOver(A).save(pairingWith('token-of-A'));
  await storeOver(B).save(pairingWith('token-of-B'));
  await storeOver(B).forget();
  expect(await readdir(folder)).toEqual([]);
});

test('a pairing while the keychain asks is in memory, and kept when it opens', async () => {
  const kept: Identity[] = [];
  const { vault, open } = asking(A);
  const store = storeOver(vault, (identity) => kept.push(identity), 5);
  expect(await store.save(pairingWith('token-1'))).toMatchObject({ token: 'token-1', kept: 'memory' });
  expect(await readdir(folder)).toEqual([]);
  open();
  await expect.poll(() => kept).toMatchObject([{ token: 'token-1', kept: 'keychain' }]);
  expect((await storeOver(A).load())?.token).toBe('token-1');
});

test('what was forgotten while the keychain asked does not come back when it opens', async () => {
  await storeOver(A).save(pairingWith('token-of-before'));
  const { vault, open } = asking(A);
  const store = storeOver(vault, () => {}, 5);
  const loading = store.load();
  await store.save(pairingWith('token-1'));
  await store.forget();
  open();
  expect(await loading).toBeNull();
  await expect.poll(() => readdir(folder)).toEqual([]);
});

test('what was forgotten while the keychain asked is not there for another one either', async () => {
  await storeOver(A).save(pairingWith('token-of-A'));
  const { vault, open } = asking(B);
  const store = storeOver(vault);
  const loading = store.load();
  await store.forget();
  open();
  expect(await loading).toBeNull();
  expect(store.hasOther).toBe(false);
});
