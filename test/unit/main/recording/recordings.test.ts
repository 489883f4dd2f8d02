import type { LookupAddress } from 'node:dns';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { afterEach, describe, expect, test } from 'vitest';
import { foldCall } from '../../../../src-shared/calls/fold.ts';
import { createAddressCheck } from '../../../../src-main/recording/public-address.ts';
import { readRecordingAddress } from '../../../../src-shared/allo/recording-address.ts';
import { createRecordings } from '../../../../src-main/recording/recordings.ts';
import { GUARDED_HEADERS } from '../../../../src-main/security/csp.ts';
import type { FetchRules } from '../../../../src-main/recording/fetch-recording.ts';
import { completed } from '../../../fixtures/allo.ts';
import {
  CERTIFICATE,
  startRecordingServer,
  type RecordingServer,
} from '../../../fixtures/recording-server.ts';
import { until } from '../../../fixtures/until.ts';
import type { Reach } from '../../../../src-main/network/reach.ts';
import { CALL, callKey, receivedOf, isoAt, NOON, notedLog } from '../heard.ts';
import { reachOf } from '../reaching.ts';

const SOUND = Buffer.from(Array.from({ length: 100_000 }, (_, at) => at % 251));
const servers: RecordingServer[] = [];
afterEach(async () => {
  for (const server of servers.splice(0)) await server.close();
});

type Answer = (request: IncomingMessage, response: ServerResponse) => void;

const sound: Answer = (request, response) => {
  const range = /^bytes=(\d+)-(\d*)$/.exec(request.headers.range ?? '');
  const from = Number(range?.[1] ?? 0);
  const to = range === null || range[2] === '' ? SOUND.length - 1 : Number(range[2]);
  response.writeHead(range === null ? 200 : 206, {
    'content-type': 'audio/mpeg',
    'content-length': to - from + 1,
    'accept-ranges': 'bytes',
    'set-cookie': 'who=1',
    ...(range === null ? {} : { 'content-range': `bytes ${from}-${to}/${SOUND.length}` }),
  });
  response.end(SOUND.subarray(from, to + 1));
};

const plain =
  (status: number, headers: Record<string, string> = {}): Answer =>
  (_, response) =>
    void response.writeHead(status, headers).end('text');

/** A recording behind a real https server; every name leads to this machine, which only these tests allow. */
async function recordingAt(
  answer: Answer,
  {
    path = '/a.mp3',
    host = 'recordings.example',
    maxBytes,
    rules,
    reach = reachOf(),
  }: { path?: string; host?: string; maxBytes?: number; rules?: Partial<FetchRules>; reach?: Reach } = {},
) {
  const server = await startRecordingServer(answer);
  servers.push(server);
  const url = `https://${host}:${server.port}${path}`;
  const log = notedLog();
  const recordings = createRecordings({
    callOf: (key) => (key === CALL ? callWith(url) : null),
    reach,
    log,
    rules: {
      isAllowed: (address) => address === '127.0.0.1',
      lookup: lookupAs('127.0.0.1'),
      ca: CERTIFICATE,
      ...rules,
    },
    ...(maxBytes === undefined ? {} : { maxBytes }),
  });
  return { server, recordings, log, url };
}

function lookupAs(...addresses: string[]): NonNullable<FetchRules['lookup']> {
  const found: LookupAddress[] = addresses.map((address) => ({ address, family: 4 }));
  return ((_: string, __: unknown, done: (error: null, all: LookupAddress[]) => void) =>
    done(null, found)) as unknown as NonNullable<FetchRules['lookup']>;
}

function callWith(recording_url: string | null) {
  return foldCall(CALL, [receivedOf(completed({ start_date: isoAt(NOON), recording_url }), 'a', NOON)]);
}

