import { afterEach, describe, expect, it } from 'vitest';
import { NORA, ring, SAM, sms } from '../fixtures/allo.ts';
import { connectAgent, goLive, refusedUpgrade } from '../fixtures/relay/agent-socket.ts';
import { relayLab, type LabRelay } from '../fixtures/relay/lab.ts';
import { until } from '../fixtures/until.ts';

const lab = relayLab();
afterEach(lab.cleanUp);

const numbers = (from: number, to: number): number[] =>
  Array.from({ length: to - from + 1 }, (_, i) => from + i);

async function postRings(relay: LabRelay, count: number): Promise<void> {
  for (const i of numbers(1, count)) {
    const from_number = `+3319900${String(1000 + i)}`;
    expect((await relay.post(ring({ from_number }))).status).toBe(200);
  }
}

describe('a fresh install', () => {
  it('is welcomed, goes live, and gets a ring with its age and its call', async () => {
    const now = Date.now();
    const relay = await lab.start({ agents: [NORA], now: () => now });
    const nora = await relay.connect(NORA);
    nora.resume();
    const welcome = await nora.frame('welcome');
    expect(welcome).toMatchObject({ agent: NORA, from: 0, head: 0, policy: { ringWindow: 45, crm: null } });
    await nora.frame('live');
    const started_at = new Date(now - 3000).toISOString();
    const { id } = await relay.post(ring({ started_at }));
    const [event] = await nora.eventCount(1);
    expect(event).toMatchObject({ seq: 1, topic: 'call.received', webhookId: id, occurredAt: started_at });
    expect(event?.ageMs).toBe(3000);
    expect(event?.call).toEqual(expect.any(String));
    expect(event?.data).toEqual(ring({ started_at }).data);
  });

  it('gets the newest events only, as many as the config says', async () => {
    const relay = await lab.start({ agents: [NORA], config: { historyEvents: 3 } });
    await postRings(relay, 5);
    const nora = await relay.live(NORA);
    expect(await nora.frame('welcome')).toMatchObject({ from: 2, head: 5 });
    expect(nora.events.map((e) => e.seq)).toEqual([3, 4, 5]);
    expect(nora.frames.at(-1)?.type).toBe('live');
  });
});

describe('a device that comes back', () => {
  it('gets what it missed, in order, before it is live again', async () => {
    const relay = await lab.start({ agents: [NORA] });
    const { token } = await relay.device(NORA);
    const first = await goLive(relay.url, token);
    await postRings(relay, 2);
    await first.eventCount(2);
    first.drop();
    await postRings(relay, 130);
    const again = await connectAgent(relay.url, token);
    lab.onCleanUp(again.drop);
    again.resume((await first.frame('welcome')).epoch, 2);
    await again.frame('live');
    expect(again.events.map((e) => e.seq)).toEqual(numbers(3, 132));
    expect(await relay.metric('ringside_replayed_events_total')).toBe(130);
    await relay.post(sms());
    expect((await again.eventCount(131)).at(-1)).toMatchObject({
      seq: 133,
      topic: 'sms.received',
      call: null,
    });
  });

  it('misses and repeats nothing while events pour in during its replay', async () => {
    const relay = await lab.start({ agents: [NORA] });
    await postRings(relay, 150);
    const pouring = postRings(relay, 150);
    const sockets = await Promise.all(numbers(1, 5).map(() => relay.live(NORA)));
    await pouring;
    for (const socket of sockets) {
      expect((await socket.eventCount(300)).map((e) => e.seq)).toEqual(numbers(1, 300));
    }
  });

  it('starts over when the journal is another one', async () => {
    const relay = await lab.start({ agents: [NORA] });
    await postRings(relay, 2);
    const nora = await relay.connect(NORA);
    nora.resume('some-other-epoch', 1);
    await nora.frame('live');
    expect(nora.frames.map((f) => f.type)).toEqual(['welcome', 'reset', 'event', 'event', 'live']);
    expect(await nora.frame('reset')).toEqual({ type: 'reset', reason: 'epoch' });
  });

  it('starts over when its cursor is ahead of the journal, as after restoring a backup', async () => {
    const relay = await lab.start({ agents: [NORA] });
    await postRings(relay, 2);
    const { epoch } = await (await relay.live(NORA)).frame('welcome');
    const nora = await relay.connect(NORA);
    nora.resume(epoch, 7);
    await nora.frame('live');
    expect(await nora.frame('reset')).toEqual({ type: 'reset', reason: 'epoch' });
    expect(nora.events.map((e) => e.seq)).toEqual([1, 2]);
  });

  it('finds its place after the relay was restarted', async () => {
    const before = await lab.start({ agents: [NORA] });
    const { token } = await before.device(NORA);
    const first = await goLive(before.url, token);
    await postRings(before, 3);
    await first.eventCount(3);
    const { epoch } = await first.frame('welcome');
    await before.stop('restarting');
    expect(await first.closed).toBe(1012);
    const after = await lab.start({ folder: before.folder });
    const again = await connectAgent(after.url, token);
    lab.onCleanUp(again.drop);
    again.resume(epoch, 2);
    await again.frame('live');
    expect(await again.frame('welcome')).toMatchObject({ epoch, from: 2, head: 3 });
    expect(again.events.map((e) => e.seq)).toEqual([3]);
  });
});

