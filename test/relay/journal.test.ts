import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import * as v from 'valibot';
import { afterEach, describe, expect, it } from 'vitest';
import { askRelay } from '../../scripts/relay/process.ts';
import { MIGRATIONS } from '../../src-relay/sqlite/schema/schema.ts';
import { ANA, completed, LINE, NORA, ring, sms, tag } from '../fixtures/allo.ts';
import { goLive } from '../fixtures/relay/agent-socket.ts';
import { relayLab, type LabRelay } from '../fixtures/relay/lab.ts';
import { startSenders } from '../fixtures/relay/senders.ts';
import { until } from '../fixtures/until.ts';

const lab = relayLab();
afterEach(lab.cleanUp);

const DAY_MS = 24 * 3_600_000;

/** More than are read again in one transaction. */
const MANY = 3000;

/** Another program that opens the relay's journal. */
function otherProgram(relay: LabRelay): DatabaseSync {
  const db = new DatabaseSync(join(relay.folder, 'journal.db'));
  lab.onCleanUp(() => db.isOpen && db.close());
  return db;
}

const readiness = async (relay: LabRelay): Promise<number> =>
  (await fetch(new URL('/readyz', relay.url))).status;

describe('commits', () => {
  it('are shared by webhooks that come at the same time, and not by those that come one by one', async () => {
    const relay = await lab.start();
    const commits = () => relay.metric('ringside_commit_seconds_count');
    const before = await commits();
    for (let i = 0; i < 5; i += 1) await relay.post(ring());
    const oneByOne = (await commits()) - before;
    await Promise.all(Array.from({ length: 200 }, () => relay.post(ring())));
    const together = (await commits()) - before - oneByOne;
    expect(oneByOne).toBeGreaterThanOrEqual(5);
    expect(together).toBeLessThan(150);
    expect(await relay.metric('ringside_webhooks_total{outcome="accepted"}')).toBe(205);
  });

  it('that fail give 503 until the disk takes writes again; nothing is lost by it', async () => {
    const relay = await lab.start({ agents: [NORA] });
    const nora = await relay.live(NORA);
    const other = otherProgram(relay);
    other.exec('BEGIN IMMEDIATE');
    const refused = await relay.post(ring());
    expect(refused).toMatchObject({ status: 503, body: { error: 'unavailable' } });
    expect(await readiness(relay)).toBe(503);
    expect((await relay.post(ring())).status).toBe(503);
    other.exec('ROLLBACK');
    await until('the relay to be ready again', async () => (await readiness(relay)) === 200);
    expect((await relay.post(ring(), { id: refused.id })).body).toEqual({ status: 'accepted' });
    expect((await nora.eventCount(1)).map((e) => e.webhookId)).toEqual([refused.id]);
  });
});

describe('a writer that dies', () => {
  const workerUrl = new URL('../fixtures/relay/dying-writer.mjs', import.meta.url);

  it.each([
    ['before it has committed', 'die-before', 'accepted'],
    ['after it has committed, with nobody told', 'die-after', 'duplicate'],
  ])('%s is started again; what it was given is taken in once and told once', async (_, order, status) => {
    const relay = await lab.start({ agents: [NORA], workerUrl });
    const nora = await relay.live(NORA);
    await writeFile(join(relay.folder, order), '');
    const refused = await relay.post(ring());
    expect(refused.status).toBe(503);
    expect(await readiness(relay)).toBe(503);
    await until('the relay to be ready again', async () => (await readiness(relay)) === 200);
    if (order === 'die-after') await nora.eventCount(1);
    expect((await relay.post(ring(), { id: refused.id })).body).toEqual({ status });
    const last = await relay.post(sms());
    expect((await nora.eventCount(2)).map((e) => e.webhookId)).toEqual([refused.id, last.id]);
    expect(relay.log()).toContain('the journal cannot write');
  });

  it('is started again with the config that came meanwhile', async () => {
    const relay = await lab.start({ agents: [NORA], workerUrl });
    const nora = await relay.live(NORA);
    await writeFile(join(relay.folder, 'die-before'), '');
    expect((await relay.post(ring({ user_email: null }))).status).toBe(503);
    await writeFile(relay.configFile, JSON.stringify({ lines: { [LINE]: { agents: [NORA] } } }));
    await until('the config to be read', () => relay.log().includes('the config was reloaded'));
    await until('the relay to be ready again', async () => (await readiness(relay)) === 200);
    const { id } = await relay.post(ring({ user_email: null }));
    expect(await nora.eventCount(1)).toMatchObject([{ webhookId: id }]);
  });
});

