import pg from 'pg';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { openPostgres, type PostgresDatabase } from '../../../src-relay/postgres/opened.ts';
import { WRITING_LOCK } from '../../../src-relay/sql/sql.ts';
import { settingsOf } from '../../fixtures/postgres/server.ts';
import { sharedPostgres, type SharedPostgres } from '../../fixtures/postgres/shared.ts';
import { until } from '../../fixtures/until.ts';

let server: SharedPostgres;
let name: string;
let database: PostgresDatabase;
beforeAll(async () => {
  server = await sharedPostgres();
  name = await server.databases.take();
  database = await openPostgres(settingsOf(server.url(name)));
});
afterAll(async () => {
  await database.close();
  await server.databases.giveBack(name);
});

const clients: pg.Client[] = [];
afterEach(async () => {
  for (const client of clients.splice(0)) await client.end();
});

/** A relay's writer in the middle of a transaction. */
async function writer(): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: server.url(name) });
  clients.push(client);
  await client.connect();
  await client.query('BEGIN');
  await client.query(`SELECT pg_advisory_xact_lock_shared(${WRITING_LOCK})`);
  return client;
}

it('alone, an event with a lower id that is still being written is waited for', async () => {
  const relay = await writer();
  const insert = `INSERT INTO event (webhook_id, topic, occurred_at, received_at, data) VALUES ('w', 't', '', 0, '{}')`;
  await relay.query(insert);
  await database.transaction((sql) => sql.run(insert));
  expect(await database.read.all('SELECT id FROM event')).toEqual([{ id: 2 }]);
  let isThere = false;
  const found = database.alone((sql) => {
    isThere = true;
    return sql.all('SELECT id FROM event ORDER BY id');
  });
  await until('it to wait', async () => {
    const waiting = `SELECT 1 AS one FROM pg_locks JOIN pg_database d ON d.oid = database
      WHERE d.datname = current_database() AND NOT granted`;
    return (await server.databases.query(waiting, name)).length === 1;
  });
  expect(isThere).toBe(false);
  await relay.query('COMMIT');
  expect(await found).toEqual([{ id: 1 }, { id: 2 }]);
});

it('while a relay hangs in a transaction, others are held up half a second at a time, not until its end', async () => {
  const hanging = await writer();
  let isDone = false;
  const waiting = database.alone(() => Promise.resolve()).then(() => (isDone = true));
  for (let i = 0; i < 8; i += 1) await (await writer()).query('COMMIT');
  expect(isDone).toBe(false);
  await hanging.query('COMMIT');
  await waiting;
});
