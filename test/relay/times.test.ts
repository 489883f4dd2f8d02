import { afterEach, describe, expect, it } from 'vitest';
import { completed, NORA, ring, sms, type AlloBody } from '../fixtures/allo.ts';
import { relayLab } from '../fixtures/relay/lab.ts';

const lab = relayLab();
afterEach(lab.cleanUp);

const now = () => new Date().toISOString();
const seconds = (iso: string) => Math.floor(Date.parse(iso) / 1000);

/** A ring that started now, as `written` says it. */
function ringWith(written: (iso: string) => unknown): AlloBody {
  const iso = now();
  const body = ring({ started_at: iso });
  return { ...body, data: { ...body.data, started_at: written(iso) } };
}

describe('a ring whose start is written', () => {
  it.each<[string, (iso: string) => unknown]>([
    ['with a space', (iso) => iso.replace('T', ' ')],
    ['with +00', (iso) => iso.replace('Z', '+00')],
    ['with [UTC]', (iso) => iso.replace('Z', '[UTC]')],
    ['with a comma', (iso) => iso.replace('.', ',')],
    ['in seconds', seconds],
    ['in seconds, as text', (iso) => String(seconds(iso))],
    ['in milliseconds', (iso) => Date.parse(iso)],
    ['in milliseconds, as text', (iso) => String(Date.parse(iso))],
    ['not at all', () => undefined],
    ['as null', () => null],
    ['as nonsense', () => 'soon'],
    ['in the year 9999', () => '9999-12-31T23:59:59Z'],
    ['in the year 1', () => '0001-01-01T00:00:00Z'],
    ['five years ahead', () => '2031-12-01T00:00:00Z'],
  ])('%s reaches the agent as it was sent, young enough to pop', async (_, written) => {
    const relay = await lab.start({ agents: [NORA] });
    const nora = await relay.live(NORA);
    const body = ringWith(written);
    expect(await relay.post(body)).toMatchObject({ status: 200, body: { status: 'accepted' } });
    const [event] = await nora.eventCount(1);
    expect(event?.ageMs).toBeLessThan(30_000);
    expect(event?.data['started_at']).toEqual(body.data['started_at']);
  });
});

describe('an event that says no time that can be read', () => {
  it('has the time it was sent at, else the one of its arrival', async () => {
    const relay = await lab.start({ agents: [NORA] });
    const nora = await relay.live(NORA);
    const timestamp = new Date(Date.now() - 20_000).toISOString();
    await relay.post({ ...ringWith(() => 'soon'), timestamp });
    await relay.post({ ...sms({ sent_at: null }), timestamp: 'never' });
    const [first, second] = await nora.eventCount(2);
    expect(first).toMatchObject({ occurredAt: timestamp });
    expect(second?.occurredAt).toBe(second?.receivedAt);
    expect(await relay.metric('ringside_events_undated_total{by="envelope"}')).toBe(1);
    expect(await relay.metric('ringside_events_undated_total{by="arrival"}')).toBe(1);
  });

  it('is the end of the call that it belongs to', async () => {
    const relay = await lab.start({ agents: [NORA] });
    const nora = await relay.live(NORA);
    const started_at = new Date(Date.now() - 330_000).toISOString();
    await relay.post(ring({ started_at }));
    const body = completed({ start_date: started_at });
    await relay.post({ ...body, data: { ...body.data, start_date: undefined } });
    const events = await nora.eventCount(2);
    expect(new Set(events.map(({ call }) => call)).size).toBe(1);
  });
});
