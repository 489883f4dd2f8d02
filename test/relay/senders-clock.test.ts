import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { isFresh, DEFAULT_RING_WINDOW_S } from '../../src-shared/calls/freshness.ts';
import { answer, NORA, ring } from '../fixtures/allo.ts';
import { relayLab, type LabRelay } from '../fixtures/relay/lab.ts';
import { until } from '../fixtures/until.ts';

const lab = relayLab();
afterEach(lab.cleanUp);

const MINUTE = 60_000;
/** By Allo's clock, which is this process's. */
const ago = (ms: number): string => new Date(Date.now() - ms).toISOString();
const number = (n: number): string => `+3319900${1000 + n}`;

/** A relay whose clock is so far ahead of Allo's. */
async function relayAhead(ms: number, folder?: string): Promise<LabRelay> {
  return await lab.start({
    agents: folder === undefined ? [NORA] : [],
    now: () => Date.now() + ms,
    ...(folder === undefined ? {} : { folder }),
  });
}

async function measured(relay: LabRelay): Promise<void> {
  for (let n = 0; n < 3; n += 1)
    expect((await relay.post(answer({ from_number: number(n), started_at: ago(8_000) }))).status).toBe(200);
}

const pops = (age: number | undefined): boolean => age !== undefined && isFresh(age, DEFAULT_RING_WINDOW_S);

describe.each([
  ['a minute ahead of Allo’s', MINUTE],
  ['a minute behind Allo’s', -MINUTE],
  ['four minutes ahead of Allo’s', 4 * MINUTE],
  ['as Allo’s', 0],
])('a relay whose clock is %s', (_, ahead) => {
  it('pops a ring that is new, live and replayed, and none that is old', async () => {
    const relay = await relayAhead(ahead);
    const nora = await relay.live(NORA);
    await measured(relay);
    await nora.eventCount(3);
    await relay.post(ring({ from_number: number(10), started_at: ago(3_000) }));
    await relay.post(ring({ from_number: number(11), started_at: ago(70_000) }));
    const events = await nora.eventCount(5);
    expect(events.map(({ ageMs }) => pops(ageMs)).slice(3)).toEqual([true, false]);
    expect(Math.abs((events[3]?.ageMs ?? 0) - 3_000)).toBeLessThan(3_000);
    expect(Math.abs((events[4]?.ageMs ?? 0) - 70_000)).toBeLessThan(3_000);
    const again = await relay.live(NORA);
    expect(again.events.slice(3).map(({ ageMs }) => pops(ageMs))).toEqual([true, false]);
    const correction = await relay.metric('ringside_age_correction_seconds');
    expect(Math.abs(correction + ahead / 1000)).toBeLessThan(2);
  });

  it('plays a test call that pops', async () => {
    const relay = await relayAhead(ahead);
    await measured(relay);
    const { token } = await relay.device(NORA);
    const nora = await relay.live(NORA);
    const headers = { authorization: `Bearer ${token}` };
    const asked = await fetch(new URL('/agent/test-call', relay.url), { method: 'POST', headers });
    expect(asked.status).toBe(200);
    const test = await until('the test ring', () =>
      nora.events.find(({ webhookId }) => webhookId.startsWith('ringside-test-')),
    );
    expect(pops(test.ageMs)).toBe(true);
  });
});

it('a relay whose clock is right is not moved by one webhook of another time, nor by many that it has had', async () => {
  const relay = await relayAhead(0);
  const nora = await relay.live(NORA);
  const stamp = Math.floor(Date.now() / 1000) - 200;
  const odd = answer({ from_number: number(1), started_at: ago(200_000) });
  const { id } = await relay.post(odd, { timestamp: stamp });
  for (let n = 0; n < 20; n += 1) {
    const again = await relay.post(odd, { id, timestamp: stamp });
    expect(again.body).toMatchObject({ status: 'duplicate' });
  }
  await relay.post(ring({ from_number: number(2), started_at: ago(100_000) }));
  await relay.post(ring({ from_number: number(3), started_at: ago(100_000) }));
  const events = await nora.eventCount(3);
  expect(events.slice(1).map(({ ageMs }) => pops(ageMs))).toEqual([false, false]);
  expect(await relay.metric('ringside_age_correction_seconds')).toBe(0);
});

it('a retry is dated by its own attempt: a ring that came late is old, and moves no clock', async () => {
  const relay = await relayAhead(MINUTE);
  const nora = await relay.live(NORA);
  await measured(relay);
  await nora.eventCount(3);
  for (let n = 0; n < 5; n += 1)
    await relay.post(ring({ from_number: number(20 + n), started_at: ago(3_600_000) }));
  const events = await nora.eventCount(8);
  expect(events.slice(3).some(({ ageMs }) => pops(ageMs))).toBe(false);
  expect(Math.abs((await relay.metric('ringside_age_correction_seconds')) + 60)).toBeLessThan(2);
});

it('a relay that is started again knows the clock from before, and does not believe it after the clock was set', async () => {
  const relay = await relayAhead(MINUTE);
  await measured(relay);
  await relay.stop();
  expect(JSON.parse(await readFile(join(relay.folder, 'clock.json'), 'utf8'))).toMatchObject({
    correctionMs: expect.toSatisfy((ms: number) => Math.abs(ms + MINUTE) < 2_000) as number,
  });
  const again = await relayAhead(MINUTE, relay.folder);
  const nora = await again.live(NORA);
  await nora.eventCount(3);
  await again.post(ring({ from_number: number(10), started_at: ago(2_000) }));
  const events = await nora.eventCount(4);
  expect(pops(events.at(-1)?.ageMs)).toBe(true);
  await again.stop();
  const right = await relayAhead(0, relay.folder);
  const later = await right.live(NORA);
  await right.post(ring({ from_number: number(11), started_at: ago(80_000) }));
  await until('the old ring', () =>
    later.events.some(({ occurredAt }) => Date.parse(occurredAt) < Date.now() - 75_000),
  );
  expect(pops(later.events.at(-1)?.ageMs)).toBe(false);
});

it('doctor says by how much the clock is off, and that rings pop all the same', async () => {
  const relay = await relayAhead(MINUTE);
  await measured(relay);
  const text = await relay.cli('doctor').then(JSON.stringify, String);
  expect(text).toMatch(/6[01] s ahead of Allo's; the ages of rings are corrected by it/);
});
