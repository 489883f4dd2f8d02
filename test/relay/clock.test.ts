import { afterEach, describe, expect, it } from 'vitest';
import { steadyClock } from '../../src-relay/journal/steady-clock.ts';
import { NORA, ring } from '../fixtures/allo.ts';
import { connectAgent } from '../fixtures/relay/agent-socket.ts';
import { relayLab } from '../fixtures/relay/lab.ts';
import { until } from '../fixtures/until.ts';

const lab = relayLab();
afterEach(lab.cleanUp);

const HOUR_MS = 3_600_000;

describe.each([
  ['an hour ahead', HOUR_MS],
  ['an hour back', -HOUR_MS],
  ['a year ahead', 365 * 24 * HOUR_MS],
])('a clock that is put %s', (_, jump) => {
  it('drops no device, keeps every event, and pings on', async () => {
    let offset = 0;
    const now = (): number => Date.now() + offset;
    const relay = await lab.start({
      agents: [NORA],
      now,
      bounds: { pingEveryMs: 40, deadAfterMs: 400 },
    });
    const { token } = await relay.device(NORA);
    const nora = await connectAgent(relay.url, token);
    lab.onCleanUp(nora.drop);
    nora.resume();
    await nora.frame('live');
    const { epoch } = await nora.frame('welcome');
    const stamp = (): { timestamp: number } => ({ timestamp: Math.floor(now() / 1000) });
    const before = await relay.post(ring(), stamp());
    await nora.eventCount(1);
    offset = jump;
    // By the new clock this is not timely any more, so Allo would send it again, with a new time.
    expect((await relay.post(ring(), { timestamp: Math.floor(Date.now() / 1000) })).status).toBe(401);
    const after = await relay.post(ring(), stamp());
    expect(after.status).toBe(200);
    await nora.eventCount(2);
    // Longer than a silent device would live.
    const since = performance.now();
    let pinged = true;
    void nora.closed.then(() => (pinged = false));
    await until('three lives of a silent device', () => performance.now() - since > 1200);
    expect(pinged).toBe(true);
    const again = await connectAgent(relay.url, token);
    lab.onCleanUp(again.drop);
    again.resume(epoch, 0);
    await again.frame('live');
    expect(again.events.map((e) => [e.seq, e.webhookId])).toEqual([
      [1, before.id],
      [2, after.id],
    ]);
  });

  it('shuts nobody out of pairing for as long', async () => {
    let offset = 0;
    const relay = await lab.start({
      now: () => Date.now() + offset,
      config: { limits: { pairingsPerAddress: 1 } },
      limits: { pairingWindowMs: 200 },
    });
    const attempt = async (): Promise<number> => {
      const body = '{"code":"AAAAAAAAAAAAAAAAAAAAAA"}';
      return (await fetch(new URL('/pair', relay.url), { method: 'POST', body })).status;
    };
    expect(await attempt()).toBe(410);
    offset = jump;
    await until('the window to end', async () => (await attempt()) === 410);
  });
});

describe('retention', () => {
  it('erases nothing by a clock that has just jumped, until it has run on for a day', () => {
    const clock = { wall: 0, elapsed: 0 };
    const isSteady = steadyClock(
      () => clock.wall,
      () => clock.elapsed,
    );
    const pass = (ms: number): void => {
      clock.wall += ms;
      clock.elapsed += ms;
    };
    expect(isSteady()).toBe(true);
    pass(10 * 60_000);
    expect(isSteady()).toBe(true);
    clock.wall += 365 * 24 * HOUR_MS;
    expect(isSteady()).toBe(false);
    pass(23 * HOUR_MS);
    expect(isSteady()).toBe(false);
    clock.wall -= 365 * 24 * HOUR_MS;
    expect(isSteady()).toBe(false);
    pass(24 * HOUR_MS);
    expect(isSteady()).toBe(true);
    clock.wall += HOUR_MS;
    expect(isSteady()).toBe(true);
  });
});
