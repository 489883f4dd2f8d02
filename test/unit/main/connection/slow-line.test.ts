import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { WebSocketServer, type WebSocket } from 'ws';
import { connect, type Connection } from '../../../../src-main/connection/connection.ts';
import type { RelayFrame } from '../../../../src-shared/wire/protocol.ts';
import { ring } from '../../../fixtures/allo.ts';
import { until } from '../../../fixtures/until.ts';
import { callKey, EPOCH, frameOf, isoAt, NOON, notedLog, welcome } from '../heard.ts';
import { reachOf } from '../reaching.ts';

const PIECES = 12;
let relay: WebSocketServer | null = null;
let connection: Connection | null = null;

afterEach(() => {
  connection?.stop();
  for (const client of relay?.clients ?? []) client.terminate();
  relay?.close();
});

test('a frame that takes longer than silence may last is no silence', async () => {
  const accepted: WebSocket[] = [];
  const frames: RelayFrame[] = [];
  relay = new WebSocketServer({ port: 0, host: '127.0.0.1' });
  relay.on('connection', (socket) => accepted.push(socket));
  await once(relay, 'listening');
  connection = connect({
    relay: new URL(`http://127.0.0.1:${(relay.address() as AddressInfo).port}/`),
    token: 'secret-token',
    journal: null,
    reach: reachOf(),
    isOnline: () => true,
    cursor: () => ({ epoch: null, after: 0 }),
    onFrame: (frame) => frames.push(frame),
    onState: () => undefined,
    log: notedLog(),
    deadAfterMs: 400,
  });
  const socket = await until('the connection', () => accepted[0]);
  socket.send(JSON.stringify(welcome(EPOCH, 0)));
  const event = frameOf(ring({ started_at: isoAt(NOON) }), { seq: 1, id: 'msg_1', call: callKey('call-1') });
  const text = JSON.stringify(event);
  const length = Math.ceil(text.length / PIECES);
  for (let from = 0; from < text.length; from += length) {
    const sentAt = performance.now();
    socket.send(text.slice(from, from + length), { fin: from + length >= text.length });
    await until('the next piece to be due', () => performance.now() - sentAt > 70);
  }
  await until('the event', () => frames.some(({ type }) => type === 'event'));
  expect(accepted).toHaveLength(1);
});
