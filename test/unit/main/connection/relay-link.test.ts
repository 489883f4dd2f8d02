import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { WebSocketServer } from 'ws';
import { createRelayLink, type RelayLink } from '../../../../src-main/connection/relay-link.ts';
import type { OtherAgent } from '../../../../src-main/connection/ask-other-agent.ts';
import type { CallBook } from '../../../../src-main/book/call-book.ts';
import { createAppState } from '../../../../src-main/app-state/app-state.ts';
import type { AgentEmail } from '../../../../src-shared/brand.ts';
import { DEFAULT_PREFERENCES } from '../../../../src-shared/preferences/preferences.ts';
import { ring } from '../../../fixtures/allo.ts';
import { until } from '../../../fixtures/until.ts';
import { useBooks } from '../books.ts';
import { callKey, EPOCH, frameOf, isoAt, NOON, notedLog, welcome } from '../heard.ts';
import { reachOf } from '../reaching.ts';

const NORA = 'nora@example.com' as AgentEmail;
const books = useBooks();
let http: Server;
let link: RelayLink;
let book: CallBook;
/** Whom the relay names, at each connection. */
let names: (connection: number) => AgentEmail;
let connections: number;
let asked: OtherAgent[];
let answer: (yes: boolean) => void;
let turned: string[];

beforeEach(async () => {
  [connections, asked, turned] = [0, [], []];
  book = await books.open();
  http = createServer();
  new WebSocketServer({ server: http }).on('connection', (socket) => {
    connections += 1;
    const event = frameOf(ring({ started_at: isoAt(NOON) }), {
      seq: 1,
      id: 'msg_1',
      call: callKey('call-1'),
    });
    const frames = [{ ...welcome(EPOCH, 0), agent: names(connections) }, event, { type: 'live' }];
    socket.once('message', () => frames.forEach((frame) => socket.send(JSON.stringify(frame))));
  });
  http.listen(0, '127.0.0.1');
  await once(http, 'listening');
  link = createRelayLink({
    book,
    turnBook: async (agent) => {
      turned.push(agent);
      void book.turnTo(agent);
      return true;
    },
    askOtherAgent: (other) => {
      asked.push(other);
      return new Promise((resolve) => (answer = resolve));
    },
    appState: createAppState(),
    values: () => DEFAULT_PREFERENCES,
    reach: reachOf(),
    isOnline: () => true,
    log: notedLog(),
  });
});
afterEach(() => {
  link.close();
  http.closeAllConnections();
  http.close();
});

function start(agent: string | null = NORA): void {
  const relay = new URL(`http://127.0.0.1:${(http.address() as AddressInfo).port}/`);
  link.use({ relay, token: 'token', journal: null, agent, kept: 'keychain' });
}

test('a relay that names another agent in each welcome costs no call, turns no book, and is asked about once', async () => {
  names = (n) => (n === 1 ? NORA : (`stranger-${n}@example.com` as AgentEmail));
  start();
  await until('the call', () => book.call(callKey('call-1')));
  const began = performance.now();
  link.wake();
  await until('four seconds of it', () => performance.now() - began > 4_000, 10_000);
  expect(connections).toBeLessThan(12);
  expect(asked).toHaveLength(1);
  expect(asked[0]).toMatchObject({ named: 'stranger-2@example.com', owner: NORA });
  expect(turned).toEqual([]);
  expect([book.owner, book.call(callKey('call-1')) !== null]).toEqual([NORA, true]);
});

test('who says no is not asked again; who says yes gets the other agent’s calls', async () => {
  const sam = 'sam@example.com' as AgentEmail;
  names = (n) => (n === 1 ? NORA : sam);
  start();
  await until('the first', () => book.owner === NORA);
  link.wake();
  await until('a question', () => asked.length === 1);
  answer(false);
  link.wake();
  await until('another try', () => connections >= 4, 10_000);
  expect(asked).toHaveLength(1);
  // Paired anew: that is a new question.
  start();
  await until('a second question', () => asked.length === 2);
  answer(true);
  await until('the turn', () => book.owner === sam && book.call(callKey('call-1')));
  expect(turned).toEqual([sam]);
});
