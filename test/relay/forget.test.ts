import { afterEach, describe, expect, it } from 'vitest';
import type { E164 } from '../../src-shared/brand.ts';
import { byteSearch } from '../../src-relay/forget/byte-search.ts';
import { openJournalDatabase } from '../../src-relay/sqlite/database.ts';
import { sqliteRemnants } from '../../src-relay/sqlite/remnants.ts';
import { ANA, answer, completed, contact, LINE, NORA, ring, SAM, sms, tag } from '../fixtures/allo.ts';
import { connectAgent, goLive } from '../fixtures/relay/agent-socket.ts';
import { bytesOf, countIn } from '../fixtures/relay/forgotten.ts';
import { isEmbeddedOnly } from '../fixtures/relay/embedded-only.ts';
import { cliOn, inJournal, relayLab, type LabRelay } from '../fixtures/relay/lab.ts';

const lab = relayLab();
afterEach(lab.cleanUp);

const EMAIL = 'ana.lopez@globex.example';
const BEN = '+33199007777';
/** Everything by which Ana could be recognised in the files. */
const TRACES = [
  '33199001234',
  '199001234',
  '1 99 00 12 34',
  'ana.lopez',
  'Lopez',
  'Globex',
  'the pilot to May',
  'On my way',
];
const ago = (ms: number): string => new Date(Date.now() - ms).toISOString();

async function tracesIn(folder: string): Promise<string[]> {
  const text = await bytesOf(folder);
  return TRACES.filter((trace) => text.includes(trace.toLowerCase()));
}

/** A life of calls with Ana among those with Ben. */
async function live(relay: LabRelay): Promise<void> {
  const nora = await relay.live(NORA);
  await relay.post(contact());
  for (let i = 0; i < 10; i += 1) {
    const started_at = ago((20 - i) * 3_600_000);
    const id = `cll_${i}`;
    await relay.post(ring({ started_at, from_number: i % 2 === 0 ? ANA : '01 99 00 12 34' }));
    await relay.post(answer({ started_at }));
    await relay.post(completed({ start_date: started_at, id }));
    await relay.post(tag({ call_id: id, tag_key: 'globex', tag_name: 'Globex' }));
    await relay.post(ring({ ...nobody, started_at, from_number: BEN }));
  }
  await relay.post(tag({ call_id: 'cll_waits', tag_key: 'vip' }));
  await relay.post(sms());
  await relay.post({ ...sms({ from_number: LINE, to_number: ANA }), topic: 'sms.sent' });
  await relay.post(`{"topic":"call.levitated","data":{"from":"\\u002b33199001234"}}`);
  await relay.post('{"topic":"call.levitated","data":{"from":"+33199007777"}}');
  await relay.post(
    completed({
      start_date: ago(1000),
      id: 'cll_ben',
      from_number: BEN,
      from_name: 'Ben',
      summary: 'Ring Ana back. Her number: 01.99.00.12.34, or Ana.Lopez@globex.example.'.replaceAll(
        'Ana back',
        'her back',
      ),
      transcriptions: [],
      concatenated_transcript: null,
    }),
  );
  await nora.eventCount(53);
  const call = nora.events.find((e) => e.data['from_number'] === ANA)?.call ?? '';
  nora.send(JSON.stringify({ type: 'claim', call }));
  await nora.frame('claimed');
}
const nobody = { person: null, company: null, deals: null };

