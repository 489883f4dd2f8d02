import { afterEach, describe, expect, it } from 'vitest';
import { completed, NORA, ring } from '../fixtures/allo.ts';
import { connectAgent, goLive } from '../fixtures/relay/agent-socket.ts';
import { relayLab } from '../fixtures/relay/lab.ts';
import { until } from '../fixtures/until.ts';

const lab = relayLab();
afterEach(lab.cleanUp);

const numbers = (from: number, to: number): number[] =>
  Array.from({ length: to - from + 1 }, (_, i) => from + i);

describe('a device is closed', () => {
  it('with 4408 when no resume comes in time, whatever else it does', async () => {
    const relay = await lab.start({ agents: [NORA], bounds: { resumeWithinMs: 300 } });
    const nora = await relay.connect(NORA);
    const pinging = setInterval(nora.ping, 50);
    lab.onCleanUp(() => clearInterval(pinging));
    expect(await nora.closed).toBe(4408);
  });

  it.each([
    ['not JSON', 'hello'],
    ['an unknown type', '{"type":"dance"}'],
    ['an ack before the resume', '{"type":"ack","seq":0}'],
    ['a negative cursor', '{"type":"resume","epoch":null,"after":-1}'],
    ['a cursor that is no number', '{"type":"resume","epoch":null,"after":"1"}'],
  ])('with 4400 for %s', async (_, frame) => {
    const relay = await lab.start({ agents: [NORA] });
    const nora = await relay.connect(NORA);
    nora.send(frame);
    expect(await nora.closed).toBe(4400);
  });

  it('with 4400 for a second resume', async () => {
    const relay = await lab.start({ agents: [NORA] });
    const nora = await relay.live(NORA);
    nora.resume();
    expect(await nora.closed).toBe(4400);
  });

  it('for a frame over 64 KiB', async () => {
    const relay = await lab.start({ agents: [NORA] });
    const nora = await relay.live(NORA);
    nora.send(JSON.stringify({ type: 'ack', seq: 0, padding: 'x'.repeat(70_000) }));
    expect(await nora.closed).toBe(1009);
  });

  it('without a word when it was silent too long', async () => {
    const relay = await lab.start({ agents: [NORA], bounds: { pingEveryMs: 80, deadAfterMs: 400 } });
    const [awake, asleep] = [await relay.live(NORA), await relay.live(NORA)];
    asleep.hang();
    await until(
      'the silent device to be dropped',
      async () => (await relay.metric('ringside_connected_devices')) === 1,
    );
    await relay.post(ring());
    await awake.eventCount(1);
    asleep.goOn();
    expect(await asleep.closed).toBe(1006);
  });

  it('not while a big event is on its way over a slow line', async () => {
    const relay = await lab.start({ agents: [NORA], bounds: { pingEveryMs: 40, deadAfterMs: 1000 } });
    const nora = await relay.live(NORA);
    nora.hang();
    await relay.post(completed({ id: 'cll_1', summary: 'x'.repeat(3 * 1024 * 1024) }));
    const since = performance.now();
    await until('twice the silence that is death', () => performance.now() - since > 2000);
    nora.goOn();
    await nora.eventCount(1);
    expect(await relay.metric('ringside_connected_devices')).toBe(1);
  });

  it('not because the relay stood still for longer than that', async () => {
    const relay = await lab.start({ agents: [NORA], bounds: { pingEveryMs: 40, deadAfterMs: 200 } });
    const nora = await relay.live(NORA);
    const since = performance.now();
    while (performance.now() - since < 600);
    await relay.post(ring());
    await nora.eventCount(1);
  });

  it('with 4413 when it does not read, and loses nothing by it', async () => {
    const relay = await lab.start({ agents: [NORA] });
    const { token } = await relay.device(NORA);
    const slow = await goLive(relay.url, token);
    lab.onCleanUp(slow.drop);
    const { epoch } = await slow.frame('welcome');
    slow.hang();
    const summary = 'x'.repeat(1024 * 1024);
    const postOne = (i: number) =>
      relay.post(completed({ id: `cll_${i}`, from_number: `+3319900${3000 + i}`, summary }));
    let sent = 0;
    await until(
      'the slow device to be closed',
      async () => {
        await postOne((sent += 1));
        return (await relay.metric('ringside_slow_closes_total')) === 1;
      },
      20_000,
    );
    slow.goOn();
    expect(await slow.closed).toBe(4413);
    const had = slow.events.length;
    expect(slow.events.map((e) => e.seq)).toEqual(numbers(1, had));
    const again = await connectAgent(relay.url, token);
    lab.onCleanUp(again.drop);
    again.resume(epoch, had);
    await again.frame('live');
    expect(again.events.map((e) => e.seq)).toEqual(numbers(had + 1, sent));
  });
});
