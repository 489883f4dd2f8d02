import { afterEach, describe, expect, it } from 'vitest';
import type { CallKey, Instant } from '../../src-shared/brand.ts';
import type { RecordsFrame } from '../../src-shared/wire/protocol.ts';
import { answer, LINE, NORA, ring, SAM } from '../fixtures/allo.ts';
import type { AgentSocket } from '../fixtures/relay/agent-socket.ts';
import { startHub, type HubLab } from '../fixtures/relay/hub.ts';
import { relayLab } from '../fixtures/relay/lab.ts';
import { until } from '../fixtures/until.ts';

const lab = relayLab();
afterEach(lab.cleanUp);

const EVE = 'eve@ringside.example';
const team = { agents: [NORA, SAM, EVE], lines: { [LINE]: { agents: [NORA, SAM] } } };
const can = ['records'];
const types = (socket: AgentSocket): string[] => socket.frames.map((frame) => frame.type);

const recordsOf = (call: CallKey, id = '512'): RecordsFrame => ({
  type: 'records',
  call,
  crm: 'hubspot',
  contact: { record: { id } },
});

/** A ring at the team's line. */
async function rung(at: HubLab, socket: AgentSocket, data: object = {}): Promise<CallKey> {
  const before = socket.events.length;
  await at.take(ring({ user_email: null, ...data }));
  const call = (await socket.eventCount(before + 1))[before]?.call ?? null;
  if (call === null) throw new Error('the ring has no call');
  return call;
}

/** Whatever was to be sent before has been sent when this comes back. */
async function settled(at: HubLab, ...sockets: readonly AgentSocket[]): Promise<void> {
  const counts = sockets.map((socket) => socket.frames.length);
  at.hub.pushPolicy();
  await Promise.all(
    sockets.map((socket, i) =>
      until('the policy', () => socket.frames.slice(counts[i]).some((frame) => frame.type === 'policy')),
    ),
  );
}

describe('the records of a call', () => {
  it('are told to every device of everybody whom the call concerns, and only to apps that know of them', async () => {
    const at = await startHub(lab, team);
    const noras = await at.live(NORA, can);
    const norasOther = await at.live(NORA, ['later', 'records', 'release']);
    const norasOld = await at.live(NORA);
    const sams = await at.live(SAM, can);
    const samsOld = await at.live(SAM, ['release']);
    const eves = await at.live(EVE, can);
    expect((await noras.frame('welcome')).can).toContain('records');
    const call = await rung(at, noras);
    at.hub.broadcastRecords(recordsOf(call));
    for (const socket of [noras, norasOther, sams]) {
      expect(await socket.frame('records')).toEqual(recordsOf(call));
      expect(types(socket).indexOf('event')).toBeLessThan(types(socket).indexOf('records'));
    }
    await settled(at, norasOld, samsOld, eves);
    for (const socket of [norasOld, samsOld, eves]) expect(types(socket)).not.toContain('records');
    expect(types(samsOld)).toContain('event');
  });

  it('are told to nobody when nobody has the call, or nobody has it any more', async () => {
    const at = await startHub(lab, team);
    const noras = await at.live(NORA, can);
    const call = await rung(at, noras);
    at.hub.broadcastRecords(recordsOf('nowhere' as CallKey));
    await at.cli('forget', '+33199001234');
    at.hub.broadcastRecords(recordsOf(call));
    await settled(at, noras);
    expect(types(noras)).not.toContain('records');
    expect(at.troubles).toEqual([]);
  });

  it('close nobody who reads them slowly: what follows an event still comes', async () => {
    const at = await startHub(lab, team);
    const noras = await at.live(NORA, can);
    const call = await rung(at, noras);
    noras.hang();
    const extras = { at: new Date().toISOString() as Instant, owner: 'x'.repeat(120) };
    const deals = Object.fromEntries(
      Array.from({ length: 200 }, (_, i) => [`dea-${i}`, { record: { id: `${i}`.padStart(20, '1') } }]),
    );
    for (let i = 0; i < 3000; i += 1)
      at.hub.broadcastRecords({ ...recordsOf(call, String(i)), deals, extras });
    await at.take(answer({ user_email: null }));
    noras.goOn();
    await noras.eventCount(2);
    expect(await Promise.race([noras.closed, 'open'])).toBe('open');
    at.hub.broadcastRecords(recordsOf(call, '7'));
    await until('the last ones', () =>
      noras.frames.some((frame) => frame.type === 'records' && frame.contact?.record?.id === '7'),
    );
    expect(noras.frames.length).toBeLessThan(3000);
  });

  it('go to those who have the call that an event was found to belong to', async () => {
    const at = await startHub(lab, { agents: [NORA, SAM] });
    const [noras, sams] = [await at.live(NORA, can), await at.live(SAM, can)];
    const started = (s: number): string => new Date(Date.now() - 60_000 + s * 1000).toISOString();
    // The answer goes with the first ring until the second, which fits it better, shows that there were two calls.
    await at.take(ring({ user_email: NORA, started_at: started(0) }));
    await at.take(answer({ user_email: SAM, started_at: started(15) }));
    const [, answered] = await sams.eventCount(2);
    await at.take(ring({ user_email: NORA, started_at: started(15.5) }));
    const moved = await until('the answer again', () =>
      sams.events.find(({ webhookId, call }) => webhookId === answered?.webhookId && call !== answered.call),
    );
    const [old, now] = [answered?.call ?? null, moved.call];
    if (old === null || now === null) throw new Error('no calls');
    await settled(at, noras, sams);
    const have = (call: CallKey, socket: AgentSocket): boolean =>
      socket.events.some((event) => event.call === call);
    at.hub.broadcastRecords(recordsOf(old));
    at.hub.broadcastRecords(recordsOf(now, '7'));
    expect(await sams.frame('records', have(old, sams) ? 2 : 1)).toEqual(recordsOf(now, '7'));
    expect(await noras.frame('records')).toEqual(recordsOf(old));
    await settled(at, noras, sams);
    expect(noras.frames.filter((frame) => frame.type === 'records')).toHaveLength(have(now, noras) ? 2 : 1);
  });
});

