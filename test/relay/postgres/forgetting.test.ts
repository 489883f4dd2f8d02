import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { WebhookId } from '../../../src-shared/brand.ts';
import { readNumber } from '../../../src-shared/format/phone.ts';
import { forgetPerson } from '../../../src-relay/forget/forgetting.ts';
import { newCallKey } from '../../../src-relay/journal/call-key.ts';
import { sweepInSteps } from '../../../src-relay/journal/retention.ts';
import { webhookFiling, type WebhookFiling } from '../../../src-relay/postgres/filing/webhooks.ts';
import { openMigrated, type PostgresDatabase } from '../../../src-relay/postgres/opened.ts';
import { ANA, completed, NORA, ring, SAM, sms, type AlloBody } from '../../fixtures/allo.ts';
import { fileWhole } from '../../fixtures/postgres/filing.ts';
import { settingsOf } from '../../fixtures/postgres/server.ts';
import { sharedPostgres, type SharedPostgres } from '../../fixtures/postgres/shared.ts';
import { ago, BEN, callsOf, HOUR, nobody, summary } from '../../fixtures/relay/forgotten.ts';

let server: SharedPostgres;
let name: string;
let databases: PostgresDatabase[];
let relays: WebhookFiling[];
beforeAll(async () => {
  server = await sharedPostgres();
});
beforeEach(async () => {
  name = await server.databases.take();
  databases = [0, 1, 2].map(() => openMigrated(settingsOf(server.url(name)), { connections: 4 }));
  await admin().transaction(async (sql) => {
    for (const email of [NORA, SAM])
      await sql.run('INSERT INTO agent (email, floor, added_at) VALUES (?, 0, 0)', email);
  });
  relays = await Promise.all(
    databases
      .slice(1)
      .map((database) =>
        webhookFiling({ database, now: Date.now, newCallKey, announce: () => Promise.resolve() }),
      ),
  );
});
afterEach(async () => {
  for (const database of databases) await database.close();
  await server.databases.giveBack(name);
});

/** The command's own connections; the relays have theirs. */
function admin(): PostgresDatabase {
  const [first] = databases;
  if (first === undefined) throw new Error('no database');
  return first;
}

let posted = 0;
function file(relay: number, bodies: readonly AlloBody[]) {
  const webhooks = bodies.map((body) => ({
    id: `msg_${(posted += 1)}` as WebhookId,
    receivedAt: Date.now(),
    body: Buffer.from(JSON.stringify(body)),
  }));
  return fileWhole(relays[relay] as WebhookFiling, webhooks);
}

async function countIn(what: string): Promise<number> {
  return (await admin().read.get<{ n: number }>(`SELECT count(*) AS n FROM ${what}`))?.n ?? -1;
}

const ours = { isLine: () => false, isAgent: () => false };
const ana = { numbers: [readNumber(ANA)], emails: [] };

/** Every sequence rises by one, up to where the agent's row says it is. */
async function expectWhole(): Promise<void> {
  const rows = await admin().read.all<{
    agent: number;
    n: number;
    last: number;
    head: number;
    floor: number;
  }>(
    `SELECT a.id AS agent, count(*) AS n, max(d.seq) AS last, a.head, a.floor
     FROM agent a JOIN delivery d ON d.agent = a.id GROUP BY a.id, a.head, a.floor`,
  );
  expect(rows.length).toBeGreaterThan(0);
  for (const { n, last, head, floor } of rows) expect([n, last]).toEqual([head - floor, head]);
}

describe('while somebody is forgotten on a database that two relays file in', () => {
  it('nothing of their calls survives, on whichever relay it is filed at that moment', async () => {
    const calls = 16;
    const MOST = 40;
    const id = (i: number) => `cll_ana_${i % calls}`;
    await file(0, callsOf(ANA, calls, id));
    await file(
      1,
      callsOf(BEN, 8, (i) => `cll_ben_${i}`),
    );
    const talk = { goesOn: true };
    const sent = [0, 0];
    const talking = [0, 1].map(async (relay) => {
      for (let at = 0; talk.goesOn && at < MOST; at += 1) {
        await file(relay, [
          summary(id(at * 2 + relay), 'a secret of hers'),
          summary(id(at * 7 + 3), 'a secret of hers'),
          ring({ ...nobody, from_number: BEN, started_at: ago(HOUR * 3 + at * 60_000 + relay * 30_000) }),
        ]);
        sent[relay] = at + 1;
      }
    });
    while (sent.some((n) => n < 3)) await new Promise((resolve) => setImmediate(resolve));
    const result = await forgetPerson(admin(), ana, ours);
    const during = [...sent];
    talk.goesOn = false;
    await Promise.all(talking);
    expect(result).toMatchObject({ clean: true });
    expect(during.every((n) => n > 3)).toBe(true);
    expect(await countIn("event WHERE data LIKE '%secret%'")).toBe(0);
    expect(await countIn("event WHERE about LIKE 'cll_ana%'")).toBe(0);
    expect(await countIn("event WHERE topic = 'call.completed'")).toBe(8);
    expect(await countIn(`event WHERE data LIKE '%${ANA}%'`)).toBe(0);
    expect(await countIn('forgetting')).toBe(0);
    await expectWhole();
    // What comes for it later, on either of them, is dropped.
    const late = await Promise.all([0, 1].map((relay) => file(relay, [summary(id(relay), 'a secret')])));
    expect(late.flatMap(({ outcomes }) => outcomes)).toEqual([{ status: 'dropped' }, { status: 'dropped' }]);
  });

  it('what they do meanwhile goes too, although it is filed with an id that was given out before', async () => {
    await file(
      0,
      callsOf(ANA, 40, (i) => `cll_${i}`),
    );
    let left = 30;
    const writing = [0, 1].map(async (relay) => {
      while (left > 0) {
        left -= 1;
        await file(relay, [sms({ ...nobody, id: `msg_${left}`, content: `word ${left}` })]);
      }
    });
    const result = await forgetPerson(admin(), ana, ours);
    const had = 30 - left;
    await Promise.all(writing);
    expect(result).toMatchObject({ clean: true, mentions: 0 });
    expect(await countIn("event WHERE topic = 'call.completed'")).toBe(0);
    expect(await countIn("event WHERE topic = 'sms.received'")).toBeLessThanOrEqual(30 - had + 2);
    await expectWhole();
  });
});

it('the sweep erases beside relays that file, and every sequence stays whole', async () => {
  await file(
    0,
    callsOf(BEN, 60, (i) => `cll_${i}`),
  );
  const old = Date.now() - 3 * 24 * HOUR;
  await admin().transaction(async (sql) => {
    await sql.run('UPDATE delivery SET at = ? WHERE seq <= 50', old);
    await sql.run('UPDATE event SET received_at = ? WHERE id <= 50', old);
  });
  const filing = [0, 1].map(async (relay) => {
    for (let i = 0; i < 15; i += 1)
      await file(relay, [
        summary(`cll_${(i * 4 + relay) % 60}`, 'late'),
        completed({ ...nobody, id: `cll_new_${relay}_${i}`, from_number: `+331990${relay}0${1000 + i}` }),
      ]);
  });
  while ((await sweepInSteps(admin(), Date.now(), 2)).more);
  const filed = await Promise.all(filing);
  expect(filed).toHaveLength(2);
  await sweepInSteps(admin(), Date.now(), 2);
  expect(await countIn('quarantine')).toBe(0);
  expect(await countIn(`delivery WHERE at <= ${old}`)).toBe(0);
  await expectWhole();
});
