import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { joinGroup } from '../../../../src-main/managed/join-group.ts';
import { GROUP_REFUSALS } from '../../../../src-shared/managed/managed-view.ts';
import { REFUSALS } from '../../../../src-relay/pairing/group-exchange.ts';
import { reachOf } from '../reaching.ts';

const REQUEST = { token: 'rgt_of-the-group', agent: 'nora@example.com', computer: 'secret-of-this-computer' };
const asking = { reach: reachOf(), isOnline: () => true, device: 'desk-4' };

let server: Server;
let answer: { readonly status: number; readonly body: string };
let heard: { readonly url: string | undefined; readonly body: unknown }[] = [];
beforeEach(async () => {
  heard = [];
  server = createServer((request, response) => {
    void textOf(request).then((text) => {
      heard.push({ url: request.url, body: JSON.parse(text) as unknown });
      response.writeHead(answer.status).end(answer.body);
      return null;
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
});
afterEach(() => void server.close());

async function textOf(request: IncomingMessage): Promise<string> {
  let text = '';
  for await (const chunk of request) text += String(chunk);
  return text;
}

const relay = (): URL => new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}/under/a/path`);
const join = async (status: number, body: unknown) => {
  answer = { status, body: typeof body === 'string' ? body : JSON.stringify(body) };
  return await joinGroup(relay(), REQUEST, asking);
};

test('the relay is told who asks, under its own path, and its answer is the pairing', async () => {
  const paired = { token: 'token-of-this-computer', agent: 'nora@example.com', journal: 'j' };
  expect(await join(200, { ...paired, device: 'd' })).toEqual({ is: 'paired', paired });
  expect(heard).toEqual([{ url: '/under/a/path/pair/group', body: { ...REQUEST, device: 'desk-4' } }]);
});

test('app and relay know the same reasons', () => {
  expect([...GROUP_REFUSALS].sort()).toEqual(Object.keys(REFUSALS).sort());
});

test.each(Object.entries(REFUSALS))(
  'a relay that says %s is understood',
  async (reason, { status, error }) => {
    expect(await join(status, { error, reason })).toEqual({ is: 'failed', failure: { problem: reason } });
  },
);

test.each([
  ['the admin has to approve it', 202, { waiting: 'c1' }, { is: 'waiting' }],
  ['too many tries', 429, { error: 'too many attempts' }, { is: 'failed', failure: { problem: 'too-many' } }],
  [
    'a relay of another version',
    400,
    { error: 'bad request' },
    { is: 'failed', failure: { problem: 'refused' } },
  ],
  ['an older relay', 404, { error: 'not found' }, { is: 'failed', failure: { problem: 'not-a-relay' } }],
  [
    'a newer relay, with a reason to come',
    403,
    { error: 'no', reason: 'moon' },
    { is: 'failed', failure: { problem: 'refused' } },
  ],
  ['a web server', 404, '<html>', { is: 'failed', failure: { problem: 'not-a-relay' } }],
  ['a sign-in page', 200, '<html>', { is: 'failed', failure: { problem: 'unreachable', why: 'portal' } }],
  [
    'a relay that stops',
    503,
    { error: 'unavailable' },
    { is: 'failed', failure: { problem: 'unreachable', why: 'busy' } },
  ],
  [
    'waiting without a word of it',
    202,
    {},
    { is: 'failed', failure: { problem: 'unreachable', why: 'portal' } },
  ],
])('%s is told from the others', async (_, status, body, outcome) => {
  expect(await join(status, body)).toEqual(outcome);
});

test('a relay that is not there is unreachable', async () => {
  const gone = relay();
  server.close();
  await once(server, 'close');
  expect(await joinGroup(gone, REQUEST, asking)).toEqual({
    is: 'failed',
    failure: { problem: 'unreachable', why: 'refused' },
  });
});
