import { monitorEventLoopDelay } from 'node:perf_hooks';
import { afterEach, describe, expect, it } from 'vitest';
import { answer, LINE, NORA, ring, SAM } from '../fixtures/allo.ts';
import type { Fault } from '../fixtures/crm/stand-in.ts';
import {
  addAna,
  CRM_CONFIG,
  quiet,
  startConnected,
  startHubspotFor,
  type RelayWithCrm,
  WITHOUT_CRM_ID,
} from '../fixtures/crm/relay-with-crm.ts';
import type { AgentSocket } from '../fixtures/relay/agent-socket.ts';
import { nobody } from '../fixtures/relay/forgotten.ts';
import { relayLab, type LabRelay } from '../fixtures/relay/lab.ts';
import { until } from '../fixtures/until.ts';

const lab = relayLab();
afterEach(lab.cleanUp);

const records = (socket: AgentSocket) => socket.frames.filter(({ type }) => type === 'records');
const html = { 'content-type': 'text/html' };
const FAULTS: readonly (readonly [string, Fault])[] = [
  ['cuts every connection', 'drop'],
  ['cuts its answers in the middle', 'cut'],
  ['is broken', { status: 502, text: '<html>bad gateway</html>', headers: html }],
  ['shows a page in place of an answer', { status: 200, text: '<html>sign in</html>', headers: html }],
  ['sends nonsense', { status: 200, json: [1, { results: 'none' }] }],
  ['is limited', { status: 429, json: { status: 'error', policyName: 'SECONDLY' } }],
  ['does not take the secret any more', { status: 401, json: { category: 'INVALID_AUTHENTICATION' } }],
  ['leads elsewhere', { status: 302, headers: { location: 'http://127.0.0.1:1/' } }],
  ['pours without end', { flood: 3_000_000 }],
];

describe('a CRM that', () => {
  it.each(FAULTS)('%s costs nothing but exactness', async (_, fault) => {
    const hubspot = await startHubspotFor(lab);
    addAna(hubspot);
    const at = await startConnected(lab, hubspot);
    const noras = await at.live(NORA);
    hubspot.play(fault, { times: 1000 });
    await at.relay.post(ring(WITHOUT_CRM_ID));
    await until(
      'an answer that is none',
      async () => (await at.relay.metric('ringside_records_total{verdict="unknown"}')) > 0,
    );
    await quiet(at);
    expect(noras.events).toHaveLength(1);
    expect(records(noras)).toEqual([]);
    const errors = at.relay
      .log()
      .split('\n')
      .filter((line) => line.includes('"level":50'));
    expect(errors).toEqual([]);
    for (const trace of ['Lopez', 'globex', '99001234']) expect(at.relay.log()).not.toContain(trace);
  });

  it('is down is asked again with the next event of the call', async () => {
    const hubspot = await startHubspotFor(lab);
    const ana = addAna(hubspot);
    const at = await startConnected(lab, hubspot);
    const noras = await at.live(NORA);
    hubspot.play('drop', { on: 'contacts.one' });
    await at.relay.post(ring(WITHOUT_CRM_ID));
    await until(
      'no answer',
      async () => (await at.relay.metric('ringside_records_total{verdict="unknown"}')) === 1,
    );
    await at.relay.post(answer());
    expect((await noras.frame('records')).contact?.record?.id).toBe(ana.contact);
  });

  it('answers a part brings that part, and is asked for the rest with the next event', async () => {
    const hubspot = await startHubspotFor(lab);
    const ana = addAna(hubspot);
    const at = await startConnected(lab, hubspot);
    const noras = await at.live(NORA);
    hubspot.play('drop', { on: 'deals.many', times: 2 });
    hubspot.play('drop', { on: 'deals.search', times: 2 });
    await at.relay.post(ring(WITHOUT_CRM_ID));
    const first = await noras.frame('records');
    expect(first).toMatchObject({
      contact: { record: { id: ana.contact } },
      company: { record: { id: ana.company } },
    });
    expect(first.deals).toBeUndefined();
    hubspot.stopPlaying();
    await quiet(at);
    await at.relay.post(answer());
    expect((await noras.frame('records', 2)).deals).toEqual({ 'dea-9z8y7x': { record: { id: ana.deal } } });
  });

  it('answers late is still told of', async () => {
    const hubspot = await startHubspotFor(lab);
    const ana = addAna(hubspot);
    const at = await startConnected(lab, hubspot);
    const noras = await at.live(NORA);
    hubspot.latency = 1500;
    await at.relay.post(ring(WITHOUT_CRM_ID));
    await noras.eventCount(1);
    expect(records(noras)).toEqual([]);
    expect((await noras.frame('records')).contact?.record?.id).toBe(ana.contact);
  });

  it('hangs keeps the relay from nothing, not even from stopping', async () => {
    const hubspot = await startHubspotFor(lab);
    addAna(hubspot);
    const at = await startConnected(lab, hubspot);
    const noras = await at.live(NORA);
    hubspot.play('hang', { times: 1000 });
    for (let i = 0; i < 30; i += 1)
      await at.relay.post(ring({ ...nobody, from_number: `+3319900${5000 + i}` }));
    await noras.eventCount(30);
    await until('it to be asked', () => at.asked().length > 0);
    const start = performance.now();
    await at.relay.stop();
    expect(performance.now() - start).toBeLessThan(8000);
    expect(at.relay.log()).not.toContain('closing hangs');
  });
});

