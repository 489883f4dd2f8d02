import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { WebSocketServer, type WebSocket } from 'ws';
import type { LinkState } from '../../../../src-shared/link/link-state.ts';
import { readAppFrame, type AppFrame, type RelayFrame } from '../../../../src-shared/wire/protocol.ts';
import {
  connect,
  type Connection,
  type ConnectionOptions,
  type Cursor,
} from '../../../../src-main/connection/connection.ts';
import { ring } from '../../../fixtures/allo.ts';
import { until } from '../../../fixtures/until.ts';
import { reachOf } from '../reaching.ts';
import { callKey, EPOCH, frameOf, isoAt, NOON, notedLog, welcome } from '../heard.ts';

/** A relay of a few lines on a real port, so that every misbehaviour can be had. */
let http: Server;
let sockets: WebSocketServer;
let accepted: { socket: WebSocket; request: IncomingMessage; frames: AppFrame[] }[];
let refusal: { status: number; headers?: readonly string[] } | null;
let connection: Connection | null;
let states: LinkState[];
let frames: RelayFrame[];
let cursor: Cursor;
let port: number;

beforeEach(async () => {
  accepted = [];
  states = [];
  frames = [];
  refusal = null;
  connection = null;
  cursor = { epoch: null, after: 0 };
  http = createServer();
  sockets = new WebSocketServer({ noServer: true });
  http.on('upgrade', (request, socket, head) => {
    if (refusal !== null) {
      const { status, headers = [] } = refusal;
      const lines = [`HTTP/1.1 ${status} No`, 'Connection: close', ...headers];
      socket.end(`${lines.join('\r\n')}\r\n\r\n`);
      return;
    }
    sockets.handleUpgrade(request, socket, head, (client) => {
      const peer = { socket: client, request, frames: [] as AppFrame[] };
      client.on('message', (data) => {
        const frame = readAppFrame(String(data));
        if (frame !== null) peer.frames.push(frame);
      });
      accepted.push(peer);
    });
  });
  http.listen(0, '127.0.0.1');
  await once(http, 'listening');
  ({ port } = http.address() as AddressInfo);
});

afterEach(() => {
  connection?.stop();
  for (const { socket } of accepted) socket.terminate();
  http.close();
});

function start(options: Partial<ConnectionOptions> = {}): Connection {
  connection = connect({
    relay: new URL(`http://127.0.0.1:${port}/`),
    token: 'secret-token',
    journal: JOURNAL,
    reach: reachOf(),
    isOnline: () => true,
    cursor: () => cursor,
    onFrame: (frame) => frames.push(frame),
    onState: (state) => states.push(state),
    log: notedLog(),
    random: () => 0.01,
    ...options,
  });
  return connection;
}

async function peerNumber(n: number) {
  const peer = await until(`connection ${n}`, () => accepted[n - 1]);
  await until('its resume', () => peer.frames.length > 0);
  return peer;
}

function say(socket: WebSocket, ...said: RelayFrame[]): void {
  for (const frame of said) socket.send(JSON.stringify(frame));
}

function event(seq: number): RelayFrame {
  return frameOf(ring({ started_at: isoAt(NOON) }), { seq, id: `msg_${seq}`, call: callKey(`call-${seq}`) });
}

const JOURNAL = 'journal-of-the-pairing';
const isLive = () => states.at(-1)?.kind === 'live';

test('it resumes with the cursor, hands every frame on in order and says when it is live', async () => {
  cursor = { epoch: EPOCH, after: 41 };
  start();
  const { socket, request, frames: said } = await peerNumber(1);
  expect(request.url).toBe('/agent');
  expect(request.headers.authorization).toBe('Bearer secret-token');
  expect(request.headers['sec-websocket-protocol']).toBe('ringside.v1');
  expect(said).toEqual([{ type: 'resume', epoch: EPOCH, after: 41, can: ['release', 'records'] }]);
  say(socket, welcome(EPOCH, 41), event(42), event(43));
  await until('the events', () => frames.length === 3);
  expect(states).toEqual([{ kind: 'connecting' }]);
  say(socket, { type: 'live' });
  await until('live', isLive);
  expect(frames.map((frame) => frame.type)).toEqual(['welcome', 'event', 'event', 'live']);
});

