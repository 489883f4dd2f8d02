import { createHash, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { systemAuthorities } from '../../../../src-main/network/authorities.ts';
import { createReach, type Reach } from '../../../../src-main/network/reach.ts';
import { FeedRefused } from '../../../../src-main/release/signed-feed.ts';
import { fetchFeed } from '../../../../src-main/updates/fetch-feed.ts';
import { fetchOver, Unreachable, type Fetch } from '../../../../src-main/updates/fetching.ts';
import { ReachExecutor } from '../../../../src-main/updates/reach-executor.ts';
import { Altered, fetchWhole } from '../../../../src-main/updates/whole-file.ts';
import { AUTHORITY, FEED, release, startFeed, type FeedServer } from '../../../updates/feed-server.ts';
import { NEW, OLD } from '../../../updates/keys.ts';

const NAME = 'Ringside-x86_64.AppImage';
const PACKAGE = Buffer.concat([randomBytes(3_000_000), Buffer.from([0, 0, 0, 9])]);
const RULES = { name: 'latest-linux.yml', keys: [OLD.spki], newestSeen: null } as const;
const folderOfFeed = new URL(FEED);

let folder: string;
let server: FeedServer;
let fetch: Fetch;
let reach: Reach;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ringside-fetching-'));
  await mkdir(join(folder, 'pending'));
  await writeFile(join(folder, 'authority.pem'), AUTHORITY);
  server = await startFeed();
  const env = { SSL_CERT_FILE: join(folder, 'authority.pem') };
  reach = createReach({
    resolveProxy: async () => `PROXY ${server.proxy.address}`,
    authorities: systemAuthorities({ platform: 'linux', env }),
    signIns: { of: () => null, wanted: () => undefined },
  });
  fetch = fetchOver(reach);
});
afterEach(async () => {
  await server.close();
  await rm(folder, { recursive: true, force: true });
});

const destination = () => join(folder, 'pending', 'temp-package');
const wanted = (bytes = PACKAGE) => ({
  url: new URL(NAME, folderOfFeed),
  destination: destination(),
  sha512: createHash('sha512').update(bytes).digest('base64'),
  size: bytes.length,
  signal: new AbortController().signal,
});
const get = (bytes = PACKAGE) => fetchWhole(fetch, wanted(bytes), () => undefined);
const partials = async () => (await readdir(folder)).filter((name) => name.startsWith('partial-'));

test('the feed is asked for once, with its signatures, and told nothing about who asks', async () => {
  await release(server, PACKAGE, { version: '0.2.0', by: [OLD] });
  expect((await fetchFeed(fetch, folderOfFeed, RULES)).feed.version).toBe('0.2.0');
  expect(server.asked.map(({ path }) => path)).toEqual(['latest-linux.yml', 'latest-linux.yml.sig']);
  for (const { headers } of server.asked) {
    const told = { host: 'recordings.example', accept: '*/*', 'cache-control': 'no-cache' };
    expect({ ...headers, connection: undefined }).toEqual({ ...told, connection: undefined });
  }
  expect(new Set(server.proxy.asked)).toEqual(new Set(['CONNECT recordings.example:443']));
});

test('a feed without signatures is not followed, one that is not there is not reached', async () => {
  const refusal = async () => await fetchFeed(fetch, folderOfFeed, RULES).catch((error: unknown) => error);
  expect(await refusal()).toEqual(new Unreachable('404'));
  await release(server, PACKAGE, { version: '0.2.0', by: [NEW] });
  expect(await refusal()).toEqual(new FeedRefused('wrong-signature'));
  server.withdraw('latest-linux.yml.sig');
  expect(await refusal()).toEqual(new FeedRefused('unsigned'));
});

test('a release that is published between the feed and its signatures is not taken for a forgery', async () => {
  await release(server, PACKAGE, { version: '0.2.0', by: [OLD] });
  let isFirst = true;
  const racing: Fetch = async (url, headers) => {
    const answer = await fetch(url, headers);
    if (isFirst) await release(server, PACKAGE, { version: '0.2.1', by: [OLD] });
    isFirst = false;
    return answer;
  };
  expect((await fetchFeed(racing, folderOfFeed, RULES)).feed.version).toBe('0.2.1');
});

