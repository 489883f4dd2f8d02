import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer as createPlain, type Server } from 'node:http';
import { createServer } from 'node:https';
import { createServer as createTcp, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { ask } from '../../../../src-main/network/ask.ts';
import { systemAuthorities, type Authorities } from '../../../../src-main/network/authorities.ts';
import { createProxySignIns } from '../../../../src-main/network/proxy-sign-in.ts';
import { failureOfError } from '../../../../src-main/network/failure.ts';
import type { Reach, ReachOptions } from '../../../../src-main/network/reach.ts';
import { startConnectProxy, type ProxyOptions } from '../../../fixtures/connect-proxy.ts';
import { AUTHORITY, EARLY, EXPIRED, GOOD, KEY } from '../../../fixtures/private-authority.ts';
import { reachOf } from '../reaching.ts';

const closing: (() => Promise<unknown>)[] = [];
let folder: string;
let authorities: Authorities;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ringside-network-'));
  const file = join(folder, 'authorities.pem');
  await writeFile(file, AUTHORITY);
  authorities = systemAuthorities({ platform: 'linux', env: { SSL_CERT_FILE: file } });
});
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
  await rm(folder, { recursive: true, force: true });
});

/** A company's server: encrypted, with a certificate of the private authority. */
async function company(cert = GOOD): Promise<number> {
  return await listening(
    createServer({ key: KEY, cert }, (request, response) =>
      response.end(`${request.method} ${request.headers.host}`),
    ),
  );
}

async function listening(server: Server): Promise<number> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  closing.push(async () => {
    server.closeAllConnections();
    server.close();
  });
  return (server.address() as AddressInfo).port;
}

async function proxied(options: ProxyOptions) {
  const proxy = await startConnectProxy(options);
  closing.push(proxy.close);
  return proxy;
}

/** What a page at `url` says. */
async function textAt(reach: Reach, url: string): Promise<string> {
  const question = { method: 'GET', headers: {}, answerWithinMs: 10_000, silentAtMostMs: 10_000 } as const;
  const answer = await ask(reach, new URL(url), question);
  return String((await answer.toArray()).join(''));
}

async function troubleAt(url: string, options: Partial<ReachOptions> = {}): Promise<string> {
  const failure = await textAt(reachOf({ authorities, ...options }), url).then(
    () => null,
    (error: unknown) => failureOfError(error, true),
  );
  return failure?.trouble ?? 'none';
}

const via = (...ways: string[]) => ({ resolveProxy: () => Promise.resolve(ways.join('; ')) });

test('no variable makes a certificate count that is none, of a server or of a proxy', async () => {
  const port = await company();
  const url = `https://127.0.0.1:${port}/`;
  const before = process.env['NODE_TLS_REJECT_UNAUTHORIZED'];
  process.env['NODE_TLS_REJECT_UNAUTHORIZED'] = '0';
  try {
    const nobody = systemAuthorities({ platform: 'linux', env: {} });
    expect(await troubleAt(url, { authorities: nobody })).toBe('certificate-authority');
    let asked = 0;
    const proxy = createServer({ key: KEY, cert: GOOD }, (_, response) => response.end());
    proxy.on('connect', (_, socket) => {
      asked += 1;
      socket.destroy();
    });
    const ways = via(`HTTPS 127.0.0.1:${await listening(proxy)}`);
    expect(await troubleAt(url, { authorities: nobody, ...ways })).toBe('proxy-unreachable');
    expect(asked).toBe(0);
    await troubleAt(url, ways);
    expect(asked).toBe(1);
  } finally {
    if (before === undefined) delete process.env['NODE_TLS_REJECT_UNAUTHORIZED'];
    else process.env['NODE_TLS_REJECT_UNAUTHORIZED'] = before;
  }
});

describe('an authority of the system', () => {
  test('is trusted, and without it the same server is not', async () => {
    const port = await company();
    const url = `https://127.0.0.1:${port}/`;
    expect(await textAt(reachOf({ authorities }), url)).toBe(`GET 127.0.0.1:${port}`);
    expect(await troubleAt(url, { authorities: systemAuthorities({ platform: 'linux', env: {} }) })).toBe(
      'certificate-authority',
    );
  });

  test('that is added while the app runs counts from the next connection on', async () => {
    const url = `https://127.0.0.1:${await company()}/`;
    const file = join(folder, 'later.pem');
    const later = { authorities: systemAuthorities({ platform: 'linux', env: { SSL_CERT_FILE: file } }) };
    expect(await troubleAt(url, later)).toBe('certificate-authority');
    await writeFile(file, AUTHORITY);
    expect(await troubleAt(url, later)).toBe('none');
  });

  test('in a folder counts too, and what cannot be read beside it costs nothing', async () => {
    const url = `https://127.0.0.1:${await company()}/`;
    await writeFile(
      join(folder, 'broken.pem'),
      '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n',
    );
    const env = { SSL_CERT_FILE: join(folder, 'none.pem'), SSL_CERT_DIR: folder };
    expect(await troubleAt(url, { authorities: systemAuthorities({ platform: 'linux', env }) })).toBe('none');
  });
});

test.each([
  ['certificate-expired', EXPIRED, '127.0.0.1'],
  ['certificate-early', EARLY, '127.0.0.1'],
  ['certificate-name', GOOD, '127.0.0.2'],
])('a server with %s is not talked to', async (trouble, certificate, host) => {
  const server = createServer({ key: KEY, cert: certificate });
  server.listen(0, '0.0.0.0');
  await once(server, 'listening');
  closing.push(async () => void server.close());
  const { port } = server.address() as AddressInfo;
  expect(await troubleAt(`https://${host}:${port}/`)).toBe(trouble);
});

