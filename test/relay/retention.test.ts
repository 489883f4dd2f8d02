import { afterEach, describe, expect, it } from 'vitest';
import { sweepInSteps } from '../../src-relay/journal/retention.ts';
import { ANA, NORA, ring, SAM, sms } from '../fixtures/allo.ts';
import { complaints, doctor } from '../fixtures/relay/doctor.ts';
import { countIn } from '../fixtures/relay/forgotten.ts';
import { cliOn, inJournal, openDatabase, relayLab } from '../fixtures/relay/lab.ts';
import { until } from '../fixtures/until.ts';

const lab = relayLab();
afterEach(lab.cleanUp);

const DAY_MS = 24 * 3_600_000;

describe('retention', () => {
  it('keeps a webhook’s id for 15 days, however short it is, and not much longer', async () => {
    const old = await lab.start({ agents: [NORA], config: { retentionDays: 1 } });
    const younger = await old.post(sms());
    const older = await old.post(sms());
    await old.stop();
    await inJournal(old.folder, async (sql) => {
      const age = 'UPDATE webhook SET received_at = ? WHERE id = ?';
      await sql.run(age, Date.now() - Math.round(14.9 * DAY_MS), younger.id);
      await sql.run(age, Date.now() - Math.round(15.1 * DAY_MS), older.id);
    });
    const relay = await lab.start({ folder: old.folder });
    await until('the older id to be gone', async () => (await countIn(relay.folder, 'webhook')) === 1);
    expect((await relay.post(sms(), { id: younger.id })).body).toEqual({ status: 'duplicate' });
    expect((await relay.post(sms(), { id: older.id })).body).toEqual({ status: 'accepted' });
  });

  it('empties claims, quarantine and what is left of forgotten events too', async () => {
    const old = await lab.start({ agents: [NORA], config: { retentionDays: 2 } });
    const nora = await old.live(NORA);
    await old.post(ring({ from_number: '+33199007777', person: null }));
    const [told] = await nora.eventCount(1);
    nora.send(JSON.stringify({ type: 'claim', call: told?.call }));
    await nora.frame('claimed');
    await old.post('{}');
    await old.post(ring());
    await nora.eventCount(2);
    await old.cli('forget', ANA);
    await old.stop();
    const past = Date.now() - 3 * DAY_MS;
    const sets = ['event SET received_at', 'delivery SET at', 'claim SET at', 'quarantine SET received_at'];
    await inJournal(old.folder, async (sql) => {
      for (const set of [...sets, 'past_call SET heard_at']) await sql.run(`UPDATE ${set} = ${past}`);
    });
    await lab.start({ folder: old.folder });
    const tables = ['event', 'delivery', 'sighting', 'claim', 'quarantine', 'past_call', 'memory'];
    const left = () => Promise.all(tables.map((table) => countIn(old.folder, table)));
    await until('everything to be gone', async () => (await left()).every((n) => n === 0));
    const span = await inJournal(old.folder, (sql) => sql.get('SELECT head, floor FROM sequence'));
    expect(span).toEqual({ head: 2, floor: 2 });
  });
});

describe('a sweep beside other writers', () => {
  it('goes in short steps, and leaves every sequence without a gap', async () => {
    const relay = await lab.start({ agents: [NORA, SAM] });
    for (let i = 0; i < 6; i += 1) {
      await relay.post(ring({ from_number: `+3319900700${i}`, person: null }));
      await relay.post(sms({ user_email: SAM, id: `msg_${i}` }));
    }
    await relay.stop();
    const database = openDatabase(relay.folder);
    lab.onCleanUp(database.close);
    const now = Date.now();
    const past = now - 3 * DAY_MS;
    await database.transaction(async (sql) => {
      await sql.run('UPDATE delivery SET at = ? WHERE seq <= 4', past);
      const old = 'id IN (SELECT event FROM delivery WHERE seq <= 4)';
      await sql.run(`UPDATE event SET received_at = ? WHERE ${old}`, past);
    });
    expect(await sweepInSteps(database, now, 2)).toEqual({ more: false });
    const rows = (text: string) => database.read.all(text);
    expect(await rows('SELECT floor, head FROM sequence')).toEqual(
      [4, 4].map((floor) => ({ floor, head: 6 })),
    );
    expect(await rows('SELECT agent, seq FROM delivery ORDER BY agent, seq')).toEqual([
      { agent: 1, seq: 5 },
      { agent: 1, seq: 6 },
      { agent: 2, seq: 5 },
      { agent: 2, seq: 6 },
    ]);
    expect(await countIn(relay.folder, 'event')).toBe(4);
  });
});

describe('a sweep that fails', () => {
  it('reaches log, metric and doctor, and nothing else stops for it', async () => {
    const before = await lab.start({ agents: [NORA] });
    await before.stop();
    await cliOn(before.folder, ['devices', 'pair', NORA], () => Date.now() - 3_600_000);
    const { folder } = before;
    await inJournal(folder, async (sql) => {
      await sql.run('CREATE TABLE keeper (code TEXT REFERENCES pairing)');
      await sql.run('INSERT INTO keeper SELECT code_hash FROM pairing');
    });
    lab.onCleanUp(() => inJournal(folder, (sql) => sql.run('DROP TABLE keeper')));
    const relay = await lab.start({ folder });
    await until('word of it', () => relay.log().includes('could not be erased'));
    expect(relay.log()).toMatch(/FOREIGN KEY|keeper/);
    expect(await relay.metric('ringside_sweeps_total{outcome="failed"}')).toBe(1);
    expect(complaints(await doctor(folder, relay.secret)).join('\n')).toMatch(
      /^warn retention: nothing is erased: .*(FOREIGN KEY|keeper)/m,
    );
    expect((await relay.post(ring())).status).toBe(200);
  });

  it('is none when all is well', async () => {
    const relay = await lab.start({ agents: [NORA] });
    await until('a sweep', async () => (await relay.metric('ringside_sweeps_total{outcome="done"}')) > 0);
    expect(await relay.metric('ringside_sweeps_total{outcome="failed"}')).toBe(0);
  });
});