/** Posts rings one after another. @returns ms from a webhook's arrival to its frame on the socket, on average */
async function pushTimes(relay: LabRelay, socket: AgentSocket, from: number, count: number): Promise<number> {
  const read = async () => ({
    sum: await relay.metric('ringside_accept_to_socket_seconds_sum'),
    count: await relay.metric('ringside_accept_to_socket_seconds_count'),
  });
  const before = await read();
  for (let i = from; i < from + count; i += 1) {
    const seen = socket.events.length;
    await relay.post(ring({ ...nobody, from_number: `+3319901${1000 + i}` }));
    await socket.eventCount(seen + 1);
  }
  const after = await read();
  return ((after.sum - before.sum) / (after.count - before.count)) * 1000;
}

const median = (times: readonly number[]): number =>
  times.toSorted((a, b) => a - b)[times.length >> 1] ?? NaN;

describe('an event', () => {
  it('is on its way to the apps as fast with a CRM that hangs as with none', async () => {
    const hubspot = await startHubspotFor(lab);
    const hanging = await startConnected(lab, hubspot);
    hubspot.play('hang', { times: 100_000 });
    const without = await lab.start({ agents: [NORA, SAM], config: { lines: CRM_CONFIG.lines } });
    const [a, b] = [await hanging.live(NORA), await without.live(NORA)];
    const differences: number[] = [];
    for (let round = 0; round < 16; round += 1) {
      const pair = [
        () => pushTimes(hanging.relay, a, round * 5, 5),
        () => pushTimes(without, b, round * 5, 5),
      ];
      const times = [0, 0];
      for (const which of round % 2 === 0 ? [0, 1] : [1, 0]) times[which] = (await pair[which]?.()) ?? NaN;
      differences.push((times[0] ?? NaN) - (times[1] ?? NaN));
    }
    // Paired, so that what else the machine does meanwhile counts for both, as far as it does; a CRM in the way would cost
    // seconds. What it costs to the millisecond is measured by `npm run bench -- records:card`.
    expect(median(differences)).toBeLessThan(50);
  });
});

/** What is sent one after the other arrives together when machine or program stand still for longer. */
const JUDGED_UP_TO_MS = 250;

describe('a flood of rings', () => {
  it('passes no budget of the CRM, loses none of its links for good, and holds up no event', async () => {
    const hubspot = await startHubspotFor(lab);
    hubspot.latency = { from: 150, to: 350, seed: 7 };
    const at: RelayWithCrm = await startConnected(lab, hubspot, {
      config: { ...CRM_CONFIG, lines: { [LINE]: { agents: [NORA] } } },
    });
    const noras = await at.live(NORA);
    const numbers = Array.from({ length: 250 }, (_, i) => `+3319902${1000 + i}`);
    for (const phone of numbers)
      hubspot.add('contacts', { firstname: 'Caller', lastname: phone.slice(-4), phone });
    const stalls = monitorEventLoopDelay({ resolution: 10 });
    stalls.enable();
    const before = process.cpuUsage();
    const start = performance.now();
    for (const [i, from_number] of numbers.entries()) {
      await until('its turn', () => performance.now() - start >= i * 20);
      void at.relay.post(ring({ ...nobody, from_number }));
    }
    await noras.eventCount(numbers.length);
    await until(
      'the flights to land',
      async () => (await at.relay.metric('ringside_records_flights')) === 0,
      30_000,
    );
    stalls.disable();
    const told = records(noras).length;
    // 3 searches a second for as long as a ring is waited for.
    expect(told).toBeGreaterThanOrEqual(20);
    expect(hubspot.complaints).toEqual([]);
    const { user, system } = process.cpuUsage(before);
    // Of relay, CRM and device together, whatever else the machine does.
    expect((user + system) / 1000 / numbers.length).toBeLessThan(50);
    const longestMs = stalls.max / 1e6;
    if (longestMs < JUDGED_UP_TO_MS) expect(at.asked().filter(({ status }) => status === 429)).toEqual([]);
    else console.log(`budget: NOT judged, since everything stood still for ${longestMs.toFixed(0)} ms`);
    // Whoever calls again, and was found, is told at once.
    const known = numbers[numbers.length - told] ?? '';
    expect(known).not.toBe('');
  }, 60_000);
});
