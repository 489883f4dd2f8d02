import { afterEach, describe, expect, it } from 'vitest';
import type { EventFrame } from '../../src-shared/wire/protocol.ts';
import { answer, completed, contact, dial, LINE, NORA, ring, SAM, sms, tag } from '../fixtures/allo.ts';
import { relayLab } from '../fixtures/relay/lab.ts';

const lab = relayLab();
afterEach(lab.cleanUp);

const EVE = 'eve@ringside.example';
const BASE = Date.now() - 60_000;
const at = (ms: number): string => new Date(BASE + ms).toISOString();
const told = (events: readonly EventFrame[]): string[] => events.map((e) => e.topic);
const calls = (events: readonly EventFrame[]): number => new Set(events.map((e) => e.call)).size;

describe('a call', () => {
  it('keeps its events together, under one key', async () => {
    const relay = await lab.start({ agents: [NORA] });
    const nora = await relay.live(NORA);
    const started_at = at(0);
    for (const body of [
      ring({ started_at }),
      answer({ started_at }),
      completed({ start_date: at(2000) }),
      tag(),
    ]) {
      await relay.post(body);
    }
    const events = await nora.eventCount(4);
    expect(told(events)).toEqual(['call.received', 'call.answered', 'call.completed', 'tag.added']);
    expect(calls(events)).toBe(1);
  });

  it('of the same caller within a minute is another call', async () => {
    const relay = await lab.start({ agents: [NORA] });
    const nora = await relay.live(NORA);
    await relay.post(ring({ started_at: at(0) }));
    await relay.post(ring({ started_at: at(30_000) }));
    await relay.post(completed({ start_date: at(31_000), id: 'cll_second' }));
    await relay.post(completed({ start_date: at(1000), id: 'cll_first' }));
    const [first, second, endOfSecond, endOfFirst] = await nora.eventCount(4);
    expect(first?.call).not.toBe(second?.call);
    expect(endOfSecond?.call).toBe(second?.call);
    expect(endOfFirst?.call).toBe(first?.call);
  });

  it('dialled out and one that comes in are two', async () => {
    const relay = await lab.start({ agents: [NORA] });
    const nora = await relay.live(NORA);
    await relay.post(ring({ started_at: at(0) }));
    await relay.post(dial({ started_at: at(1000) }));
    expect(calls(await nora.eventCount(2))).toBe(2);
  });

  it('of a withheld number is matched by the line and the start', async () => {
    const relay = await lab.start({ agents: [NORA] });
    const nora = await relay.live(NORA);
    await relay.post(ring({ started_at: at(0), from_number: 'anonymous' }));
    await relay.post(answer({ started_at: at(0), from_number: 'anonymous' }));
    await relay.post(ring({ started_at: at(1000), from_number: 'anonymous', to_number: '+33199007700' }));
    const [first, answered, other] = await nora.eventCount(3);
    expect(answered?.call).toBe(first?.call);
    expect(other?.call).not.toBe(first?.call);
  });

  it('that was matched wrongly is put right: the event is told again under its call', async () => {
    const relay = await lab.start({ agents: [NORA] });
    const nora = await relay.live(NORA);
    await relay.post(ring({ started_at: at(0) }));
    const { id } = await relay.post(answer({ started_at: at(15_000) }));
    await relay.post(ring({ started_at: at(15_500) }));
    const [ringOne, asFirst, ...rest] = await nora.eventCount(4);
    expect(asFirst?.call).toBe(ringOne?.call);
    const again = rest.find((e) => e.webhookId === id);
    const ringTwo = rest.find((e) => e.webhookId !== id);
    expect(again?.call).toBe(ringTwo?.call);
    expect(again?.call).not.toBe(ringOne?.call);
    expect(nora.events.map((e) => e.seq)).toEqual([1, 2, 3, 4]);
    const later = await relay.live(NORA);
    expect(later.events.filter((e) => e.webhookId === id).map((e) => e.call)).toEqual([
      again?.call,
      again?.call,
    ]);
  });

  it('takes its tags along when it is put right', async () => {
    const relay = await lab.start({ agents: [NORA] });
    const nora = await relay.live(NORA);
    await relay.post(ring({ started_at: at(0) }));
    await relay.post(completed({ start_date: at(15_000), id: 'cll_a' }));
    const { id } = await relay.post(tag({ call_id: 'cll_a' }));
    await relay.post(ring({ started_at: at(15_500) }));
    const events = await nora.eventCount(6);
    const second = events.find((e) => e.topic === 'call.received' && e.occurredAt > at(10_000));
    expect(events.findLast((e) => e.webhookId === id)?.call).toBe(second?.call);
  });
});

describe('a tag', () => {
  it('that comes before its call waits, and follows the completion', async () => {
    const relay = await lab.start({ agents: [NORA] });
    const nora = await relay.live(NORA);
    expect((await relay.post(tag())).body).toEqual({ status: 'accepted' });
    await relay.post(ring());
    await relay.post(completed());
    const events = await nora.eventCount(3);
    expect(told(events)).toEqual(['call.received', 'call.completed', 'tag.added']);
    expect(calls(events)).toBe(1);
    expect(await relay.metric('ringside_events_without_agent_total')).toBe(0);
  });

  it('set by a colleague reaches who had the call, not the colleague', async () => {
    const relay = await lab.start({ agents: [NORA, SAM] });
    const [nora, sam] = [await relay.live(NORA), await relay.live(SAM)];
    await relay.post(completed());
    await relay.post(tag({ user_email: SAM }, 'tag.removed'));
    await relay.post(sms({ user_email: SAM }));
    expect(told(await nora.eventCount(2))).toEqual(['call.completed', 'tag.removed']);
    expect(told(await sam.eventCount(1))).toEqual(['sms.received']);
  });
});