describe('the devices of an agent', () => {
  it('each keep their own cursor', async () => {
    const relay = await lab.start({ agents: [NORA] });
    const [desk, laptop] = [await relay.device(NORA), await relay.device(NORA)];
    const atDesk = await goLive(relay.url, desk.token);
    lab.onCleanUp(atDesk.drop);
    await postRings(relay, 2);
    await atDesk.eventCount(2);
    atDesk.ack();
    const onLaptop = await goLive(relay.url, laptop.token);
    lab.onCleanUp(onLaptop.drop);
    expect(onLaptop.events.map((e) => e.seq)).toEqual([1, 2]);
    const acked = async (): Promise<unknown> => {
      const { devices } = (await relay.cli('devices', 'list')) as { devices: Record<string, unknown>[] };
      return devices.map((d) => [d['device'], d['acked'], d['head']]).sort();
    };
    const expected = [
      [desk.device, 2, 2],
      [laptop.device, 0, 2],
    ].sort();
    await until('the ack to be kept', async () => JSON.stringify(await acked()) === JSON.stringify(expected));
  });

  it('see a sequence without gaps, agent by agent', async () => {
    const relay = await lab.start({ agents: [NORA, SAM] });
    const [nora, sam] = [await relay.live(NORA), await relay.live(SAM)];
    await Promise.all(
      numbers(1, 60).map((i) =>
        relay.post(ring({ user_email: i % 3 === 0 ? SAM : NORA, from_number: `+3319900${2000 + i}` })),
      ),
    );
    expect((await nora.eventCount(40)).map((e) => e.seq)).toEqual(numbers(1, 40));
    expect((await sam.eventCount(20)).map((e) => e.seq)).toEqual(numbers(1, 20));
  });
});

describe('an upgrade is refused', () => {
  it('without a good token, without the subprotocol, and elsewhere', async () => {
    const relay = await lab.start({ agents: [NORA] });
    const { token } = await relay.device(NORA);
    const subprotocol = 'ringside.v1';
    expect(await refusedUpgrade(relay.url, { subprotocol })).toBe(401);
    expect(await refusedUpgrade(relay.url, { subprotocol, token: 'A'.repeat(43) })).toBe(401);
    expect(await refusedUpgrade(relay.url, { token })).toBe(400);
    expect(await refusedUpgrade(relay.url, { token, subprotocol: 'ringside.v9' })).toBe(400);
    expect(await refusedUpgrade(relay.url, { token, subprotocol, path: '/agents' })).toBe(404);
    expect((await fetch(new URL('/agent', relay.url))).status).toBe(426);
  });

  it('when there is no room', async () => {
    const relay = await lab.start({ agents: [NORA], config: { limits: { silentSockets: 1 } } });
    const { token } = await relay.device(NORA);
    const waiting = await connectAgent(relay.url, token);
    lab.onCleanUp(waiting.drop);
    expect(await refusedUpgrade(relay.url, { token, subprotocol: 'ringside.v1' })).toBe(503);
    waiting.resume();
    await waiting.frame('live');
    (await goLive(relay.url, token)).drop();
  });
});
