import { readdirSync, readFileSync } from 'node:fs';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import * as v from 'valibot';
import { jsonFile } from '../../../src-main/disk/json-file.ts';
import { createIdentityStore } from '../../../src-main/pairing/identity.ts';
import { createVault, type StoragePort } from '../../../src-main/pairing/vault.ts';
import { notedLog } from '../../unit/main/heard.ts';

const TOKEN = 'a-token-that-nobody-else-has-0123456789';
const RELAY = new URL('https://relay.example/');
const NOTHING = { relay: undefined, token: undefined };

let folder = '';
afterEach(async () => await rm(folder, { recursive: true, force: true }));

/** A keychain that turns bytes around: enough to see whether it was asked. */
function keychain(backend: 'gnome_libsecret' | 'basic_text', isAvailable = true): StoragePort {
  const turned = (bytes: Buffer) => Buffer.from(bytes.map((byte) => byte ^ 0xa5));
  return {
    isEncryptionAvailable: () => isAvailable,
    getSelectedStorageBackend: () => backend,
    encryptString: (text) => turned(Buffer.from(text)),
    decryptString: (bytes) => turned(bytes).toString(),
  };
}

async function pairedWith(storage: StoragePort) {
  folder = await mkdtemp(join(tmpdir(), 'ringside-secrets-'));
  const path = join(folder, 'identity.json');
  const vault = createVault(storage, 'linux');
  const store = createIdentityStore({ path, vault, given: NOTHING, log: notedLog() });
  const identity = await store.save({ relay: RELAY, token: TOKEN, journal: 'j', agent: null });
  const written = readdirSync(folder).map((name) => readFileSync(join(folder, name), 'latin1'));
  return { identity, written: written.join('\n') };
}

test('K3 without a keychain that protects, the token is in memory, and the agent is told: never in plain text', async () => {
  for (const storage of [keychain('basic_text'), keychain('gnome_libsecret', false)]) {
    const { identity, written } = await pairedWith(storage);
    expect(identity.kept).toBe('memory');
    expect(written).not.toContain(TOKEN);
    await rm(folder, { recursive: true });
  }
  const { identity, written } = await pairedWith(keychain('gnome_libsecret'));
  expect(identity.kept).toBe('keychain');
  expect(written).toContain('gnome_libsecret');
  expect(written).not.toContain(TOKEN);
});

test('K8 a file of settings that cannot be read is put aside, not erased, and never taken half', async () => {
  folder = await mkdtemp(join(tmpdir(), 'ringside-secrets-'));
  const schema = v.object({ a: v.number() });
  for (const text of ['{', '{"a":"1"}', '[]', 'null', '{"a":1']) {
    const path = join(folder, `${Buffer.from(text).toString('hex')}.json`);
    await writeFile(path, text);
    const file = jsonFile(path, schema, 'a test', notedLog());
    expect(file.readOr(null as never)).toBeNull();
    await file.keep({ a: 2 });
    expect(JSON.parse(await readFile(path, 'utf8'))).toEqual({ a: 2 });
  }
  const contents = (await readdir(folder)).map(async (name) => await readFile(join(folder, name), 'utf8'));
  expect(await Promise.all(contents)).toContain('{"a":"1"}');
});