describe('retention', () => {
  it('erases what is old from the front, tells a device that is further behind, and keeps ids longer', async () => {
    const old = await lab.start({ agents: [NORA], config: { retentionDays: 2 }, now: () => Date.now() });
    const { token } = await old.device(NORA);
    const { id } = await old.post(ring());
    await old.post(completed());
    await old.post(tag());
    const first = await goLive(old.url, token);
    const { epoch } = await first.frame('welcome');
    await old.stop();
    const db = otherProgram(old);
    const past = Date.now() - 3 * DAY_MS;
    for (const table of ['event SET received_at', 'webhook SET received_at', 'delivery SET at']) {
      db.exec(`UPDATE ${table} = ${past}`);
    }
    db.close();
    const relay = await lab.start({ folder: old.folder });
    const kept = await relay.post(sms());
    const count = (table: string): unknown =>
      otherProgram(relay).prepare(`SELECT count(*) AS n FROM ${table}`).get()?.['n'];
    await until('the old events to be gone', () => count('event') === 1 && count('sighting') === 0);
    const nora = await relay.connect(NORA);
    nora.resume(epoch, 1);
    await nora.frame('live');
    expect(await nora.frame('reset')).toEqual({ type: 'reset', reason: 'retention' });
    expect(nora.events.map((e) => [e.seq, e.webhookId])).toEqual([[4, kept.id]]);
    const current = await relay.connect(NORA);
    current.resume(epoch, 3);
    await current.frame('live');
    expect(current.frames.map((f) => f.type)).toEqual(['welcome', 'event', 'live']);
    expect((await relay.post(ring(), { id })).body).toEqual({ status: 'duplicate' });
  });
});

describe('a journal of the version before', () => {
  it('is taken over with what is in it', async () => {
    const folder = await lab.folder();
    const old = new DatabaseSync(join(folder, 'journal.db'));
    const versions = MIGRATIONS.slice(0, -1);
    for (const version of versions) old.exec(version);
    old.exec(`PRAGMA user_version = ${versions.length}; INSERT INTO journal (one, epoch) VALUES (1, 'old')`);
    old.prepare('INSERT INTO agent (email, floor, added_at) VALUES (?, 7, 0)').run(NORA);
    old.close();
    const relay = await lab.start({ folder });
    const nora = await relay.live(NORA);
    await relay.post(ring());
    expect(await nora.eventCount(1)).toMatchObject([{ seq: 8 }]);
    expect(await nora.frame('welcome')).toMatchObject({ epoch: 'old' });
    expect(await relay.cli('forget', ANA)).toMatchObject({ events: 1, clean: true });
  });
});

describe('quarantine', () => {
  it('gives back what can be read now, to devices that are live', async () => {
    const relay = await lab.start({ agents: [NORA] });
    const nora = await relay.live(NORA);
    const { id } = await relay.post('{"topic":"call.levitated"}');
    const readable = new TextEncoder().encode(JSON.stringify(ring()));
    otherProgram(relay).prepare('UPDATE quarantine SET body = ?').run(readable);
    expect(await relay.cli('quarantine', 'retry')).toEqual({ accepted: 1, left: 0 });
    expect(await nora.eventCount(1)).toMatchObject([{ seq: 1, webhookId: id, topic: 'call.received' }]);
    expect(await relay.cli('quarantine', 'list')).toEqual({ quarantined: [] });
  });

  it('of thousands is read again while webhooks are accepted', async () => {
    const relay = await lab.start({ agents: [NORA] });
    const nora = await relay.live(NORA);
    const journal = otherProgram(relay);
    journal.exec('BEGIN');
    const put = journal.prepare(
      'INSERT INTO quarantine (webhook_id, received_at, reason, body) VALUES (?, ?, ?, ?)',
    );
    const bodyOf = (i: number) => new TextEncoder().encode(JSON.stringify(sms({ id: `sms_${i}` })));
    for (let i = 0; i < MANY; i += 1) put.run(`msg_old${i}`, Date.now(), 'topic', bodyOf(i));
    journal.exec('COMMIT');
    const senders = startSenders({
      url: () => relay.url,
      secret: relay.secret,
      count: 1,
      webhook: (_, n) => ({ id: `msg_new${n}`, body: sms({ id: `sms_new${n}` }) }),
    });
    const retried = await askRelay(relay, ['quarantine', 'retry'], v.unknown()).finally(senders.finish);
    expect(retried).toEqual({ accepted: MANY, left: 0 });
    expect(senders.refused).toEqual(new Map());
    const told = await nora.eventCount(MANY + senders.accepted.length);
    const isOld = told.map((e) => e.webhookId.startsWith('msg_old'));
    expect(isOld.slice(isOld.indexOf(true), isOld.lastIndexOf(true))).toContain(false);
    expect(told.map((e) => e.seq)).toEqual(told.map((_, i) => i + 1));
  });
});
