import { DatabaseSync } from 'node:sqlite';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { sweepInSteps } from '../../src-relay/journal/retention.ts';
import { openSqlite } from '../../src-relay/sqlite/opened.ts';
import { ANA, NORA, ring, SAM, sms } from '../fixtures/allo.ts';
import { complaints, doctor } from '../fixtures/relay/doctor.ts';
import { cliOn, relayLab, type LabRelay } from '../fixtures/relay/lab.ts';
import { until } from '../fixtures/until.ts';

const lab = relayLab();
afterEach(lab.cleanUp);

const DAY_MS = 24 * 3_600_000;

function journalOf(relay: LabRelay): DatabaseSync {
  const db = new DatabaseSync(join(relay.folder, 'journal.db'));
  lab.onCleanUp(() => db.isOpen && db.close());
  return db;
}

describe('retention', () => {
  it('keeps a webhook’s id for 15 days, however short it is, and not much longer', async () => {
    const old = await lab.start({ agents: [NORA], config: { retentionDays: 1 } });
    const younger = await old.post(sms());
    const older = await old.post(sms());
    await old.stop();
    const db = journalOf(old);
    const age = db.prepare('UPDATE webhook SET received_at = ? WHERE id = ?');
    age.run(Date.now() - 14.9 * DAY_MS, younger.id);
    age.run(Date.now() - 15.1 * DAY_MS, older.id);
    const relay = await lab.start({ folder: old.folder });
    await until('the older id to be gone', () => {
      const ids = db.prepare('SELECT id FROM webhook').all();
      return ids.length === 1 && ids[0]?.['id'] === younger.id;
    });
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
    const db = journalOf(old);
    const past = Date.now() - 3 * DAY_MS;
    const sets = ['event SET received_at', 'delivery SET at', 'claim SET at', 'quarantine SET received_at'];
    for (const set of [...sets, 'past_call SET heard_at']) db.exec(`UPDATE ${set} = ${past}`);
    await lab.start({ folder: old.folder });
    const tables = ['event', 'delivery', 'sighting', 'claim', 'quarantine', 'past_call', 'memory'];
    const left = () => tables.map((table) => db.prepare(`SELECT count(*) AS n FROM ${table}`).get()?.['n']);
    await until('everything to be gone', () => left().every((n) => n === 0));
    expect({ ...db.prepare('SELECT head, floor FROM sequence').get() }).toEqual({ head: 2, floor: 2 });
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
    const db = journalOf(relay);
    const now = Date.now();
    db.exec(`UPDATE delivery SET at = ${now - 3 * DAY_MS} WHERE seq <= 4`);
    db.exec(`UPDATE event SET received_at = ${now - 3 * DAY_MS} WHERE id <= 8`);
    const database = openSqlite(relay.folder);
    lab.onCleanUp(database.close);
    expect(await sweepInSteps(database, now, 2)).toEqual({ more: false });
    const rows = (text: string) =>
      db
        .prepare(text)
        .all()
        .map((row) => ({ ...row }));
    expect(rows('SELECT floor, head FROM sequence')).toEqual([4, 4].map((floor) => ({ floor, head: 6 })));
    expect(rows('SELECT agent, seq FROM delivery ORDER BY agent, seq')).toEqual([
      { agent: 1, seq: 5 },
      { agent: 1, seq: 6 },
      { agent: 2, seq: 5 },
      { agent: 2, seq: 6 },
    ]);
    expect(rows('SELECT count(*) AS n FROM event')).toEqual([{ n: 4 }]);
  });
});

describe('a sweep that fails', () => {
  it('reaches log, metric and doctor, and nothing else stops for it', async () => {
    const before = await lab.start({ agents: [NORA] });
    await before.stop();
    await cliOn(before.folder, ['devices', 'pair', NORA], () => Date.now() - 3_600_000);
    const db = journalOf(before);
    db.exec(`CREATE TRIGGER kept BEFORE DELETE ON pairing BEGIN SELECT RAISE(ABORT, 'not erased'); END`);
    const relay = await lab.start({ folder: before.folder });
    await until('word of it', () => relay.log().includes('could not be erased'));
    expect(relay.log()).toContain('not erased');
    expect(await relay.metric('ringside_sweeps_total{outcome="failed"}')).toBe(1);
    expect(complaints(await doctor(relay.folder, relay.secret)).join('\n')).toContain(
      'warn retention: nothing is erased: not erased',
    );
    expect((await relay.post(ring())).status).toBe(200);
  });

  it('is none when all is well', async () => {
    const relay = await lab.start({ agents: [NORA] });
    await until('a sweep', async () => (await relay.metric('ringside_sweeps_total{outcome="done"}')) > 0);
    expect(await relay.metric('ringside_sweeps_total{outcome="failed"}')).toBe(0);
  });
});
