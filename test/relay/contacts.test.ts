import { afterEach, describe, expect, it } from 'vitest';
import type { EventFrame } from '../../src-shared/wire/protocol.ts';
import {
  ANA,
  completed,
  contact,
  dial,
  LINE,
  NORA,
  ring,
  SAM,
  sms,
  type AlloBody,
} from '../fixtures/allo.ts';
import { relayLab, type LabRelay } from '../fixtures/relay/lab.ts';
import { until } from '../fixtures/until.ts';

const lab = relayLab();
afterEach(lab.cleanUp);

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const OTHER = '+33199005678';
const ago = (ms: number): string => new Date(Date.now() - ms).toISOString();
const unknown = { person: null, company: null, deals: null };
const stamped = (body: AlloBody, timestamp: string): AlloBody => ({ ...body, timestamp });

async function memoryOf(relay: LabRelay, body: AlloBody): Promise<EventFrame['memory']> {
  const { id } = await relay.post(body);
  const nora = await relay.live(NORA);
  return nora.events.find((e) => e.webhookId === id)?.memory;
}

describe('the contact book', () => {
  it('has the newest state of a contact, in whatever order its events come', async () => {
    const relay = await lab.start({ agents: [NORA] });
    const [first, second, third] = [ago(3 * HOUR_MS), ago(2 * HOUR_MS), ago(HOUR_MS)];
    await relay.post(stamped(contact({ name: 'Second', numbers: [ANA, OTHER] }), second));
    await relay.post(stamped(contact({ name: 'Third' }), third));
    await relay.post({
      ...stamped(contact({ name: 'First', numbers: [OTHER] }), first),
      topic: 'contact.created',
    });
    expect((await memoryOf(relay, ring(unknown)))?.contact).toMatchObject({
      firstName: 'Third',
      changedAt: third,
    });
    const other = ring({ ...unknown, from_number: OTHER });
    expect((await memoryOf(relay, other))?.contact).toBeUndefined();
  });

  it('takes the update for the newer of two events of one moment, whichever comes first', async () => {
    const relay = await lab.start({ agents: [NORA] });
    const moment = ago(HOUR_MS);
    const created = { ...stamped(contact({ name: 'Created' }), moment), topic: 'contact.created' };
    await relay.post(stamped(contact({ name: 'Updated' }), moment));
    await relay.post(created);
    expect((await memoryOf(relay, ring(unknown)))?.contact?.firstName).toBe('Updated');
  });

  it('has names and companies as text, their entities decoded once', async () => {
    const relay = await lab.start({ agents: [NORA] });
    await relay.post(contact({ name: 'Seán', last_name: 'O&#39;Brien', company: 'Smith &amp;amp; Sons' }));
    expect((await memoryOf(relay, ring(unknown)))?.contact).toMatchObject({
      lastName: "O'Brien",
      company: 'Smith &amp; Sons',
    });
  });

  it('tells whoever had a call from a number that the contact has lost', async () => {
    const relay = await lab.start({ agents: [NORA, SAM] });
    await relay.post(contact());
    await relay.post(ring(unknown));
    const nora = await relay.live(NORA);
    const { id } = await relay.post(contact({ numbers: [OTHER] }));
    await until('the change', () => nora.events.some((e) => e.webhookId === id));
    expect((await relay.live(SAM)).events).toEqual([]);
  });

  it('tells of a change in events of no call, to whoever had a call lately and to nobody else', async () => {
    const relay = await lab.start({ agents: [NORA, SAM] });
    await relay.post(ring(unknown));
    const { id } = await relay.post(contact({ name: 'Anna' }));
    const nora = await relay.live(NORA);
    expect(nora.events.find((e) => e.webhookId === id)).toMatchObject({ call: null, data: { name: 'Anna' } });
    expect((await relay.live(SAM)).events).toEqual([]);
  });
});

describe('whom Allo named with an earlier call', () => {
  it.each([
    ['with its ring', ring({ started_at: ago(DAY_MS) }), 'Globex'],
    ['when it was dialled', dial({ started_at: ago(DAY_MS) }), 'Globex'],
    ['when it was over', completed({ start_date: ago(DAY_MS) }), undefined],
  ])('is who rings, when nobody says: %s', async (_, body, company) => {
    const relay = await lab.start({ agents: [NORA] });
    await relay.post(body);
    const at = (body.data['started_at'] ?? body.data['start_date']) as string;
    const memory = await memoryOf(relay, ring(unknown));
    expect(memory?.named).toEqual({ at, name: 'Ana Lopez', ...(company === undefined ? {} : { company }) });
    expect(memory?.contact).toBeUndefined();
  });

  it('is the last one that was named, not one that a nameless call was taken for', async () => {
    const relay = await lab.start({ agents: [NORA] });
    await relay.post(completed({ id: 'cll_1', start_date: ago(3 * DAY_MS), from_name: 'Zoë Lefèvre' }));
    await relay.post(completed({ id: 'cll_2', start_date: ago(2 * DAY_MS), from_name: 'Ana &amp; Ben' }));
    await relay.post(completed({ id: 'cll_3', start_date: ago(DAY_MS), from_name: 'WIRELESS CALLER' }));
    expect((await memoryOf(relay, ring(unknown)))?.named?.name).toBe('Ana & Ben');
  });

  it('is left out when the ring says who it is, or a contact does', async () => {
    const relay = await lab.start({ agents: [NORA] });
    await relay.post(ring({ started_at: ago(DAY_MS) }));
    expect((await memoryOf(relay, ring()))?.named).toBeUndefined();
    await relay.post(contact());
    const memory = await memoryOf(relay, ring({ ...unknown, started_at: ago(60_000) }));
    expect(memory).toMatchObject({ contact: { firstName: 'Ana' } });
    expect(memory?.named).toBeUndefined();
  });

  it('is nobody’s who withholds their number, who was never named, or whose number is another one', async () => {
    const relay = await lab.start({ agents: [NORA] });
    await relay.post(ring({ from_number: 'anonymous', started_at: ago(DAY_MS) }));
    await relay.post(ring({ started_at: ago(DAY_MS) }));
    expect(await memoryOf(relay, ring({ ...unknown, from_number: 'anonymous' }))).toBeUndefined();
    expect(await memoryOf(relay, ring({ ...unknown, from_number: OTHER }))).toBeUndefined();
    expect(
      (await memoryOf(relay, ring({ ...unknown, from_number: OTHER, started_at: ago(60_000) })))?.named,
    ).toBeUndefined();
  });

  it('is not quoted from the future, and is forgotten with the person', async () => {
    const relay = await lab.start({ agents: [NORA], config: { lines: { [LINE]: { agents: [NORA] } } } });
    await relay.post(ring());
    expect((await memoryOf(relay, ring({ ...unknown, started_at: ago(DAY_MS) })))?.named).toBeUndefined();
    await relay.post(sms());
    expect(await relay.cli('forget', ANA)).toMatchObject({ clean: true });
    expect((await memoryOf(relay, ring({ ...unknown, started_at: ago(60_000) })))?.named).toBeUndefined();
  });
});