test('acks go to the epoch they were counted in, and to no other', async () => {
  const link = start();
  const { socket, frames: said } = await peerNumber(1);
  link.ack(EPOCH, 1);
  say(socket, welcome(), event(1), { type: 'live' });
  await until('live', isLive);
  link.ack('epoch-of-old' as typeof EPOCH, 9);
  link.ack(EPOCH, 1);
  await until('the ack', () => said.length === 2);
  expect(said[1]).toEqual({ type: 'ack', seq: 1 });
});

test('a claim is only made when somebody hears it', async () => {
  const link = start();
  const { socket, frames: said } = await peerNumber(1);
  expect(link.claim(callKey('call-1'))).toBe(false);
  say(socket, welcome(), { type: 'live' });
  await until('live', isLive);
  expect(link.claim(callKey('call-1'))).toBe(true);
  await until('the claim', () => said.some((frame) => frame.type === 'claim'));
});

test('after a loss it says since when, comes back by itself and resumes', async () => {
  start();
  const first = await peerNumber(1);
  say(first.socket, welcome(), event(1), { type: 'live' });
  await until('live', isLive);
  cursor = { epoch: EPOCH, after: 1 };
  first.socket.close(1012);
  const second = await peerNumber(2);
  expect(states.at(-1)).toMatchObject({ kind: 'reconnecting', since: expect.any(Number) });
  expect(second.frames).toEqual([{ type: 'resume', epoch: EPOCH, after: 1, can: ['release', 'records'] }]);
  say(second.socket, welcome(EPOCH, 1), { type: 'live' });
  await until('live', isLive);
});

test('the time of the loss is the first one, however many tries fail', async () => {
  start();
  const first = await peerNumber(1);
  say(first.socket, welcome(), { type: 'live' });
  await until('live', isLive);
  refusal = { status: 503 };
  first.socket.terminate();
  await until('three tries', () => states.filter((state) => state.kind === 'reconnecting').length >= 3);
  const since = states.flatMap((state) => (state.kind === 'reconnecting' ? [state.since] : []));
  expect(new Set(since).size).toBe(1);
});

test('silence beyond the limit is a dead link, though the socket says OPEN', async () => {
  start({ deadAfterMs: 120 });
  const first = await peerNumber(1);
  say(first.socket, welcome(), { type: 'live' });
  // Reading nothing, answering nothing: what a sleeping laptop's peer looks like.
  first.socket.pause();
  await peerNumber(2);
});

test('pings alone keep it alive', async () => {
  start({ deadAfterMs: 300 });
  const { socket } = await peerNumber(1);
  say(socket, welcome(), { type: 'live' });
  const started = performance.now();
  const pinging = setInterval(() => socket.ping(), 50);
  await until('a second of pings', () => performance.now() > started + 1000);
  clearInterval(pinging);
  expect(accepted).toHaveLength(1);
});

test('after wake-up it connects anew at once, whatever the old socket says, and drops what that still brings', async () => {
  const link = start({ random: () => 0.999 });
  const first = await peerNumber(1);
  say(first.socket, welcome(), { type: 'live' });
  await until('live', isLive);
  link.reconnectNow();
  say(first.socket, event(1));
  const second = await peerNumber(2);
  say(second.socket, welcome(), { type: 'live' });
  await until('live', isLive);
  expect(frames.filter((frame) => frame.type === 'event')).toEqual([]);
});

test.each([
  ['a close with 4401', () => accepted[0]?.socket.close(4401)],
  ['a 401 of the journal that it was paired with', () => refuseAs(JOURNAL)],
  ['a 401 of the journal that it has resumed from', () => refuseAs(String(EPOCH))],
])('%s means revoked: it stops', async (_, revoke) => {
  const link = start();
  say((await peerNumber(1)).socket, welcome(), { type: 'live' });
  await until('live', isLive);
  revoke();
  await until('revoked', () => states.at(-1)?.kind === 'revoked');
  refusal = null;
  link.reconnectNow();
  await new Promise((resolve) => setImmediate(resolve));
  expect(accepted).toHaveLength(1);
  expect(states.at(-1)?.kind).toBe('revoked');
});

