import { createServer, type Server } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createIdentityStore } from '../../../src-main/pairing/identity.ts';
import { takeGivenPairing } from '../../../src-main/pairing/given-pairing.ts';
import { createPairing } from '../../../src-main/pairing/pairing.ts';
import { redeem } from '../../../src-main/pairing/redeem.ts';
import { createVault, type StoragePort } from '../../../src-main/pairing/vault.ts';
import { notedLog } from './heard.ts';
import { reachOf } from './reaching.ts';

const TOKEN = 'token-that-nobody-may-read-0123456789';
const REDEEMING = { reach: reachOf(), isOnline: () => true, device: 'desk' };
const RELAY = new URL('https://relay.example/');
const PAIRING = { relay: RELAY, token: TOKEN, journal: 'journal-1', agent: 'nora@example.com' };
let folder: string;
let path: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ringside-identity-'));
  path = join(folder, 'identity.json');
});
afterEach(() => rm(folder, { recursive: true, force: true }));

/** Turns every byte over: enough to see that nothing is written in plain text. */
function storage(
  backend: ReturnType<StoragePort['getSelectedStorageBackend']>,
  available = true,
): StoragePort {
  const turn = (bytes: Buffer) => Buffer.from(bytes.map((byte) => byte ^ 0xff));
  return {
    isEncryptionAvailable: () => available,
    encryptString: (text) => turn(Buffer.from(text)),
    decryptString: (bytes) => turn(bytes).toString(),
    getSelectedStorageBackend: () => backend,
  };
}

function storeOver(port: StoragePort, env: Record<string, string> = {}, log = notedLog()) {
  return createIdentityStore({
    path,
    vault: createVault(port, 'linux'),
    given: takeGivenPairing({ ...env }),
    log,
  });
}

describe('the token', () => {
  test('is sealed by the keychain, and readable by this user only', async () => {
    const store = storeOver(storage('gnome_libsecret'));
    expect((await store.save(PAIRING)).kept).toBe('keychain');
    const text = await readFile(path, 'utf8');
    expect(text).not.toContain(TOKEN);
    expect(text).not.toContain(Buffer.from(TOKEN).toString('base64'));
    expect(text).toContain('gnome_libsecret');
    expect((await stat(path)).mode & 0o777).toBe(0o600);
    expect(await store.load()).toMatchObject({
      token: TOKEN,
      kept: 'keychain',
      relay: RELAY,
      journal: 'journal-1',
      agent: 'nora@example.com',
    });
  });

  test.each([
    ['there is no keychain', storage('unknown', false)],
    ['the keychain is only a fixed password', storage('basic_text')],
  ])('stays in memory when %s, and that is said', async (_, port) => {
    const log = notedLog();
    const store = storeOver(port, {}, log);
    expect(await store.save(PAIRING)).toMatchObject({ token: TOKEN, kept: 'memory' });
    await expect(readFile(path)).rejects.toThrow('ENOENT');
    expect(log.lines.join()).toContain('memory only');
    expect(log.lines.join()).not.toContain(TOKEN);
  });

  test('that another keychain sealed is sealed anew', async () => {
    await storeOver(storage('kwallet5')).save(PAIRING);
    await storeOver(storage('gnome_libsecret')).load();
    expect(JSON.parse(await readFile(path, 'utf8'))).toMatchObject({ backend: 'gnome_libsecret' });
  });

  test('is sealed asynchronously where Electron can', async () => {
    const base = storage('gnome_libsecret');
    const never = () => {
      throw new Error('deprecated');
    };
    const port: StoragePort = {
      ...base,
      isEncryptionAvailable: never,
      encryptString: never,
      decryptString: never,
      isAsyncEncryptionAvailable: () => Promise.resolve(true),
      encryptStringAsync: (text) => Promise.resolve(base.encryptString(text)),
      decryptStringAsync: (bytes) =>
        Promise.resolve({ shouldReEncrypt: false, result: base.decryptString(bytes) }),
    };
    const store = storeOver(port);
    await store.save(PAIRING);
    expect((await store.load())?.token).toBe(TOKEN);
  });

  test.each(['', 'not json', '{}', '{"relay":"http://evil.example","backend":"x","secret":"eA=="}', '[1]'])(
    'in a file that says %j does not count',
    async (text) => {
      await writeFile(path, text);
      expect(await storeOver(storage('gnome_libsecret')).load()).toBeNull();
    },
  );

  test('that cannot be opened any more means: pair again', async () => {
    await storeOver(storage('gnome_libsecret')).save(PAIRING);
    const broken = {
      ...storage('gnome_libsecret'),
      decryptString: () => {
        throw new Error(TOKEN);
      },
    };
    const log = notedLog();
    expect(await storeOver(broken, {}, log).load()).toBeNull();
    expect(log.lines.join()).not.toContain(TOKEN);
  });
});

describe('the environment', () => {
  test('wins over what is stored, and nothing of it is written down', async () => {
    await storeOver(storage('gnome_libsecret')).save({ ...PAIRING, token: 'stored-token' });
    const env = { RINGSIDE_RELAY_URL: 'http://127.0.0.1:8787', RINGSIDE_DEVICE_TOKEN: TOKEN };
    const identity = await storeOver(storage('gnome_libsecret'), env).load();
    expect(identity).toMatchObject({ token: TOKEN, kept: null });
    expect(identity?.relay.host).toBe('127.0.0.1:8787');
    expect(await readFile(path, 'utf8')).not.toContain(TOKEN);
  });

  test('needs both, and an encrypted relay', async () => {
    const port = storage('gnome_libsecret');
    expect(await storeOver(port, { RINGSIDE_DEVICE_TOKEN: TOKEN }).load()).toBeNull();
    const env = { RINGSIDE_RELAY_URL: 'http://relay.example', RINGSIDE_DEVICE_TOKEN: TOKEN };
    expect(await storeOver(port, env).load()).toBeNull();
  });

  test.each([
    ['a line feed at its end', `${TOKEN}\n`, TOKEN],
    ['a header in it', `${TOKEN}\r\nx-evil: 1`, null],
    ['letters that no header takes', 'jeton-dé-nora', null],
    ['nothing but blanks', '  ', null],
  ])('gives a token with %s, which never reaches a header as it is', async (_, token, taken) => {
    const log = notedLog();
    const env = { RINGSIDE_RELAY_URL: RELAY.href, RINGSIDE_DEVICE_TOKEN: token };
    expect((await storeOver(storage('gnome_libsecret'), env, log).load())?.token ?? null).toBe(taken);
    expect(log.lines.join()).not.toContain(TOKEN);
  });
});