test('a feed that drips holds nothing up', async () => {
  await release(server, PACKAGE, { version: '0.2.0', by: [OLD] });
  server.isDripping = true;
  await expect(fetchFeed(fetch, folderOfFeed, RULES, 200)).rejects.toEqual(new Unreachable('ETIMEDOUT'));
});

test('nor does a file, which is gone on with at the next try', async () => {
  server.publish(NAME, PACKAGE);
  server.isDripping = true;
  const inTime = fetchOver(reach, 200);
  await expect(fetchWhole(inTime, wanted(), () => undefined)).rejects.toEqual(new Unreachable('ETIMEDOUT'));
  expect(await partials()).toHaveLength(1);
});

test('nor do the parts of a file, however many they are', async () => {
  server.publish(NAME, PACKAGE);
  server.isDripping = true;
  const executor = new ReachExecutor(fetch, () => null, 300);
  const { hostname, pathname } = wanted().url;
  const part = async () => {
    const request = executor.createRequest(
      { hostname, path: pathname, headers: { Range: 'bytes=0-99999' } },
      (answer) => void answer.resume(),
    );
    const failed = once(request, 'error');
    request.end();
    await failed;
  };
  executor.begin();
  await part();
  await part();
  expect(server.asked).toHaveLength(1);
});

test('a feed without end is not read to its end', async () => {
  server.publish('latest-linux.yml', Buffer.alloc(1024 * 1024, ' '));
  await expect(fetchFeed(fetch, folderOfFeed, RULES)).rejects.toEqual(new Unreachable('too-long'));
});

test('a file comes whole', async () => {
  server.publish(NAME, PACKAGE);
  await get();
  expect(await readFile(destination())).toEqual(PACKAGE);
  expect(await partials()).toEqual([]);
});

test('what broke off is gone on with where it was, and nothing is fetched twice', async () => {
  server.publish(NAME, PACKAGE);
  server.breakOffAfter = 2_000_000;
  await expect(get()).rejects.toThrow(Unreachable);
  expect(await partials()).toHaveLength(1);
  await get();
  expect(await readFile(destination())).toEqual(PACKAGE);
  const [, second] = server.asked;
  expect(second?.range).toMatch(/^bytes=\d+-$/);
  expect(second?.bytes).toBeLessThan(PACKAGE.length);
});

test('a file that was replaced meanwhile is not stuck together with the one before', async () => {
  server.publish(NAME, PACKAGE);
  server.breakOffAfter = 2_000_000;
  await expect(get()).rejects.toThrow(Unreachable);
  const other = Buffer.concat([Buffer.from('other'), PACKAGE.subarray(5)]);
  server.publish(NAME, other);
  // The rest is the same in both: only the sum of all of it tells.
  await get();
  expect(await readFile(destination())).toEqual(PACKAGE);
  await get(other);
  expect(await readFile(destination())).toEqual(other);
});

test('a file that is not what was signed is not kept, whole or in part', async () => {
  server.publish(NAME, Buffer.concat([PACKAGE.subarray(0, -1), Buffer.from('x')]));
  await expect(get()).rejects.toThrow(Altered);
  expect(await readdir(join(folder, 'pending'))).toEqual([]);
  expect(await partials()).toEqual([]);
});

test('a file without end is not taken for longer than it was signed', async () => {
  server.publish(NAME, Buffer.concat([PACKAGE, PACKAGE]));
  await expect(get()).rejects.toThrow(Altered);
  expect(await partials()).toEqual([]);
});

test('what was begun of another release goes', async () => {
  await writeFile(join(folder, 'partial-of-another'), 'x');
  server.publish(NAME, PACKAGE);
  await get();
  expect(await partials()).toEqual([]);
});
