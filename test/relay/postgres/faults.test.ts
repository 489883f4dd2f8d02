import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { connector, type Timeouts } from '../../../src-relay/postgres/connecting.ts';
import { openMigrated, openPostgres, type PostgresDatabase } from '../../../src-relay/postgres/opened.ts';
import { storeFrom, type PostgresSettings } from '../../../src-relay/settings/store.ts';
import { startPostgres, type PostgresServer } from '../../fixtures/postgres/server.ts';
import { until } from '../../fixtures/until.ts';

let server: PostgresServer;
const undos: (() => unknown)[] = [];

beforeAll(async () => {
  server = await startPostgres();
});
afterAll(() => server.close());
afterEach(async () => {
  for (const undo of undos.splice(0).reverse()) await undo();
});

async function opened(timeouts: Partial<Timeouts> = {}): Promise<PostgresDatabase> {
  const database = await openPostgres(server.settings(await server.databases.take()), { timeouts });
  undos.push(() => database.close());
  return database;
}

function storeOf(url: string): PostgresSettings {
  const store = storeFrom({ store: url }, '/nowhere', {});
  if (store.kind !== 'postgres') throw new Error('embedded');
  return store;
}

let webhooks = 0;
const write = (database: PostgresDatabase) =>
  database.transaction((sql) =>
    sql.run('INSERT INTO webhook (id, received_at) VALUES (?, 0)', `w${(webhooks += 1)}`),
  );
/** What may take no time at all does not always do on a busy machine. */
const untilWritten = (database: PostgresDatabase) =>
  until('it is written', () =>
    write(database).then(
      () => true,
      () => false,
    ),
  );
/** Why nothing is written any more. */
const refusal = (database: PostgresDatabase) =>
  until('it is refused', () =>
    write(database).then(
      () => null,
      (error: unknown) => error,
    ),
  );
const unavailable = (why: RegExp) => ({ kind: 'unavailable', message: expect.stringMatching(why) });

describe('while the server is away, work is unavailable, and done again when it is back:', () => {
  test('it was killed and started again', async () => {
    const database = await opened();
    await write(database);
    await server.kill();
    // Its processes end a moment after it.
    expect(await refusal(database)).toMatchObject(
      unavailable(/127\.0\.0\.1:\d+: (nothing listens|the connection|it broke off)/),
    );
    await server.start();
    await write(database);
  });

  test('it was stopped in order', async () => {
    const database = await opened();
    await write(database);
    await server.stop();
    await expect(write(database)).rejects.toMatchObject({ kind: 'unavailable' });
    await server.start();
    await write(database);
  });

  test('it was started again between two pieces of work, which nobody notices', async () => {
    const database = await opened();
    await write(database);
    await server.kill();
    await server.start();
    await write(database);
  });

  test('it hangs', async () => {
    const name = await server.databases.take();
    const timeouts = { connectMs: 300, statementMs: 300 };
    const database = openMigrated(server.settings(name), { timeouts });
    undos.push(() => database.close());
    await untilWritten(database);
    const thaw = await server.freeze();
    undos.push(thaw);
    const began = performance.now();
    await expect(write(database)).rejects.toMatchObject(
      unavailable(/does not answer in time|connection was lost/),
    );
    expect(performance.now() - began).toBeLessThan(8000);
    thaw();
    await untilWritten(database);
  });

  test('an admin ended the connections', async () => {
    const database = await opened();
    await write(database);
    await server.databases.query(
      `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'ringside-relay'`,
    );
    await write(database);
  });

  test('it takes no writes for a while', async () => {
    const database = await opened();
    await write(database);
    await server.databases.query(`ALTER SYSTEM SET default_transaction_read_only = on`);
    await server.databases.query('SELECT pg_reload_conf()');
    expect(await refusal(database)).toMatchObject(unavailable(/takes no writes now/));
    await server.databases.query('ALTER SYSTEM RESET default_transaction_read_only');
    await server.databases.query('SELECT pg_reload_conf()');
    await untilWritten(database);
  });
});

describe('what is lost', () => {
  test('in the middle of work is begun again, and kept once', async () => {
    const database = await opened();
    let tries = 0;
    await database.transaction(async (sql) => {
      tries += 1;
      await sql.run('INSERT INTO webhook (id, received_at) VALUES (?, 0)', 'once');
      if (tries > 1) return;
      const row = await sql.get<{ pid: number }>('SELECT pg_backend_pid() AS pid');
      await server.databases.query(`SELECT pg_terminate_backend(${row?.pid})`);
      await sql.run('INSERT INTO webhook (id, received_at) VALUES (?, 0)', 'twice');
    });
    expect(tries).toBe(2);
    expect(await database.read.all('SELECT id FROM webhook')).toEqual([{ id: 'once' }]);
  });

  test('with a statement that takes too long is that statement, and nothing after it', async () => {
    const database = await opened({ statementMs: 200 });
    await expect(database.read.get('SELECT pg_sleep(5)')).rejects.toMatchObject(unavailable(/took too long/));
    await untilWritten(database);
  });
});