describe('a recording', () => {
  test('comes whole, with nothing of its keeper but the sound', async () => {
    const { recordings, server } = await recordingAt(sound);
    const answer = await recordings.answer(CALL, null);
    expect(answer.status).toBe(200);
    expect(Object.fromEntries(answer.headers)).toEqual({
      ...GUARDED_HEADERS,
      'accept-ranges': 'bytes',
      'cache-control': 'no-store',
      'content-length': '100000',
      'content-type': 'audio/mpeg',
    });
    expect(Buffer.from(await answer.arrayBuffer()).equals(SOUND)).toBe(true);
    expect(server.asked[0]?.headers).not.toHaveProperty('cookie');
    expect(server.asked[0]?.headers).not.toHaveProperty('referer');
  });

  test('comes in the part that is asked for, so that seeking works', async () => {
    const { recordings, server } = await recordingAt(sound);
    const answer = await recordings.answer(CALL, 'bytes=50000-50099');
    expect(answer.status).toBe(206);
    expect(answer.headers.get('content-range')).toBe('bytes 50000-50099/100000');
    expect(Buffer.from(await answer.arrayBuffer()).equals(SOUND.subarray(50_000, 50_100))).toBe(true);
    await (await recordings.answer(CALL, 'bytes=0-')).arrayBuffer();
    expect(server.asked.map(({ headers }) => headers.range)).toEqual(['bytes=50000-50099', 'bytes=0-']);
  });

  test('is asked for without a range that is none', async () => {
    const { recordings, server } = await recordingAt(sound);
    await (await recordings.answer(CALL, 'lines=1-2\r\nx: y')).arrayBuffer();
    expect(server.asked[0]?.headers.range).toBeUndefined();
  });

  test('is streamed: the player that leaves takes the connection with it', async () => {
    let isClosed = false;
    let sent = 0;
    const { recordings } = await recordingAt((_, response) => {
      response.writeHead(200, { 'content-type': 'audio/wav' });
      response.once('close', () => (isClosed = true));
      const more = () => {
        while (!response.destroyed && response.write(SOUND)) sent += SOUND.length;
        if (!response.destroyed) response.once('drain', more);
      };
      more();
    });
    const answer = await recordings.answer(CALL, null);
    const reader = answer.body?.getReader();
    expect((await reader?.read())?.value?.length).toBeGreaterThan(0);
    await reader?.cancel();
    await until('the end of the connection', () => isClosed);
    expect(sent).toBeLessThan(100 * SOUND.length);
  });

  test('that is longer than it said, or than anything may be, is cut off', async () => {
    const endless: Answer = (_, response) => {
      response.writeHead(200, { 'content-type': 'audio/wav' });
      const more = () => {
        while (!response.destroyed && response.write(SOUND)) continue;
        if (!response.destroyed) response.once('drain', more);
      };
      more();
    };
    const { recordings } = await recordingAt(endless, { maxBytes: 1_000_000 });
    await expect((await recordings.answer(CALL, null)).arrayBuffer()).rejects.toThrow();
    const told = await recordingAt(sound, { maxBytes: 99_999 });
    expect((await told.recordings.answer(CALL, null)).status).toBe(413);
  });

  test('follows three redirects, and no more', async () => {
    const hops =
      (count: number): Answer =>
      (request, response) => {
        const hop = Number(request.url?.slice(1));
        if (hop === count) sound(request, response);
        else response.writeHead(302, { location: `/${hop + 1}` }).end();
      };
    const three = await recordingAt(hops(3), { path: '/0' });
    expect((await three.recordings.answer(CALL, null)).status).toBe(200);
    const four = await recordingAt(hops(4), { path: '/0' });
    expect((await four.recordings.answer(CALL, null)).status).toBe(502);
  });
});

