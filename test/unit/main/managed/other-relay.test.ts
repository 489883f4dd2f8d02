import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { refusedLink } from '../../../../src-main/managed/precedence.ts';
import { UNMANAGED } from '../../../../src-main/managed/managed-policy.ts';
import { createIdentityStore } from '../../../../src-main/pairing/identity.ts';
import { createPairing } from '../../../../src-main/pairing/pairing.ts';
import type { Vault } from '../../../../src-main/pairing/vault.ts';
import { notedLog } from '../heard.ts';

const THEIRS = new URL('https://relay.other.example');
const PAIRING = { relay: THEIRS, token: 'token-0123456789abcdef', journal: null, agent: 'nora@example.com' };
const plainVault: Vault = {
  seal: (secret) => Promise.resolve({ backend: 'test', secret: btoa(secret) }),
  open: ({ secret }) => Promise.resolve({ secret: atob(secret), again: false }),
};

let folder: string;
beforeEach(async () => (folder = await mkdtemp(join(tmpdir(), 'ringside-other-relay-'))));
afterEach(() => rm(folder, { recursive: true, maxRetries: 5 }));

const storeWhere = (mayGoOn: boolean) =>
  createIdentityStore({
    path: join(folder, 'identity.json'),
    vault: plainVault,
    given: { relay: undefined, token: undefined },
    mayGoOn: () => mayGoOn,
    log: notedLog(),
  });

test('a pairing with a relay that this computer may not use any more stays where it is, unused', async () => {
  await storeWhere(true).save(PAIRING);
  const store = storeWhere(false);
  expect(await store.load()).toBeNull();
  expect(store.hasOther).toBe(false);
  expect(await storeWhere(true).load()).toMatchObject({ token: PAIRING.token });
});

test('a link to another relay is refused before anything is sent, and what it says is not logged', async () => {
  const log = notedLog();
  const policy = { ...UNMANAGED, relay: new URL('https://relay.example.com') };
  const { pair } = createPairing({
    store: storeWhere(true),
    refused: (relay) => refusedLink(policy, relay),
    reach: new Proxy({}, { get: () => expect.unreachable() }) as never,
    isOnline: () => true,
    device: 'desk-4',
    onPaired: () => expect.unreachable(),
    log,
  });
  const link = `ringside://pair?relay=${encodeURIComponent(THEIRS.href)}&code=code-1`;
  expect(await pair(link)).toEqual({ ok: false, problem: 'other-relay', relay: 'relay.example.com' });
  expect(log.lines.join()).not.toMatch(/code-1|other\.example/);
});