describe('it is said where and why', () => {
  test.each([
    [
      'nobody listens',
      () => 'postgres://u@127.0.0.1:1/x',
      /127\.0\.0\.1:1: nothing listens there \(ECONNREFUSED\)/,
    ],
    ['the database is not there', () => server.url('nothing'), /there is no such database on it \(3D000\)/],
    ['the user is not there', () => `postgres://nobody:geheim@127.0.0.1:${server.port}/x`, /28000|28P01/],
    [
      'it speaks no TLS',
      () => `postgres://ringside@127.0.0.1:${server.port}/postgres?sslmode=require`,
      /speaks no TLS/,
    ],
    [
      'its socket is not there',
      () => 'postgres://u@/x?host=/nowhere',
      /\/nowhere:5432: there is no such socket/,
    ],
    [
      'the authority is not there',
      () => 'postgres://u@127.0.0.1/x?sslmode=verify-ca&sslrootcert=/none',
      /sslrootcert: \/none/,
    ],
    [
      'none of several does',
      () => `postgres://u@127.0.0.1:1,127.0.0.1:2/x`,
      /:1: nothing listens.*:2: nothing listens/,
    ],
  ])('when %s', async (_, url, why) => {
    const failing = openPostgres(storeOf(url()));
    await expect(failing).rejects.toMatchObject(unavailable(why));
    await expect(failing).rejects.not.toThrow(/geheim/);
  });

  test('when all connections of the server are taken', async () => {
    await server.databases.query(
      `CREATE ROLE few LOGIN CONNECTION LIMIT 0; GRANT ALL ON SCHEMA public TO few`,
    );
    await expect(
      openPostgres(storeOf(`postgres://few@127.0.0.1:${server.port}/postgres`)),
    ).rejects.toMatchObject(unavailable(/no connection left \(max_connections, .*\) \(53300\)/));
  });

  test('when all connections of the pool are taken', async () => {
    const database = openMigrated(server.settings(), { connections: 1, timeouts: { statementMs: 200 } });
    undos.push(() => database.close());
    const mayEnd = Promise.withResolvers<void>();
    const first = database.transaction(() => mayEnd.promise);
    await expect(database.read.get('SELECT 1')).rejects.toMatchObject(
      unavailable(/all 1 connections .*pool_size/),
    );
    mayEnd.resolve();
    // The server may have ended it, since it did nothing for as long.
    await first.catch(() => undefined);
  });

  test('when the database keeps no Unicode', async () => {
    const name = await server.databases.makeBare(
      `TEMPLATE template0 ENCODING 'LATIN1' LOCALE 'C' LOCALE_PROVIDER libc`,
    );
    await expect(openPostgres(server.settings(name))).rejects.toMatchObject(
      unavailable(/LATIN1.*ENCODING 'UTF8'/),
    );
  });

  test('when the user may make no tables', async () => {
    await server.databases.query(`CREATE ROLE guest LOGIN`);
    const name = await server.databases.makeBare();
    const url = server.url(name).replace('ringside@', 'guest@');
    await expect(openPostgres(storeOf(url))).rejects.toMatchObject(unavailable(/may not do that.*\(42501\)/));
  });
});

test('of several hosts the one that was there last time is asked first', async () => {
  const name = await server.databases.take();
  let asked = 0;
  const away = createServer((socket) => {
    asked += 1;
    socket.destroy();
  }).listen(0, '127.0.0.1');
  undos.push(() => away.close());
  await once(away, 'listening');
  const { port } = away.address() as AddressInfo;
  const both = storeOf(`postgres://ringside@127.0.0.1:${port},127.0.0.1:${server.port}/${name}`);
  const open = connector(both);
  for (let times = 0; times < 3; times += 1) await (await open()).end();
  expect(asked).toBe(1);
});

test('the first of several hosts that is there is taken', async () => {
  const name = await server.databases.take();
  const database = await openPostgres(
    storeOf(`postgres://ringside@127.0.0.1:1,127.0.0.1:${server.port}/${name}`),
  );
  undos.push(() => database.close());
  await write(database);
});