describe('what cannot be had says why', () => {
  test.each<[string, Answer, number, string]>([
    ['gone', plain(404), 410, 'gone'],
    ['gone for good', plain(410), 410, 'gone'],
    ['for others only', plain(403), 403, 'forbidden'],
    ['for those who signed in', plain(401), 403, 'forbidden'],
    ['a page', plain(200, { 'content-type': 'text/html' }), 415, 'not-audio'],
    ['without a kind', plain(200), 415, 'not-audio'],
    ['broken', plain(500), 502, 'failed'],
  ])('%s', async (_, answer, status, reason) => {
    const { recordings, log, url } = await recordingAt(answer);
    const response = await recordings.answer(CALL, null);
    expect(response.status).toBe(status);
    expect(await response.text()).toBe(reason);
    expect(log.lines.join()).not.toContain(new URL(url).pathname);
    expect(log.lines.join()).not.toContain('recordings.example');
  });

  test('a call without a recording, and one that is not known', async () => {
    const recordings = createRecordings({ callOf: () => callWith(null), reach: reachOf(), log: notedLog() });
    expect((await recordings.answer(CALL, null)).status).toBe(410);
    const unknown = createRecordings({ callOf: () => null, reach: reachOf(), log: notedLog() });
    expect((await unknown.answer(callKey('none'), null)).status).toBe(410);
  });

  test('nobody there, nobody in time, and a certificate that nobody trusts', async () => {
    const { recordings, server } = await recordingAt(sound);
    await server.close();
    servers.length = 0;
    expect((await recordings.answer(CALL, null)).status).toBe(504);
    const slow = await recordingAt(() => {}, { rules: { firstByteWithinMs: 50 } });
    expect((await slow.recordings.answer(CALL, null)).status).toBe(504);
    const stranger = await recordingAt(sound, { rules: { ca: '' } });
    expect((await stranger.recordings.answer(CALL, null)).status).toBe(504);
  });
});

const NOT_PUBLIC = [
  '127.0.0.1',
  '127.9.9.9',
  '0.0.0.0',
  '10.1.2.3',
  '172.16.0.1',
  '172.31.255.255',
  '192.168.1.1',
  '169.254.169.254',
  '100.64.0.1',
  '198.18.0.1',
  '224.0.0.1',
  '255.255.255.255',
  '192.0.2.1',
  '::1',
  '::',
  'fe80::1',
  'fe80::1%eth0',
  'fc00::1',
  'fd12::1',
  'ff02::1',
  '::ffff:127.0.0.1',
  '::ffff:8.8.8.8',
  '64:ff9b::7f00:1',
  '2002:7f00:1::',
  '2001::1',
  '2001:db8::1',
  'no address',
  '',
];

describe('nothing but the public internet is ever asked', () => {
  const isPublic = createAddressCheck();

  test.each(NOT_PUBLIC)('%s is not', (address) => expect(isPublic(address)).toBe(false));

  test.each(['8.8.8.8', '1.1.1.1', '172.32.0.1', '100.128.0.1', '2606:4700::1111', '2a00:1450::1'])(
    '%s is',
    (address) => expect(isPublic(address)).toBe(true),
  );

  test.each(['127.0.0.1', '[::1]', 'localhost', '0x7f.1', '2130706433', '[::ffff:127.0.0.1]'])(
    'an address that says %s',
    async (host) => {
      const { recordings, server } = await recordingAt(sound, {
        host,
        rules: { isAllowed: createAddressCheck(), lookup: lookupAs('127.0.0.1') },
      });
      expect((await recordings.answer(CALL, null)).status).toBe(451);
      expect(server.asked).toEqual([]);
    },
  );

  test('a name that leads to this machine, alone or among others', async () => {
    for (const addresses of [['127.0.0.1'], ['93.184.215.14', '127.0.0.1']]) {
      const rules = { isAllowed: createAddressCheck(), lookup: lookupAs(...addresses) };
      const { recordings, server } = await recordingAt(sound, { rules });
      expect((await recordings.answer(CALL, null)).status).toBe(451);
      expect(server.asked).toEqual([]);
    }
  });

  test.each([
    'http://recordings.example/a.mp3',
    'https://user:secret@recordings.example/a.mp3',
    'https://10.0.0.1/a.mp3',
    'file:///etc/passwd',
    '//',
  ])('a redirect to %s', async (location) => {
    const { recordings, server } = await recordingAt(plain(302, { location }));
    expect((await recordings.answer(CALL, null)).status).toBe(451);
    expect(server.asked).toHaveLength(1);
  });

  test.each([
    'http://a.example/x',
    'https://u@a.example/',
    'javascript:1',
    'file:///x',
    '',
    'x'.repeat(9_000),
  ])('nor is %s an address', (raw) => expect(readRecordingAddress(raw)).toBeNull());
});