describe('a code', () => {
  let server: Server;
  let answer: { status: number; body: string; location?: string };
  let asked: unknown[];
  const relay = () => new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);

  beforeEach(async () => {
    asked = [];
    answer = { status: 200, body: JSON.stringify({ agent: 'nora@example.com', device: 'd', token: TOKEN }) };
    server = createServer((request, response) => {
      let body = '';
      request.on('data', (chunk) => (body += chunk));
      request.on('end', () => {
        asked.push([request.method, request.url, JSON.parse(body)]);
        response.writeHead(answer.status, answer.location === undefined ? {} : { location: answer.location });
        response.end(answer.body);
      });
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
  });
  afterEach(() => void server.close());

  test('is traded for a token', async () => {
    expect(await redeem(relay(), 'code-1', REDEEMING)).toEqual({
      ok: true,
      agent: 'nora@example.com',
      token: TOKEN,
      journal: null,
    });
    expect(asked).toEqual([['POST', '/pair', { code: 'code-1', device: 'desk' }]]);
  });

  test.each([
    [410, 'expired'],
    [429, 'too-many'],
    [400, 'refused'],
    [401, 'not-a-relay'],
    [403, 'not-a-relay'],
    [404, 'not-a-relay'],
    [405, 'not-a-relay'],
  ])('that is answered with %i is %s', async (status, problem) => {
    answer = { status, body: '{"error":"x"}' };
    expect(await redeem(relay(), 'code-1', REDEEMING)).toEqual({ ok: false, problem });
  });

  test.each([400, 401, 403, 404, 405, 410, 413, 418, 429])(
    'that a web server answers with %i and a page is not called used',
    async (status) => {
      for (const body of ['<html>No such page</html>', '', '"gone"', '{"message":"x"}']) {
        answer = { status, body };
        expect(await redeem(relay(), 'code-1', REDEEMING)).toEqual({ ok: false, problem: 'not-a-relay' });
      }
    },
  );

  test.each([
    [502, 'busy'],
    [503, 'busy'],
    [500, 'failing'],
    [407, 'proxy-refused'],
  ])('that is answered with %i waits: %s', async (status, why) => {
    answer = { status, body: '{"error":"x"}' };
    expect(await redeem(relay(), 'code-1', REDEEMING)).toEqual({ ok: false, problem: 'unreachable', why });
  });

  test('comes with the name of the journal that gives the token', async () => {
    const journal = 'a5a0d8e7-8a54-4f5d-bb5f-6d0e8f5b6c11';
    answer = { status: 200, body: JSON.stringify({ agent: 'nora@example.com', token: TOKEN, journal }) };
    expect(await redeem(relay(), 'code-1', REDEEMING)).toMatchObject({ ok: true, journal });
  });

  test.each(['', 5, null, 'x'.repeat(300)])('from a journal whose name is %j knows none', async (journal) => {
    answer = { status: 200, body: JSON.stringify({ agent: 'nora@example.com', token: TOKEN, journal }) };
    expect(await redeem(relay(), 'code-1', REDEEMING)).toMatchObject({ ok: true, journal: null });
  });

  test.each([
    '',
    '{}',
    '<html>',
    '{"agent":"nora@example.com","token":"bad token\\n"}',
    `"${'x'.repeat(9000)}"`,
  ])('that is answered with %j is no relay’s', async (body) => {
    answer = { status: 200, body };
    expect(await redeem(relay(), 'code-1', REDEEMING)).toEqual({
      ok: false,
      problem: 'unreachable',
      why: 'portal',
    });
  });

  test('never follows a redirect', async () => {
    answer = { status: 307, body: '', location: '/elsewhere' };
    expect(await redeem(relay(), 'code-1', REDEEMING)).toEqual({
      ok: false,
      problem: 'unreachable',
      why: 'redirected',
    });
    expect(asked).toHaveLength(1);
  });

  test('for a relay that is not there is unreachable', async () => {
    const gone = relay();
    server.close();
    await once(server, 'close');
    expect(await redeem(gone, 'code-1', REDEEMING)).toEqual({
      ok: false,
      problem: 'unreachable',
      why: 'refused',
    });
  });

  test('from a pasted link pairs, and neither link nor token is logged', async () => {
    const log = notedLog();
    const paired: string[] = [];
    const { pair } = createPairing({
      store: storeOver(storage('gnome_libsecret')),
      ...REDEEMING,
      refused: () => null,
      onPaired: (identity) => paired.push(identity.token),
      log,
    });
    const link = `ringside://pair?relay=${encodeURIComponent(relay().href)}&code=code-1`;
    expect(await pair(link)).toEqual({ ok: true, agent: 'nora@example.com', stored: 'keychain' });
    expect(paired).toEqual([TOKEN]);
    expect(await pair('https://example.com')).toEqual({ ok: false, problem: 'not-a-link' });
    expect(log.lines.join()).not.toMatch(/code-1|token-that/);
  });
});
