import { afterEach, describe, expect, it } from 'vitest';
import type { EventFrame } from '../../src-shared/wire/protocol.ts';
import { ANA, completed, contact, NORA, ring, type AlloBody } from '../fixtures/allo.ts';
import { isEmbeddedOnly } from '../fixtures/relay/embedded-only.ts';
import { inJournal, relayLab, type LabRelay } from '../fixtures/relay/lab.ts';

const lab = relayLab();
afterEach(lab.cleanUp);

const nested = (levels: number): string => `${'['.repeat(levels)}1${']'.repeat(levels)}`;
const POISON: [string, string, EventFrame['reduced']][] = [
  ['4.67 MiB of 1e20', `[${'1e20,'.repeat(979_000)}0]`, 'values'],
  [
    'numbers that grow to more than 5 MiB',
    `[${'[1e20,1e20,1e20,1e20,1e20,1e20,1e20,1e20],'.repeat(11_000)}0]`,
    undefined,
  ],
  ['4,000 levels', nested(4000), 'depth'],
  ['10,000 levels', nested(10_000), 'depth'],
  ['a million levels', nested(1_000_000), 'depth'],
  ['a number that is none', '1e999', 'numbers'],
];

/** The webhook's JSON with one more member in its `data`. */
function withMember(body: AlloBody, json: string, name = 'extra'): string {
  const { data, ...envelope } = body;
  return `${JSON.stringify(envelope).slice(0, -1)},"data":{"${name}":${json},${JSON.stringify(data).slice(1)}}`;
}

const start = (): Promise<LabRelay> => lab.start({ agents: [NORA] });

/** As if another body had been put aside. */
async function quarantineInstead(relay: LabRelay, body: string): Promise<void> {
  await inJournal(relay.folder, (sql) => sql.run('UPDATE quarantine SET body = ?', Buffer.from(body)));
}

describe('a ring that is beyond a limit', () => {
  it.each(POISON.filter(([, , reduced]) => reduced !== undefined))(
    '%s: is kept aside whole, and still rings with all that a card needs',
    async (_, json, reduced) => {
      const relay = await start();
      const nora = await relay.live(NORA);
      const sent = ring();
      const body = withMember(sent, json);
      const posted = await relay.post(body);
      expect(posted).toMatchObject({ status: 200, body: { status: 'quarantined' } });
      const [event] = await nora.eventCount(1);
      expect(event).toMatchObject({ topic: 'call.received', webhookId: posted.id, reduced, data: sent.data });
      expect(event?.call).not.toBeNull();
      const { quarantined } = await relay.cli('quarantine', 'list');
      expect(quarantined).toMatchObject([{ webhookId: posted.id, bytes: Buffer.byteLength(body) }]);
      expect(JSON.stringify(quarantined)).toMatch(
        /"reason":"call\.received: data: [^"]*; taken in without what is too much"/,
      );
      expect((await relay.post(body, { id: posted.id })).body).toEqual({ status: 'duplicate' });
      expect(await relay.metric('ringside_events_reduced_total')).toBe(1);
    },
  );

  it('finds its call, as do the events after it, beyond a limit or not', async () => {
    const relay = await start();
    const nora = await relay.live(NORA);
    const started_at = new Date().toISOString();
    await relay.post(withMember(ring({ started_at }), nested(5000)));
    await relay.post(withMember(completed({ start_date: started_at }), nested(5000), 'transfer_note'));
    const events = await nora.eventCount(2);
    expect(new Set(events.map((event) => event.call)).size).toBe(1);
    expect(events.map((event) => event.reduced)).toEqual(['depth', 'depth']);
  });

  it('comes the same again after a restart', async () => {
    const before = await start();
    await before.post(withMember(ring(), nested(9999)));
    await before.stop();
    const after = await lab.start({ folder: before.folder });
    const nora = await after.live(NORA);
    expect(nora.events).toMatchObject([
      { reduced: 'depth', data: ring({ started_at: expect.any(String) }).data },
    ]);
  });

  it('stays in quarantine when it is tried again, and rings no second time', async () => {
    const relay = await start();
    const nora = await relay.live(NORA);
    await relay.post(withMember(ring(), nested(100)));
    expect(await relay.cli('quarantine', 'retry')).toEqual({ accepted: 0, left: 1 });
    await relay.post(ring());
    expect((await nora.eventCount(2)).map((event) => event.seq)).toEqual([1, 2]);
  });

  it('that an older relay could only put aside is taken in by a retry', async () => {
    const relay = await start();
    await relay.post('{"topic":"call.levitated"}');
    await quarantineInstead(relay, withMember(ring(), nested(20_000)));
    expect(await relay.cli('quarantine', 'retry')).toEqual({ accepted: 0, left: 1 });
    expect(await relay.cli('quarantine', 'retry')).toEqual({ accepted: 0, left: 1 });
    const nora = await relay.live(NORA);
    expect(nora.events).toMatchObject([{ seq: 1, reduced: 'depth' }]);
  });

  it('is made whole by a retry of a relay with wider limits', async () => {
    const relay = await start();
    const { id } = await relay.post(withMember(ring(), nested(100)));
    // What is within this relay's limits stands for what a later one takes.
    await quarantineInstead(relay, withMember(ring(), nested(3)));
    expect(await relay.cli('quarantine', 'retry')).toEqual({ accepted: 1, left: 0 });
    const nora = await relay.live(NORA);
    expect(nora.events).toMatchObject([{ seq: 1, webhookId: id, data: { extra: [[[1]]] } }]);
    expect(nora.events[0]?.reduced).toBeUndefined();
  });

  it.each(POISON)('%s: is erased by forget like any other', async (_, json) => {
    const relay = await start();
    await relay.post(withMember(ring(), json));
    await relay.post(
      withMember(completed({ from_number: '+33199007777', from_name: 'Ben', summary: `Ring ${ANA}` }), json),
    );
    expect(await relay.cli('forget', ANA)).toMatchObject({ events: 1, mentions: 1, clean: true });
    const { quarantined } = await relay.cli('quarantine', 'list');
    expect(quarantined).toEqual([]);
  });
});

