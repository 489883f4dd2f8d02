import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as v from 'valibot';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { askRelay } from '../../scripts/relay/process.ts';
import { completed, LINE, NORA, ring, sms, tag } from '../fixtures/allo.ts';
import { goLive } from '../fixtures/relay/agent-socket.ts';
import { countIn } from '../fixtures/relay/forgotten.ts';
import { inJournal, openDatabase, relayLab, storeOf, type LabRelay } from '../fixtures/relay/lab.ts';
import { startSenders } from '../fixtures/relay/senders.ts';
import { until } from '../fixtures/until.ts';

const lab = relayLab();
afterEach(lab.cleanUp);

const DAY_MS = 24 * 3_600_000;

/** Another program that writes into the relay's journal, and lets nobody else. @returns makes it come to an end */
async function otherWriter(relay: LabRelay): Promise<() => Promise<unknown>> {
  const database = openDatabase(relay.folder);
  lab.onCleanUp(database.close);
  const [begun, done] = [Promise.withResolvers<undefined>(), Promise.withResolvers<undefined>()];
  const writing = database.alone(() => {
    begun.resolve(undefined);
    return done.promise;
  });
  lab.onCleanUp(() => done.resolve(undefined));
  await Promise.race([begun.promise, writing]);
  return () => {
    done.resolve(undefined);
    return writing;
  };
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
  }, 60_000);

  it('that fail give 503 until the journal takes writes again; nothing is lost by it', async () => {
    const relay = await lab.start({ agents: [NORA] });
    const nora = await relay.live(NORA);
    const endOther = await otherWriter(relay);
    const refused = await relay.post(ring());
    expect(refused).toMatchObject({ status: 503, body: { error: 'unavailable' } });
    expect(await readiness(relay)).toBe(503);
    expect((await relay.post(ring())).status).toBe(503);
    await endOther();
    await until('the relay to be ready again', async () => (await readiness(relay)) === 200);
    expect((await relay.post(ring(), { id: refused.id })).body).toEqual({ status: 'accepted' });
    expect((await nora.eventCount(1)).map((e) => e.webhookId)).toEqual([refused.id]);
  });
});

describe('a writer that dies', () => {
  async function mortal(): Promise<{ readonly folder: string; readonly workerUrl: URL }> {
    const folder = await lab.folder();
    vi.stubEnv('RINGSIDE_TEST_ORDERS', folder);
    lab.onCleanUp(() => vi.unstubAllEnvs());
    return { folder, workerUrl: new URL('../fixtures/relay/dying-writer.mjs', import.meta.url) };
  }

  it.each([
    ['before it has committed', 'die-before', 'accepted'],
    ['after it has committed, with nobody told', 'die-after', 'duplicate'],
  ])('%s is started again; what it was given is taken in once and told once', async (_, order, status) => {
    const relay = await lab.start({ agents: [NORA], ...(await mortal()) });
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
    const relay = await lab.start({ agents: [NORA], ...(await mortal()) });
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
    const past = Date.now() - 3 * DAY_MS;
    await inJournal(old.folder, async (sql) => {
      for (const table of ['event SET received_at', 'webhook SET received_at', 'delivery SET at'])
        await sql.run(`UPDATE ${table} = ${past}`);
    });
    const relay = await lab.start({ folder: old.folder });
    const kept = await relay.post(sms());
    const count = (table: string) => countIn(old.folder, table);
    await until(
      'the old events to be gone',
      async () => (await count('event')) === 1 && (await count('sighting')) === 0,
    );
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

describe('quarantine', () => {
  it('gives back what can be read now, to devices that are live', async () => {
    const relay = await lab.start({ agents: [NORA] });
    const nora = await relay.live(NORA);
    const { id } = await relay.post('{"topic":"call.levitated"}');
    const readable = new TextEncoder().encode(JSON.stringify(ring()));
    await inJournal(relay.folder, (sql) => sql.run('UPDATE quarantine SET body = ?', readable));
    expect(await relay.cli('quarantine', 'retry')).toEqual({ accepted: 1, left: 0 });
    expect(await nora.eventCount(1)).toMatchObject([{ seq: 1, webhookId: id, topic: 'call.received' }]);
    expect(await relay.cli('quarantine', 'list')).toEqual({ quarantined: [] });
  });

  it('of thousands is read again while webhooks are accepted', async () => {
    const relay = await lab.start({ agents: [NORA] });
    const nora = await relay.live(NORA);
    // More than are read again in one transaction: that is one each in PostgreSQL.
    const many = relay.store === null ? 3000 : 300;
    const put = 'INSERT INTO quarantine (webhook_id, received_at, reason, body) VALUES (?, ?, ?, ?)';
    const bodyOf = (i: number) => new TextEncoder().encode(JSON.stringify(sms({ id: `sms_${i}` })));
    await inJournal(relay.folder, async (sql) => {
      for (let i = 0; i < many; i += 100)
        await Promise.all(
          Array.from({ length: 100 }, (_, n) =>
            sql.run(put, `msg_old${i + n}`, Date.now(), 'topic', bodyOf(i + n)),
          ),
        );
    });
    const senders = startSenders({
      url: () => relay.url,
      secret: relay.secret,
      count: 1,
      webhook: (_, n) => ({ id: `msg_new${n}`, body: sms({ id: `sms_new${n}` }) }),
    });
    const retried = await askRelay(
      { ...relay, env: storeOf(relay.folder) },
      ['quarantine', 'retry'],
      v.unknown(),
    ).finally(senders.finish);
    expect(retried).toEqual({ accepted: many, left: 0 });
    expect(senders.refused).toEqual(new Map());
    const told = await nora.eventCount(many + senders.accepted.length);
    const isOld = told.map((e) => e.webhookId.startsWith('msg_old'));
    expect(isOld.slice(isOld.indexOf(true), isOld.lastIndexOf(true))).toContain(false);
    expect(told.map((e) => e.seq)).toEqual(told.map((_, i) => i + 1));
  });
});