describe('a device that connects later', () => {
  it('is told the records of its calls before `live`, after the events, as they are known then', async () => {
    const at = await startHub(lab, team);
    const noras = await at.live(NORA, can);
    const call = await rung(at, noras);
    let known: readonly RecordsFrame[] = [recordsOf(call)];
    const asked: number[] = [];
    const stop = at.hub.repeatRecords((agent) => {
      asked.push(agent);
      return known;
    });
    expect(types(await at.live(SAM, can))).toEqual(['welcome', 'event', 'records', 'live']);
    expect(types(await at.live(SAM))).toEqual(['welcome', 'event', 'live']);
    expect(asked).toHaveLength(1);
    known = [];
    expect(types(await at.live(NORA, can))).toEqual(['welcome', 'event', 'live']);
    known = [recordsOf(call)];
    stop();
    expect(types(await at.live(NORA, can))).toEqual(['welcome', 'event', 'live']);
  });

  it('is live all the same when they cannot be told', async () => {
    const at = await startHub(lab, team);
    const call = await rung(at, await at.live(NORA, can));
    at.hub.repeatRecords(function* () {
      yield recordsOf(call);
      throw new Error('the cache cannot be read');
    });
    expect(types(await at.live(SAM, can))).toEqual(['welcome', 'event', 'records', 'live']);
    expect(at.troubles).toHaveLength(1);
  });

  it('has what happens while they are told before the rest of them', async () => {
    const at = await startHub(lab, team);
    const call = await rung(at, await at.live(NORA, can));
    const many = 400;
    let made = 0;
    let taken: Promise<void> | null = null;
    at.hub.repeatRecords(function* () {
      for (; made < many; made += 1) {
        if (made === 100) taken = at.take(answer({ user_email: null }));
        // As long as it takes to make one out of a cache, and more.
        const end = performance.now() + 1;
        while (performance.now() < end);
        yield recordsOf(call, String(made));
      }
    });
    const sams = await at.live(SAM, can);
    expect(taken).not.toBeNull();
    const order = types(sams);
    expect(order.filter((type) => type === 'records')).toHaveLength(many);
    expect(order.filter((type) => type === 'event')).toHaveLength(2);
    expect(order.indexOf('live')).toBe(order.length - 1);
    expect(order.lastIndexOf('event')).toBeLessThan(order.lastIndexOf('records'));
  });
});