test('a server that speaks no TLS, one that is not there, and a name that nobody knows', async () => {
  const plain = await listening(createPlain((_, response) => response.end()));
  expect(await troubleAt(`https://127.0.0.1:${plain}/`)).toBe('encryption');
  const gone = createTcp().listen(0, '127.0.0.1');
  await once(gone, 'listening');
  const { port } = gone.address() as AddressInfo;
  gone.close();
  await once(gone, 'close');
  expect(await troubleAt(`https://127.0.0.1:${port}/`)).toBe('refused');
  expect(await troubleAt('https://relay.invalid/')).toBe('name-unknown');
});

test.each(['https', 'wss'])(
  'what takes a connection and never answers over %s is let go in time',
  async (scheme) => {
    const server = createTcp();
    const ended = new Promise<void>((resolve) =>
      server.on('connection', (socket) =>
        socket
          .on('error', () => undefined)
          .on('close', () => resolve())
          .resume(),
      ),
    );
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    closing.push(async () => void server.close());
    const { port } = server.address() as AddressInfo;
    const opening = reachOf({ withinMs: 100 }).open(new URL(`${scheme}://127.0.0.1:${port}/`));
    await expect(opening).rejects.toMatchObject({ code: 'ETIMEDOUT' });
    await ended;
  },
);

describe('a proxy', () => {
  test('is told the name, which only it can look up, and sees nothing of what is said', async () => {
    const proxy = await proxied({ routes: { 'relay.example:443': await company() } });
    const reach = reachOf({ authorities, ...via(`PROXY ${proxy.address}`) });
    expect(await textAt(reach, 'https://relay.example/')).toBe('GET relay.example');
    expect(proxy.asked).toEqual(['CONNECT relay.example:443']);
  });

  test('may say with any 2xx that the way is open', async () => {
    const proxy = await proxied({ routes: { 'relay.example:443': await company() }, opens: 204 });
    const reach = reachOf({ authorities, ...via(`PROXY ${proxy.address}`) });
    expect(await textAt(reach, 'https://relay.example/')).toBe('GET relay.example');
  });

  test('that is not there is left out for the next way', async () => {
    const proxy = await proxied({ routes: { 'relay.example:443': await company() } });
    const ways = via('PROXY 127.0.0.1:1', `PROXY ${proxy.address}`);
    expect(await troubleAt('https://relay.example/', ways)).toBe('none');
    expect(await troubleAt('https://relay.example/', via('PROXY 127.0.0.1:1'))).toBe('proxy-unreachable');
  });

  test.each([
    [403, 'proxy-refused'],
    [502, 'no-route'],
    [504, 'no-route'],
  ])('that answers %i means %s, and no other way is tried', async (status, trouble) => {
    const proxy = await proxied({ status });
    const other = await proxied({});
    const ways = via(`PROXY ${proxy.address}`, `PROXY ${other.address}`);
    expect(await troubleAt('https://relay.example/', ways)).toBe(trouble);
    expect(other.asked).toEqual([]);
  });

  test('that wants a sign-in asks once, is told, and asks again only when that was wrong', async () => {
    const routes = { 'relay.example:443': await company() };
    const proxy = await proxied({ routes, user: 'nora', password: 'pässword:1' });
    const signIns = createProxySignIns({});
    const options = { ...via(`PROXY ${proxy.address}`), signIns };
    expect(await troubleAt('https://relay.example/', options)).toBe('proxy-sign-in');
    expect(signIns.question()).toEqual({ proxy: proxy.address, refused: false });
    signIns.answer({ user: 'nora', password: 'wrong' });
    expect(await troubleAt('https://relay.example/', options)).toBe('proxy-sign-in');
    expect(signIns.question()).toEqual({ proxy: proxy.address, refused: true });
    signIns.answer({ user: 'nora', password: 'pässword:1' });
    expect(await troubleAt('https://relay.example/', options)).toBe('none');
    expect(signIns.question()).toBeNull();
  });

  test('whose user stands in the environment is told without a question', async () => {
    const routes = { 'relay.example:443': await company() };
    const proxy = await proxied({ routes, user: 'nora', password: 'p@ss' });
    const signIns = createProxySignIns({ https_proxy: `http://nora:p%40ss@${proxy.address}` });
    expect(await troubleAt('https://relay.example/', { ...via(`PROXY ${proxy.address}`), signIns })).toBe(
      'none',
    );
  });

  test('that wants a sign-in which cannot be done here is not asked about', async () => {
    const proxy = await proxied({ user: 'nora', password: 'x', scheme: 'Negotiate' });
    const signIns = createProxySignIns({});
    const options = { ...via(`PROXY ${proxy.address}`), signIns };
    expect(await troubleAt('https://relay.example/', options)).toBe('proxy-scheme');
    expect(signIns.question()).toBeNull();
  });
});

test('a question about a proxy that the agent puts off is not asked again by itself', () => {
  const signIns = createProxySignIns({});
  let told = 0;
  const stop = signIns.onChange(() => (told += 1));
  signIns.wanted('proxy.example:3128');
  signIns.wanted('proxy.example:3128');
  expect(told).toBe(1);
  signIns.answer(null);
  signIns.wanted('proxy.example:3128');
  expect(signIns.question()).toBeNull();
  stop();
});
