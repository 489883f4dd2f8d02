import { afterAll, beforeAll, expect, test } from 'vitest';
import { openPostgres, type PostgresDatabase } from '../../../src-relay/postgres/opened.ts';
import { heightsOf, wentBack, type Heights } from '../../../src-relay/postgres/went-back.ts';
import { storeFrom, type PostgresSettings } from '../../../src-relay/settings/store.ts';
import { startPostgresPair, type PostgresPair } from '../../fixtures/postgres/standby.ts';
import { until } from '../../fixtures/until.ts';

let pair: PostgresPair;
let settings: PostgresSettings;
let database: PostgresDatabase;

beforeAll(async () => {
  pair = await startPostgresPair();
  const name = await pair.primary.databases.take();
  const store = storeFrom(
    { store: `postgres://ringside@127.0.0.1:${pair.standby.port},127.0.0.1:${pair.primary.port}/${name}` },
    '/nowhere',
    {},
  );
  if (store.kind !== 'postgres') throw new Error('embedded');
  settings = store;
  database = await openPostgres(settings, { timeouts: { statementMs: 2000 } });
});
afterAll(async () => {
  await database.close();
  await pair.close();
});

const write = (id: string) =>
  database.transaction((sql) => sql.run('INSERT INTO webhook (id, received_at) VALUES (?, 0)', id));
/** What is noted of an agent is compared, whether or not the newest events are theirs. */
const NORAS: Heights = {
  epoch: '',
  server: '',
  timeline: '',
  directory: 0,
  forgettings: 0,
  agents: { 1: [0, 0] },
};
const raise = (head: number) =>
  database.transaction((sql) =>
    sql
      .run(
        `INSERT INTO agent (id, email, floor, added_at) VALUES (1, 'nora@example.com', 0, 0)
       ON CONFLICT (id) DO NOTHING`,
      )
      .then(() => sql.run('UPDATE agent SET head = ? WHERE id = 1', head)),
  );
const kept = async (server: PostgresPair['primary']) =>
  (await server.databases.query<{ id: string }>('SELECT id FROM webhook ORDER BY id', settings.database)).map(
    ({ id }) => id,
  );

/** A standby has on disk what was answered, and shows it a moment later. */
const sees = (id: string) =>
  kept(pair.standby).then(
    (ids) => ids.includes(id),
    () => false,
  );

test('what is answered is on both servers, nothing is answered that is on one, and after a failover it goes on', async () => {
  // The standby is the first of the hosts, and is passed over: it takes no writes.
  await write('1');
  await until('it is seen there', () => sees('1'));

  const thaw = await pair.standby.freeze();
  await expect(write('2')).rejects.toMatchObject({
    kind: 'unavailable',
    message: expect.stringMatching(/a synchronous standby may be away: it may be kept, or not/),
  });
  // What only one server has is shown to nobody.
  expect(await kept(pair.primary)).toEqual(['1']);
  const brokenOff = write('3');
  brokenOff.catch(() => undefined);
  await until('it waits', () =>
    pair.primary.databases
      .query<{ n: number }>(
        `SELECT count(*)::int AS n FROM pg_stat_activity WHERE wait_event = 'SyncRep' AND query_start < now() - INTERVAL '100 ms'`,
      )
      .then(([row]) => row?.n === 2),
  );
  await pair.primary.databases.query(
    `SELECT pg_cancel_backend(pid) FROM pg_stat_activity WHERE wait_event = 'SyncRep' ORDER BY query_start DESC LIMIT 1`,
  );
  await expect(brokenOff).rejects.toMatchObject({
    kind: 'unavailable',
    message: expect.stringMatching(/synchronous standby may not have it yet/),
  });
  // However long it lasts, no more connections wait than the pool has.
  expect(database.stats()).toMatchObject({ open: 2, busy: 1 });
  thaw();
  await until('both are there again', () =>
    write('4').then(
      () => true,
      () => false,
    ),
  );
  await until('it is seen there', () => sees('4'));
  await raise(3);
  const { heights: before } = await heightsOf(database.read, NORAS);

  await pair.primary.kill();
  await expect(write('5')).rejects.toMatchObject({ kind: 'unavailable' });
  await pair.promote();
  await until('the other one takes it', () =>
    write('6').then(
      () => true,
      () => false,
    ),
  );
  expect(await kept(pair.standby)).toEqual(expect.arrayContaining(['1', '2', '3', '4', '6']));

  // The next timeline, and nothing that had been seen is missing: it was not restored.
  const { heights: after } = await heightsOf(database.read, before);
  expect(after.timeline > before.timeline).toBe(true);
  expect(after.agents).toEqual({ 1: [0, 3] });
  expect(wentBack(before, after)).toBeNull();
  expect(wentBack({ ...before, agents: { 1: [0, 4] } }, after)).toContain('1 agent(s)');
  // What an old primary shows that came back says nothing.
  expect(wentBack(after, { ...before, agents: { 1: [0, 2] } })).toBeNull();
});