function refuseAs(journal: string): void {
  refusal = { status: 401, headers: [`Ringside-Journal: ${journal}`] };
  accepted[0]?.socket.terminate();
}

test.each([
  ['a bare 401, as of an older relay or a proxy', { status: 401 }, 'turned-away'],
  ['a 401 of another journal', { status: 401, headers: ['Ringside-Journal: empty'] }, 'turned-away'],
  ['a 400', { status: 400 }, 'misfit'],
  ['a 404', { status: 404 }, 'not-found'],
  ['a 426', { status: 426 }, 'no-websocket'],
  ['a redirect', { status: 302, headers: ['Location: https://portal.example/'] }, 'redirected'],
  ['a page', { status: 200, headers: ['Content-Type: text/html'] }, 'portal'],
  ['a 511', { status: 511 }, 'portal'],
])('%s ends no pairing: it says why, and comes back', async (_, answer, trouble) => {
  refusal = answer;
  start();
  await until('the reason', () =>
    states.some((state) => state.kind === 'reconnecting' && state.why?.trouble === trouble),
  );
  refusal = null;
  say((await peerNumber(1)).socket, welcome(), { type: 'live' });
  await until('live', isLive);
});

test('a relay that asks for time gets it', async () => {
  refusal = { status: 503, headers: ['Retry-After: 1'] };
  const began = performance.now();
  start();
  await until('the reason', () => states.some((state) => state.kind === 'reconnecting'));
  refusal = null;
  await peerNumber(1);
  expect(performance.now() - began).toBeGreaterThan(1000);
});

test('a gap in the sequence is asked for again, once; what the relay does not have is let go', async () => {
  start();
  const first = await peerNumber(1);
  say(first.socket, welcome(), event(1), event(3));
  const second = await peerNumber(2);
  say(second.socket, welcome(), event(1), event(3), { type: 'live' });
  await until('live', isLive);
  expect(frames.flatMap((frame) => (frame.type === 'event' ? [frame.seq] : []))).toEqual([1, 1, 3]);
});

test('what was had already is not handed on again, except after a reset', async () => {
  cursor = { epoch: EPOCH, after: 5 };
  start();
  const { socket } = await peerNumber(1);
  say(socket, welcome(EPOCH, 5), event(5), event(6), event(6), { type: 'live' });
  await until('live', isLive);
  expect(frames.flatMap((frame) => (frame.type === 'event' ? [frame.seq] : []))).toEqual([6]);
  socket.close(1001);
  const second = await peerNumber(2);
  say(second.socket, welcome(EPOCH, 2), { type: 'reset', reason: 'retention' }, event(3), { type: 'live' });
  await until('live', isLive);
  expect(frames.flatMap((frame) => (frame.type === 'event' ? [frame.seq] : []))).toEqual([6, 3]);
});

test('a frame that cannot be read is skipped', async () => {
  start();
  const { socket } = await peerNumber(1);
  socket.send('not json');
  socket.send(JSON.stringify({ type: 'song' }));
  say(socket, welcome(), { type: 'live' });
  await until('live', isLive);
  expect(accepted).toHaveLength(1);
});

test('a relay that is not there is tried again', async () => {
  http.close();
  start();
  await until('a failed try', () => states.some((state) => state.kind === 'reconnecting'));
  http.listen(port, '127.0.0.1');
  await peerNumber(1);
});

test('stopped is stopped', async () => {
  const link = start();
  const { socket } = await peerNumber(1);
  link.stop();
  await once(socket, 'close');
  link.reconnectNow();
  await new Promise((resolve) => setImmediate(resolve));
  expect(accepted).toHaveLength(1);
});