describe('a shared line', () => {
  it('rings at everybody whom the admin listed, and the outcome reaches them all', async () => {
    const config = { lines: { [LINE]: { agents: [NORA, SAM] } } };
    const relay = await lab.start({ agents: [NORA, SAM, EVE], config });
    const [nora, sam, eve] = [await relay.live(NORA), await relay.live(SAM), await relay.live(EVE)];
    await relay.post(ring({ user_email: null }));
    await relay.post(completed({ user_email: SAM }));
    await relay.post(sms({ user_email: EVE, to_number: '+33199007700' }));
    expect(told(await nora.eventCount(2))).toEqual(['call.received', 'call.completed']);
    expect(told(await sam.eventCount(2))).toEqual(['call.received', 'call.completed']);
    expect(told(await eve.eventCount(1))).toEqual(['sms.received']);
  });

  it('may be given to an agent on the command line, in any spelling of the address', async () => {
    const relay = await lab.start();
    await relay.cli(
      'agents',
      'add',
      'Nora@Ringside.Example',
      '--line',
      LINE,
      '--alias',
      'N.Berg@old.example',
    );
    const nora = await relay.live(NORA);
    await relay.post(ring({ user_email: null }));
    await relay.post(
      ring({ user_email: 'n.berg@OLD.example', to_number: '+33199007700', from_number: '+33199004321' }),
    );
    expect(calls(await nora.eventCount(2))).toBe(2);
  });

  it('one ring per user is one call; who joins late is told the earlier events first', async () => {
    const relay = await lab.start({ agents: [NORA, SAM] });
    const [nora, sam] = [await relay.live(NORA), await relay.live(SAM)];
    const started_at = at(0);
    await relay.post(ring({ started_at, user_email: NORA }));
    await relay.post(completed({ start_date: at(1000), user_email: NORA }));
    await relay.post(tag());
    await relay.post(ring({ started_at: at(500), user_email: SAM }));
    const late = await sam.eventCount(4);
    expect(told(late)).toEqual(['call.received', 'call.completed', 'tag.added', 'call.received']);
    expect(late.map((e) => e.seq)).toEqual([1, 2, 3, 4]);
    expect(late.at(-1)?.data).toMatchObject({ user_email: SAM });
    expect(calls([...late, ...(await nora.eventCount(4))])).toBe(1);
  });
});

describe('a transfer', () => {
  it('concerns both ends', async () => {
    const relay = await lab.start({ agents: [NORA, SAM] });
    const [nora, sam] = [await relay.live(NORA), await relay.live(SAM)];
    await relay.post(ring({ user_email: NORA }));
    await relay.post(
      completed({ user_email: NORA, transfer_to: { number: null, user_email: SAM, user_name: 'Sam' } }),
    );
    expect(told(await nora.eventCount(2))).toEqual(['call.received', 'call.completed']);
    expect(told(await sam.eventCount(2))).toEqual(['call.received', 'call.completed']);
  });
});

describe('a contact', () => {
  it('concerns who had a call from one of its numbers in the last 24 hours', async () => {
    const relay = await lab.start({ agents: [NORA, SAM] });
    const [nora, sam] = [await relay.live(NORA), await relay.live(SAM)];
    await relay.post(ring({ user_email: NORA }));
    await relay.post(
      ring({ user_email: SAM, started_at: new Date(Date.now() - 25 * 3_600_000).toISOString() }),
    );
    await relay.post(contact());
    expect((await nora.eventCount(2)).map((e) => [e.topic, e.call === null])).toEqual([
      ['call.received', false],
      ['contact.updated', true],
    ]);
    await relay.post(sms({ user_email: SAM }));
    expect(told(await sam.eventCount(2))).toEqual(['call.received', 'sms.received']);
  });
});

describe('a claim', () => {
  it('is shown to everybody with the call; the first one stays, and the second is told who has it', async () => {
    const config = { lines: { [LINE]: { agents: [NORA, SAM] } } };
    const relay = await lab.start({ agents: [NORA, SAM, EVE], config });
    await relay.cli('agents', 'add', NORA, '--name', 'Nora Berg');
    const [nora, sam, eve] = [await relay.live(NORA), await relay.live(SAM), await relay.live(EVE)];
    await relay.post(ring({ user_email: null }));
    const call = (await nora.eventCount(1))[0]?.call;
    if (call === null || call === undefined) throw new Error('the ring has no call');
    const claimed = { type: 'claimed', call, agent: NORA, name: 'Nora Berg' };
    eve.send({ type: 'claim', call });
    nora.send({ type: 'claim', call });
    expect(await sam.frame('claimed')).toEqual(claimed);
    expect(await nora.frame('claimed')).toEqual(claimed);
    sam.send({ type: 'claim', call });
    expect(await sam.frame('claimed', 2)).toEqual(claimed);
    expect(nora.frames.filter((f) => f.type === 'claimed')).toHaveLength(1);
    expect(eve.frames.filter((f) => f.type === 'claimed')).toEqual([]);
    const later = await relay.live(SAM);
    expect(later.frames.map((f) => f.type)).toEqual(['welcome', 'event', 'claimed', 'live']);
  });
});
