import { once } from 'node:events';
import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { postToRelay } from '../../../../src-main/network/post-to-relay.ts';
import { reachOf } from '../reaching.ts';

let server: Server;
let relay: URL;
let answer: (response: ServerResponse) => void;
beforeEach(async () => {
  server = createServer((_, response) => answer(response)).listen(0, '127.0.0.1');
  await once(server, 'listening');
  relay = new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
});
afterEach(() => {
  server.closeAllConnections();
  server.close();
});

const post = (ms = 10_000) => postToRelay(reachOf(), relay, 'pair', { headers: {} }, ms);

test('an answer that drips is given up in time, and its connection with it', async () => {
  let drips: NodeJS.Timeout | undefined;
  answer = (response) => {
    drips = setInterval(() => response.write(' '), 20);
  };
  // On a busy machine the time may be over before the request has been read: the connection is there all the same.
  const closed = new Promise<void>((resolve) => {
    server.once('connection', (socket) => void socket.once('close', resolve));
  });
  await expect(post(300)).rejects.toMatchObject({ code: 'ETIMEDOUT' });
  await closed;
  clearInterval(drips);
});

test('an answer that comes in time is read, in however many pieces', async () => {
  answer = (response) => {
    response.writeHead(200);
    response.write('{"a":');
    setImmediate(() => response.end('1}'));
  };
  expect(await post()).toEqual({ ok: true, status: 200, json: { a: 1 } });
});

test('an answer that is cut is none', async () => {
  answer = (response) => {
    response.writeHead(200, { 'content-length': '100' });
    response.write('{"a":');
    setImmediate(() => response.destroy());
  };
  await expect(post()).rejects.toMatchObject({ code: 'ECONNRESET' });
});