describe.skipIf(isEmbeddedOnly('an older journal'))(
  'what an older relay took in before there were limits',
  () => {
    it.each([
      ['grown to 20 MiB', `[${'100000000000000000000,'.repeat(950_000)}0]`, 'size'],
      ['10,000 levels deep', nested(10_000), 'depth'],
    ])('%s: no longer keeps its agents away after an upgrade', async (_, json, reduced) => {
      const relay = await start();
      const { id } = await relay.post(ring());
      await relay.stop();
      const data = `{"extra":${json},${JSON.stringify(ring().data).slice(1)}`;
      await inJournal(relay.folder, async (sql) => {
        await sql.run('UPDATE event SET data = ?', data);
        await sql.run('UPDATE journal SET is_within_limits = 0');
      });
      const upgraded = await lab.start({ folder: relay.folder });
      const nora = await upgraded.live(NORA);
      expect(nora.events).toMatchObject([{ webhookId: id, reduced, data: { from_number: ANA } }]);
      const { quarantined } = await upgraded.cli('quarantine', 'list');
      expect(quarantined).toMatchObject([{ webhookId: id }]);
    });
  },
);

describe('a webhook of nearly 5 MiB that is within the limits', () => {
  const long = (): AlloBody => completed({ concatenated_transcript: 'x'.repeat(5_000_000) });

  it('comes whole, and closes nobody for being slow', async () => {
    const relay = await start();
    const [first, second] = [await relay.live(NORA), await relay.live(NORA)];
    second.hang();
    await relay.post(long());
    for (let i = 1; i <= 5; i += 1) await relay.post(ring({ from_number: `+3319900700${i}` }));
    const events = await first.eventCount(6);
    expect(events.map((event) => event.seq)).toEqual([1, 2, 3, 4, 5, 6]);
    expect(String(events[0]?.data['concatenated_transcript'])).toHaveLength(5_000_000);
    second.goOn();
    expect((await second.eventCount(6)).map((event) => event.seq)).toEqual([1, 2, 3, 4, 5, 6]);
    expect(await relay.metric('ringside_slow_closes_total')).toBe(0);
  });

  it('makes the next ring’s memory no longer than a card needs', async () => {
    const relay = await start();
    const nora = await relay.live(NORA);
    const name = 'Ana '.repeat(400_000);
    await relay.post(
      contact({ name, company: name, emails: ['ana@globex.example', `${'a'.repeat(400)}@b.example`] }),
    );
    await relay.post(
      completed({
        summary: 'Fine. '.repeat(300_000),
        tags: [name, 'vip'],
        start_date: '2026-01-01T09:00:00Z',
      }),
    );
    await relay.post(ring({ person: null }));
    const events = await nora.eventCount(2);
    const { memory } = events.at(-1) ?? {};
    expect(memory?.contact?.emails).toEqual(['ana@globex.example']);
    expect(JSON.stringify(memory).length).toBeLessThan(2000);
    expect(memory?.lastCall?.tags).toHaveLength(2);
  });
});
