import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { reachOf } from './reaching.ts';
import { createTestCall } from '../../../src-main/test-call/test-call.ts';
import type { Judgement, TestCallStages, Verdict } from '../../../src-shared/activity/activity.ts';
import type { CallKey, WebhookId } from '../../../src-shared/brand.ts';

const ID = 'ringside-test-1' as WebhookId;
const KEY = 'call-1' as CallKey;
let undo: (() => void)[] = [];
afterEach(() => {
  for (const step of undo) step();
  undo = [];
});

async function relayThat(answers: RequestListener): Promise<URL> {
  const server = createServer(answers).listen(0, '127.0.0.1');
  await once(server, 'listening');
  undo.push(() => server.close());
  return new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}/base`);
}

const json =
  (status: number, body: unknown): RequestListener =>
  (_, response) =>
    void response.writeHead(status).end(JSON.stringify(body));
const ACCEPTED = { status: 'accepted', webhookId: ID, stages: { verifiedMs: 1, committedMs: 3 } };

/** A desk whose event comes with the answer, and whose card is painted when it is there. */
function desk(
  relay: URL | null,
  options: { readonly verdict?: Verdict['kind']; readonly placeable?: boolean } = {},
) {
  const told: TestCallStages[] = [];
  const listeners = new Set<(id: WebhookId, call: CallKey) => void>();
  const judges = new Set<(judgement: Judgement) => void>();
  const verdict = { kind: options.verdict ?? 'popped', byS: 90 } as Verdict;
  const judgement = { webhookId: ID, topic: 'call.received', call: KEY, verdict, at: 0 };
  const testCall = createTestCall({
    reach: reachOf(),
    identity: () => (relay === null ? null : { relay, token: 'a-token-of-a-device' }),
    onReceived: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    onVerdict: (listener) => {
      judges.add(listener);
      return () => judges.delete(listener);
    },
    placeable: options.placeable ?? true,
    tell: (stages) => {
      told.push(stages);
      if (stages.arrivedMs === null) {
        for (const hear of listeners) hear(ID, KEY);
        for (const judge of judges) judge(judgement);
      } else if (stages.paintedMs === null) setTimeout(() => testCall.painted(KEY));
    },
  });
  return { testCall, told, listeners };
}

test('each stage is told as it is reached, in order', async () => {
  let asked: string | undefined;
  const relay = await relayThat((request, response) => {
    asked = `${request.method} ${request.url} ${request.headers.authorization}`;
    json(200, ACCEPTED)(request, response);
  });
  const { testCall, told, listeners } = desk(relay);
  const result = await testCall.run();
  expect(asked).toBe('POST /base/agent/test-call Bearer a-token-of-a-device');
  expect(result).toEqual({ ok: true, call: KEY, stages: told.at(-1) });
  expect(told.map((s) => [s.arrivedMs !== null, s.paintedMs !== null])).toEqual([
    [false, false],
    [true, false],
    [true, true],
  ]);
  const { verifiedMs, committedMs, arrivedMs, paintedMs } = told.at(-1) ?? {};
  const times = [verifiedMs, committedMs, arrivedMs, paintedMs].map(Number);
  expect(times).toEqual(times.toSorted((a, b) => a - b));
  expect(listeners.size).toBe(0);
});

test('an event that overtakes the answer has arrived', async () => {
  const relay = await relayThat((request, response) => {
    for (const hear of heard.listeners) hear(ID, KEY);
    json(200, ACCEPTED)(request, response);
  });
  const heard = desk(relay);
  expect(await heard.testCall.run()).toMatchObject({ ok: true });
});

test.each([
  [404, { error: 'not found' }, 'unsupported'],
  [429, { error: 'too many test calls' }, 'too-many'],
  [503, { error: 'unavailable', reason: 'no-secret' }, 'no-secret'],
  [503, { error: 'unavailable', reason: 'draining' }, 'not-ready'],
  [502, 'a proxy’s page', 'not-ready'],
  [200, { status: 'ok' }, 'unsupported'],
] as const)('an answer %i %o is %s', async (status, body, problem) => {
  const relay = await relayThat(json(status, body));
  expect(await desk(relay).testCall.run()).toEqual({ ok: false, problem });
});

test('without a connection nothing is asked, and a relay that is gone is offline', async () => {
  expect(await desk(null).testCall.run()).toEqual({ ok: false, problem: 'offline' });
  const gone = new URL('http://127.0.0.1:1/');
  expect(await desk(gone).testCall.run()).toEqual({ ok: false, problem: 'offline' });
});

test.each(['snoozed', 'quiet-hours', 'line-muted', 'away', 'late', 'overtaken', 'held-back'] as const)(
  'a call that came and brought no card names the reason: %s',
  async (verdict) => {
    const relay = await relayThat(json(200, ACCEPTED));
    const result = await desk(relay, { verdict }).testCall.run();
    expect(result).toEqual({ ok: false, problem: 'no-card', why: verdict });
  },
);

test('a desktop that places no window is the reason where nothing else is', async () => {
  const relay = await relayThat(json(200, ACCEPTED));
  const onWayland = (verdict: Verdict['kind']) => desk(relay, { verdict, placeable: false }).testCall.run();
  expect(await onWayland('popped')).toEqual({ ok: false, problem: 'no-card', why: 'no-place' });
  expect(await onWayland('snoozed')).toEqual({ ok: false, problem: 'no-card', why: 'snoozed' });
});

test('who asks twice at once has one test call', async () => {
  let asked = 0;
  const relay = await relayThat((request, response) => {
    asked += 1;
    json(200, ACCEPTED)(request, response);
  });
  const { testCall } = desk(relay);
  const [one, two] = await Promise.all([testCall.run(), testCall.run()]);
  expect(one).toEqual(two);
  expect(asked).toBe(1);
});
