import { afterEach, describe, expect, it } from 'vitest';
import type { EventFrame } from '../../src-shared/wire/protocol.ts';
import {
  ANA,
  answer,
  completed,
  contact,
  dial,
  LINE,
  NORA,
  ring,
  SAM,
  sms,
  tag,
  type AlloBody,
} from '../fixtures/allo.ts';
import { countIn } from '../fixtures/relay/forgotten.ts';
import { inJournal, relayLab, type LabRelay } from '../fixtures/relay/lab.ts';
import { until } from '../fixtures/until.ts';

const lab = relayLab();
afterEach(lab.cleanUp);

const DAY_MS = 24 * 3_600_000;
const ago = (ms: number): string => new Date(Date.now() - ms).toISOString();
const unknown = { person: null, company: null, deals: null };

async function memoryOf(relay: LabRelay, body: AlloBody): Promise<EventFrame['memory']> {
  const { id } = await relay.post(body);
  const nora = await relay.live(NORA);
  return nora.events.find((e) => e.webhookId === id)?.memory;
}

function summaryUpdated(data: object): AlloBody {
  return { topic: 'summary.updated', version: '2.0', timestamp: new Date().toISOString(), data: { ...data } };
}

describe('memory', () => {
  it('tells of the call before: when, who, how it went, and what was said of it since', async () => {
    const relay = await lab.start({ agents: [NORA, SAM] });
    const start_date = ago(3_600_000);
    await relay.post(ring({ started_at: start_date, user_email: SAM }));
    await relay.post(completed({ start_date, user_email: 'Sam@Ringside.example', tags: ['support'] }));
    await relay.post(tag());
    await relay.post(tag({ tag_key: 'support', tag_name: 'support' }, 'tag.removed'));
    await relay.post(
      summaryUpdated({
        id: completed().data['id'],
        content: '## Pilot\n\n**Ana** wants M. Dupont to call. Soon.',
      }),
    );
    expect(await memoryOf(relay, ring())).toEqual({
      lastCall: {
        at: start_date,
        direction: 'inbound',
        handledBy: SAM,
        result: 'ANSWERED',
        summary: 'Ana wants M. Dupont to call.',
        tags: ['To call back'],
      },
      callsIn30Days: 1,
      crmId: '512',
    });
  });

  it('is the same live and on replay, for the first event of a call only, and for who joins late', async () => {
    const relay = await lab.start({ agents: [NORA, SAM] });
    await relay.post(completed({ start_date: ago(DAY_MS), user_email: NORA, id: 'cll_before' }));
    const nora = await relay.live(NORA);
    const started_at = ago(0);
    await relay.post(ring({ started_at }));
    await relay.post(answer({ started_at }));
    await relay.post(
      completed({ start_date: started_at, transfer_to: { number: null, user_email: SAM, user_name: 'Sam' } }),
    );
    const [, ...live] = await nora.eventCount(4);
    expect(live.map((e) => e.memory?.callsIn30Days)).toEqual([1, undefined, undefined]);
    for (const email of [NORA, SAM]) {
      const [, ...again] = (await relay.live(email)).events.slice(-4);
      const own = email === NORA ? again : (await relay.live(email)).events;
      expect(own.map((e) => e.memory)).toEqual(live.map((e) => e.memory));
    }
  });

  it('counts both directions in the 30 days before, and tells of the last message', async () => {
    const relay = await lab.start({ agents: [NORA] });
    for (const days of [40, 20, 10]) {
      await relay.post(ring({ started_at: ago(days * DAY_MS) }));
    }
    await relay.post(dial({ started_at: ago(DAY_MS) }));
    await relay.post(sms({ sent_at: ago(7_200_000), content: 'Earlier.' }));
    const sent_at = ago(3_600_000);
    await relay.post({
      ...sms({ sent_at, from_number: LINE, to_number: ANA, content: '🙂'.repeat(200), type: 'WHATSAPP' }),
      topic: 'sms.sent',
    });
    const memory = await memoryOf(relay, dial());
    expect(memory).toMatchObject({
      lastCall: { direction: 'outbound' },
      callsIn30Days: 3,
      lastSms: { at: sent_at, direction: 'outbound', text: '🙂'.repeat(160), by: NORA },
    });
  });

  it('names nobody as who handled a call that reached nobody', async () => {
    const relay = await lab.start({ agents: [NORA] });
    const start_date = ago(7_200_000);
    await relay.post(ring({ started_at: start_date }));
    await relay.post(completed({ start_date, result: 'VOICEMAIL', user_email: NORA }));
    const lastCall = (await memoryOf(relay, ring()))?.lastCall;
    expect(lastCall?.result).toBe('VOICEMAIL');
    expect(lastCall?.handledBy).toBeUndefined();
    expect(lastCall?.answered).toBeUndefined();
  });

  it('has the contact when Allo sent no person, as it was last told of', async () => {
    const relay = await lab.start({ agents: [NORA] });
    await relay.post(contact({ numbers: [], name: 'Anna' }));
    const newest = contact();
    await relay.post(newest);
    const older = contact({ name: 'Old' });
    await relay.post({ ...older, timestamp: ago(DAY_MS) });
    expect(await memoryOf(relay, ring(unknown))).toEqual({
      contact: {
        id: newest.data['id'],
        changedAt: newest.timestamp,
        firstName: 'Ana',
        lastName: 'Lopez',
        company: 'Globex',
        emails: ['ana.lopez@globex.example'],
      },
    });
    expect((await memoryOf(relay, ring({ started_at: ago(60_000) })))?.contact).toBeUndefined();
    await relay.post(contact({ numbers: ['+33199000000'] }));
    const late = await memoryOf(relay, ring({ ...unknown, started_at: ago(120_000) }));
    expect(late?.contact).toBeUndefined();
  });

  it('finds a number that was written without its country, and no other country’s', async () => {
    const relay = await lab.start({ agents: [NORA] });
    await relay.post(ring({ from_number: '01 99 00 12 34', started_at: ago(DAY_MS) }));
    expect((await memoryOf(relay, ring()))?.callsIn30Days).toBe(1);
    expect(await memoryOf(relay, ring({ from_number: '+44199001235' }))).toBeUndefined();
    await relay.post(ring({ from_number: '+44199001299', started_at: ago(DAY_MS) }));
    expect(await memoryOf(relay, ring({ from_number: '+33199001299' }))).toBeUndefined();
  });

  it('of a withheld number, or of somebody new, is none at all', async () => {
    const relay = await lab.start({ agents: [NORA] });
    await relay.post(ring({ from_number: 'anonymous', started_at: ago(DAY_MS) }));
    expect(await memoryOf(relay, ring({ from_number: 'anonymous' }))).toBeUndefined();
    const nora = await relay.live(NORA);
    expect(nora.events.map((e) => 'memory' in e)).toEqual([false, false]);
  });

  it('of a ring that comes late leaves out what came after it', async () => {
    const relay = await lab.start({ agents: [NORA] });
    await relay.post(ring({ started_at: ago(60_000) }));
    expect(await memoryOf(relay, ring({ started_at: ago(3_600_000) }))).toBeUndefined();
  });

  it('corrects itself with the calls: one that was matched wrongly is counted once', async () => {
    const relay = await lab.start({ agents: [NORA] });
    const at = (ms: number): string => ago(600_000 - ms);
    await relay.post(ring({ started_at: at(0) }));
    await relay.post(answer({ started_at: at(15_000) }));
    await relay.post(ring({ started_at: at(15_500) }));
    await relay.post(completed({ start_date: at(15_500), id: 'cll_2', result: 'VOICEMAIL' }));
    expect(await memoryOf(relay, ring())).toMatchObject({
      callsIn30Days: 2,
      lastCall: { result: 'VOICEMAIL' },
    });
  });

  it('finds a call whose direction, and with it the number outside, was only told at its end', async () => {
    const relay = await lab.start({ agents: [NORA] });
    const started_at = ago(DAY_MS);
    await relay.post(answer({ started_at, direction: null, from_number: LINE, to_number: ANA }));
    await relay.post(
      completed({ start_date: started_at, type: 'OUTBOUND', from_number: LINE, to_number: ANA }),
    );
    expect(await memoryOf(relay, ring())).toMatchObject({
      lastCall: { direction: 'outbound', result: 'ANSWERED' },
      callsIn30Days: 1,
      crmId: '512',
    });
    expect(await memoryOf(relay, ring({ from_number: LINE }))).toBeUndefined();
  });

  it('of a call with more in it than can be looked through is that there was one', async () => {
    const relay = await lab.start({ agents: [NORA] });
    let deep: unknown = 'deep';
    for (let i = 0; i < 2000; i += 1) deep = [deep];
    const start_date = ago(DAY_MS);
    await relay.post(completed({ start_date, deep }));
    expect(await memoryOf(relay, ring())).toMatchObject({ lastCall: { at: start_date }, callsIn30Days: 1 });
  });

  it('is gone with its retention: calls, messages, contacts, and what went out with later events', async () => {
    const old = await lab.start({ agents: [NORA], config: { retentionDays: 2 } });
    await old.post(completed({ start_date: ago(2.9 * DAY_MS) }));
    await old.post(sms({ sent_at: ago(2.9 * DAY_MS) }));
    await old.post(contact());
    await old.post(ring({ ...unknown, started_at: ago(0) }));
    await old.stop();
    const past = Date.now() - 2.5 * DAY_MS;
    await inJournal(old.folder, async (sql) => {
      await sql.run(`UPDATE event SET received_at = ${past} WHERE topic <> 'call.received'`);
      await sql.run(
        `UPDATE delivery SET at = ${past} WHERE event IN (SELECT id FROM event WHERE received_at = ${past})`,
      );
      await sql.run(`UPDATE past_call SET heard_at = ${past} WHERE crm_id IS NOT NULL`);
      await sql.run(`UPDATE contact SET seen_at = ${past}`);
    });
    const relay = await lab.start({ folder: old.folder });
    const tables = ['past_call', 'text_message', 'contact', 'contact_number', 'memory'];
    const left = () => Promise.all(tables.map((table) => countIn(old.folder, table)));
    await until('all of it to be gone', async () => (await left()).join() === '1,0,0,0,0');
    expect((await relay.live(NORA)).events.map((e) => e.topic)).toEqual(['call.received']);
  });
});
