import { afterEach, expect, it } from 'vitest';
import { isTestWebhook } from '../../src-shared/calls/test-call.ts';
import { LINE, NORA, ring, SAM } from '../fixtures/allo.ts';
import { goLive } from '../fixtures/relay/agent-socket.ts';
import { relayLab, type LabRelay } from '../fixtures/relay/lab.ts';
import { until } from '../fixtures/until.ts';

const lab = relayLab();
afterEach(lab.cleanUp);

interface Asked {
  readonly status: number;
  readonly body: Record<string, unknown>;
  readonly retryAfter: string | null;
}

async function ask(relay: LabRelay, token: string | null, method = 'POST'): Promise<Asked> {
  const response = await fetch(new URL('/agent/test-call', relay.url), {
    method,
    headers: token === null ? {} : { authorization: `Bearer ${token}` },
  });
  return {
    status: response.status,
    body: (await response.json()) as Record<string, unknown>,
    retryAfter: response.headers.get('retry-after'),
  };
}

const ENDS_SOON = { agents: [NORA, SAM], testCallEndsAfterMs: 50 };

it('rings the agent who asks, and nobody else, by the way of every webhook, and completes the call', async () => {
  const relay = await lab.start({
    ...ENDS_SOON,
    config: { lines: { [LINE]: { name: 'Sales', agents: [NORA, SAM] } } },
  });
  const { token } = await relay.device(NORA);
  const nora = await goLive(relay.url, token);
  lab.onCleanUp(nora.drop);
  const sam = await relay.live(SAM);
  const { status, body } = await ask(relay, token);
  expect(status).toBe(200);
  expect(body).toEqual({
    status: 'accepted',
    webhookId: expect.stringMatching(/^ringside-test-[0-9a-f]{24}$/),
    stages: { verifiedMs: expect.any(Number), committedMs: expect.any(Number) },
  });
  const { verifiedMs, committedMs } = body['stages'] as { verifiedMs: number; committedMs: number };
  expect(verifiedMs).toBeGreaterThan(0);
  expect(committedMs).toBeGreaterThan(verifiedMs);
  const [rang, ended] = await nora.eventCount(2);
  expect(rang).toMatchObject({
    topic: 'call.received',
    webhookId: body['webhookId'],
    data: { user_email: NORA, person: { name: 'Test call' } },
  });
  expect(ended).toMatchObject({ topic: 'call.completed', call: rang?.call });
  expect(ended !== undefined && isTestWebhook(ended.webhookId)).toBe(true);
  await relay.post(ring({ user_email: SAM }));
  expect(await sam.eventCount(1)).toMatchObject([{ topic: 'call.received', data: { to_number: LINE } }]);
});

it('two agents who test in the same moment have two calls', async () => {
  const relay = await lab.start(ENDS_SOON);
  const [nora, sam] = await Promise.all([relay.device(NORA), relay.device(SAM)]);
  const sockets = await Promise.all([nora, sam].map(({ token }) => goLive(relay.url, token)));
  for (const socket of sockets) lab.onCleanUp(socket.drop);
  const answers = await Promise.all([nora, sam].map(({ token }) => ask(relay, token)));
  expect(answers.map(({ status }) => status)).toEqual([200, 200]);
  const heard = await Promise.all(sockets.map((socket) => socket.eventCount(2)));
  const calls = heard.map((events) => new Set(events.map(({ call }) => call)));
  expect(calls.map((own) => own.size)).toEqual([1, 1]);
  expect(calls[0]).not.toEqual(calls[1]);
});

it('is no caller that anybody remembers, and no sign of life of Allo’s', async () => {
  const relay = await lab.start(ENDS_SOON);
  const { token } = await relay.device(NORA);
  const nora = await goLive(relay.url, token);
  lab.onCleanUp(nora.drop);
  await ask(relay, token);
  const [rang] = await nora.eventCount(2);
  expect(await relay.metric('ringside_last_webhook_timestamp_seconds')).toBe(0);
  expect(await relay.metric('ringside_clock_offset_seconds')).toBeNaN();
  await relay.post(ring({ from_number: rang?.data['from_number'], person: null }));
  const [, , real] = await nora.eventCount(3);
  expect(real?.topic).toBe('call.received');
  expect(real?.memory).toBeUndefined();
});

it('is refused without a token that opens the agent’s socket, or by another method', async () => {
  const relay = await lab.start(ENDS_SOON);
  expect(await ask(relay, null)).toMatchObject({ status: 401, body: { error: 'unauthorized' } });
  expect(await ask(relay, 'A'.repeat(43))).toMatchObject({ status: 401 });
  const { token, device } = await relay.device(NORA);
  expect(await ask(relay, token, 'GET')).toMatchObject({ status: 405 });
  await relay.cli('devices', 'revoke', device);
  await until('the revoked token refused', async () => (await ask(relay, token)).status === 401);
});

it('is refused within two seconds of the last one of the agent, on whichever device', async () => {
  const relay = await lab.start(ENDS_SOON);
  const [one, two, sam] = [await relay.device(NORA), await relay.device(NORA), await relay.device(SAM)];
  expect((await ask(relay, one.token)).status).toBe(200);
  expect(await ask(relay, two.token)).toMatchObject({
    status: 429,
    retryAfter: expect.stringMatching(/^[12]$/),
  });
  expect((await ask(relay, sam.token)).status).toBe(200);
});

it('is refused with a reason when webhooks would be too', async () => {
  const relay = await lab.start({ ...ENDS_SOON, secret: '' });
  const { token } = await relay.device(NORA);
  expect(await ask(relay, token)).toMatchObject({
    status: 503,
    body: { error: 'unavailable', reason: 'no-secret' },
  });
  expect((await ask(relay, null)).status).toBe(401);
});
