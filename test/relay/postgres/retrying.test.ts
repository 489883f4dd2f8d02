import { afterEach, beforeEach, expect, test } from 'vitest';
import { DEFAULT_CONFIG } from '../../../src-relay/config/schema.ts';
import { newCallKey } from '../../../src-relay/journal/call-key.ts';
import { retryOnPostgres } from '../../../src-relay/postgres/filing/retrying.ts';
import type { PostgresDatabase } from '../../../src-relay/postgres/opened.ts';
import { LINE, NORA, ring, tag, completed } from '../../fixtures/allo.ts';
import { filingRelays, type FilingRelays } from '../../fixtures/postgres/filing.ts';

const CALLS = 40;
const UNREADABLE = 5;

let relays: FilingRelays;
let database: PostgresDatabase;
const undos: (() => unknown)[] = [];

beforeEach(async () => {
  relays = await filingRelays({ agents: [[NORA, LINE]] }, Date.now);
  const [first] = relays.databases;
  if (first === undefined) throw new Error('no database');
  database = first;
  await putAside();
  undos.push(relays.close);
});
afterEach(async () => {
  for (const undo of undos.splice(0).reverse()) await undo();
});

/** Three events of each call and what cannot be read, as a predecessor may have kept it. */
async function putAside(): Promise<void> {
  const started_at = new Date(Date.now() - 60_000).toISOString();
  const bodies = Array.from({ length: CALLS }, (_, n) => {
    const from_number = `+4479460${String(n).padStart(5, '0')}`;
    const id = `cll_${n}`;
    return [
      ring({ from_number, to_number: LINE, started_at }),
      completed({ from_number, to: LINE, start_date: started_at, id }),
      tag({ call_id: id, user_email: null }),
    ].map((body) => JSON.stringify(body));
  });
  // Each call's are far apart.
  const texts = [0, 1, 2].flatMap((which) => bodies.map((own) => own[which] ?? ''));
  const all = [...texts, ...Array.from({ length: UNREADABLE }, () => '{')];
  await database.read.rows(
    `INSERT INTO quarantine (webhook_id, received_at, reason, body)
     SELECT * FROM unnest($1::text[], $2::bigint[], $3::text[], $4::bytea[])`,
    [
      all.map((_, at) => `msg_${at}`),
      all.map(() => Date.now()),
      all.map(() => 'unknown'),
      all.map((text) => new TextEncoder().encode(text)),
    ],
  );
}

const retry = () => retryOnPostgres(database, DEFAULT_CONFIG, { now: Date.now, newCallKey });

async function expectWhole(left: number): Promise<void> {
  const events = await relays.events();
  expect(events).toHaveLength(3 * CALLS);
  for (const [, own] of Map.groupBy(events, ({ call }) => call)) expect(own).toHaveLength(3);
  const places = await relays.places();
  expect(places.map(({ seq }) => seq)).toEqual(places.map((_, at) => at + 1));
  expect(new Set(places.map(({ webhookId }) => webhookId)).size).toBe(3 * CALLS);
  expect(await relays.quarantined()).toHaveLength(left);
}

test('what can be read by now is taken in, each in its call, and the rest stays', async () => {
  const { begun } = database.stats();
  expect(await retry()).toEqual({ accepted: 3 * CALLS, left: UNREADABLE });
  await expectWhole(UNREADABLE);
  expect(database.stats().begun - begun).toBeLessThan(CALLS / 2);
  expect(await retry()).toEqual({ accepted: 0, left: UNREADABLE });
});

test('of two retries at once each takes in what the other does not', async () => {
  const [one, other] = await Promise.all([retry(), retry()]);
  expect(one.accepted + other.accepted).toBe(3 * CALLS);
  await expectWhole(UNREADABLE);
});

test('one that cannot be filed stays, and one that is broken off is taken up again', async () => {
  await database.read.run(
    `CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
       IF NEW.webhook_id = 'msg_7' THEN RAISE EXCEPTION 'no'; END IF;
       IF NEW.webhook_id = 'msg_100' THEN PERFORM pg_terminate_backend(pg_backend_pid()); END IF;
       RETURN NEW; END $$`,
  );
  await database.read.run(
    'CREATE TRIGGER refuse BEFORE INSERT ON event FOR EACH ROW EXECUTE FUNCTION refuse()',
  );
  undos.push(() => database.read.run('DROP FUNCTION refuse CASCADE'));
  await expect(retry()).rejects.toThrow();
  const before = (await relays.events()).length;
  expect(before).toBeGreaterThan(0);
  await database.read.run('ALTER TABLE event DISABLE TRIGGER refuse');
  expect(await retry()).toEqual({ accepted: 3 * CALLS - before, left: UNREADABLE });
  await expectWhole(UNREADABLE);
});