describe('forget', () => {
  it.each([
    ['a number, while the relay runs', ANA, true],
    ['a number in another spelling, while the relay is down', '01 99 00 12 34', false],
    ['an e-mail address, while the relay runs', 'Ana.Lopez@Globex.example', true],
  ])('%s: leaves no byte of the person in the files', async (_, who, running) => {
    const relay = await lab.start({ agents: [NORA, SAM] });
    await live(relay);
    if (!running) await relay.stop();
    expect(await tracesIn(relay.folder)).not.toEqual([]);
    const { elsewhere, ...result } = await cliOn(relay.folder, ['forget', who]);
    expect(result).toEqual({ events: 43, mentions: 1, contacts: 1, quarantined: 1, clean: true });
    // Where copies stay that no command reaches is said where there are any.
    expect(elsewhere !== undefined).toBe(relay.store !== null);
    expect(await tracesIn(relay.folder)).toEqual([]);
    expect(await countIn(relay.folder, 'past_call')).toBe(11);
    expect(await countIn(relay.folder, 'claim')).toBe(0);
    if (relay.store !== null) return;
    const pragma = (name: string) => inJournal(relay.folder, (sql) => sql.all(`PRAGMA ${name}`));
    expect(await pragma('integrity_check')).toEqual([{ integrity_check: 'ok' }]);
    expect(await pragma('foreign_key_check')).toEqual([]);
  });

  it('keeps every sequence without a gap, and starts apps over that had it', async () => {
    const relay = await lab.start({ agents: [NORA, SAM] });
    await relay.post(sms({ user_email: SAM, from_number: BEN }));
    const { token } = await relay.device(NORA);
    const nora = await goLive(relay.url, token);
    const sam = await relay.live(SAM);
    await relay.post(ring());
    await relay.post(ring({ ...nobody, from_number: BEN }));
    const { epoch } = await nora.frame('welcome');
    await nora.eventCount(2);
    await relay.cli('forget', ANA);
    expect(await nora.closed).toBe(1012);
    const again = await connectAgent(relay.url, token);
    lab.onCleanUp(() => again.drop());
    again.resume(epoch, 2);
    await again.frame('live');
    expect(await again.frame('reset')).toEqual({ type: 'reset', reason: 'epoch' });
    expect(again.events.map((e) => [e.seq, e.topic, e.call === null])).toEqual([
      [1, 'erased', true],
      [2, 'call.received', false],
    ]);
    expect(again.events[0]?.data).toEqual({});
    await relay.post(sms({ from_number: BEN }));
    expect((await again.eventCount(3)).map((e) => e.seq)).toEqual([1, 2, 3]);
    await relay.post(sms({ user_email: SAM, from_number: BEN }));
    expect((await sam.eventCount(2)).map((e) => e.seq)).toEqual([1, 2]);
    const { epoch: next } = await again.frame('welcome');
    const current = await connectAgent(relay.url, token);
    lab.onCleanUp(() => current.drop());
    current.resume(next, 3);
    await current.frame('live');
    expect(current.frames.map((f) => f.type)).toEqual(['welcome', 'live']);
  });

  it('forgets for good: a resend is a duplicate, and the next call is one of a stranger', async () => {
    const relay = await lab.start({ agents: [NORA] });
    const { id } = await relay.post(completed({ start_date: ago(3_600_000) }));
    await relay.post(contact());
    await relay.cli('forget', ANA);
    expect((await relay.post(completed(), { id })).body).toEqual({ status: 'duplicate' });
    await relay.post(ring(nobody));
    const events = (await relay.live(NORA)).events;
    expect(events.at(-1)).toMatchObject({ topic: 'call.received' });
    expect(events.at(-1)?.memory).toBeUndefined();
  });

  it('blackens a mention in somebody else’s call and keeps the rest of it', async () => {
    const relay = await lab.start({ agents: [NORA] });
    await relay.post(
      completed({ from_number: BEN, from_name: 'Ben', summary: `Call ${ANA}. Or mail ${EMAIL}!` }),
    );
    expect(await relay.cli('forget', ANA)).toMatchObject({ events: 0, mentions: 1 });
    const [told] = (await relay.live(NORA)).events;
    expect(told?.data).toMatchObject({ from_number: BEN, summary: `Call [erased]. Or mail ${EMAIL}!` });
  });

  it('takes the other numbers and addresses of the contact along, but none that others have too', async () => {
    const relay = await lab.start({ agents: [NORA] });
    const [mobile, switchboard, info] = ['+33199005555', '+33199006666', 'info@globex.example'];
    await relay.post(contact({ numbers: [ANA, mobile, switchboard], emails: [EMAIL, info] }));
    await relay.post(contact({ id: 'con_ben', name: 'Ben', numbers: [BEN, switchboard], emails: [info] }));
    await relay.post(ring({ ...nobody, from_number: mobile }));
    await relay.post(ring({ ...nobody, from_number: switchboard }));
    expect(await relay.cli('forget', EMAIL)).toMatchObject({ events: 2, contacts: 1, clean: true });
    await relay.post(ring({ ...nobody, from_number: BEN }));
    const events = (await relay.live(NORA)).events;
    expect(events.map((e) => e.data['from_number'])).toEqual([undefined, switchboard, BEN]);
    expect(events.at(-1)?.memory?.contact).toMatchObject({
      firstName: 'Ben',
      lastName: 'Lopez',
      company: 'Globex',
      emails: [info],
    });
  });

  it('holds up no webhook: all are accepted meanwhile, and every sequence stays whole', async () => {
    const relay = await lab.start({ agents: [NORA] });
    await live(relay);
    const others = Array.from({ length: 300 }, (_, i) =>
      relay.post(sms({ from_number: `+3319900${2000 + i}`, id: `msg_${i}` })),
    );
    const [result, ...posted] = await Promise.all([relay.cli('forget', ANA), ...others]);
    expect(result).toMatchObject({ events: 43, clean: true });
    expect(posted.map((one) => one.status)).toEqual(posted.map(() => 200));
    const nora = await relay.live(NORA);
    expect(nora.events.map((e) => e.seq)).toEqual(nora.events.map((_, i) => i + 1));
    expect(nora.events.filter((e) => e.topic === 'sms.received')).toHaveLength(300);
    expect(nora.events.filter((e) => e.data['from_number'] === ANA)).toEqual([]);
  });

  it.skipIf(isEmbeddedOnly('a rewritten file'))(
    'rewrites the database when what was deleted is still in its file',
    async () => {
      const folder = await lab.folder();
      const db = openJournalDatabase(folder);
      lab.onCleanUp(() => db.close());
      db.exec('PRAGMA secure_delete = OFF');
      const insert = db.prepare(
        `INSERT INTO event (webhook_id, topic, occurred_at, received_at, data) VALUES (?, 'x', '', 0, ?)`,
      );
      for (let i = 0; i < 50; i += 1) insert.run(`msg_${i}`, i === 25 ? ANA : 'x'.repeat(200));
      db.exec(`DELETE FROM event WHERE data LIKE '+%'; PRAGMA wal_checkpoint(TRUNCATE)`);
      expect(await tracesIn(folder)).toEqual(['33199001234', '199001234']);
      const number = { e164: ANA as E164, tail: '199001234' };
      const search = byteSearch({ numbers: [number], emails: [] });
      expect(await sqliteRemnants(db, folder).overwrite(search)).toBe(true);
      expect(await tracesIn(folder)).toEqual([]);
    },
  );

  it('of nobody known erases nothing; a number of another country stays', async () => {
    const relay = await lab.start({ agents: [NORA] });
    const nora = await relay.live(NORA);
    await relay.post(ring({ ...nobody, from_number: '+44199001234' }));
    expect(await relay.cli('forget', ANA)).toMatchObject({
      events: 0,
      mentions: 0,
      contacts: 0,
      quarantined: 0,
      clean: true,
    });
    await relay.post(sms({ from_number: BEN }));
    expect((await nora.eventCount(2)).map((e) => e.seq)).toEqual([1, 2]);
  });

  it.each([
    ['an agent', NORA, /agents remove/],
    ['one of the lines', LINE, /own lines/],
    ['a word', 'Ana', /exit 2: .*neither/],
    ['a short code', '3131', /exit 2: .*neither/],
  ])('refuses %s', async (_, who, reason) => {
    const relay = await lab.start({ agents: [NORA], config: { lines: { [LINE]: { agents: [NORA] } } } });
    await relay.post(ring());
    await expect(relay.cli('forget', who)).rejects.toThrow(reason);
    expect((await relay.live(NORA)).events.map((e) => e.topic)).toEqual(['call.received']);
  });
});
