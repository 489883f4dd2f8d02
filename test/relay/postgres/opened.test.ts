import { afterAll, beforeAll, expect, test } from 'vitest';
import { openPostgres, type PostgresDatabase } from '../../../src-relay/postgres/opened.ts';
import { startPostgres, type PostgresServer } from '../../fixtures/postgres/server.ts';

let server: PostgresServer;
let database: PostgresDatabase;

beforeAll(async () => {
  server = await startPostgres();
  database = await openPostgres(server.settings(await server.databases.makeBare()));
});
afterAll(async () => {
  await database.close();
  await server.close();
});

test('a value comes back as it went in', async () => {
  await database.transaction(async (sql) => {
    await sql.run('INSERT INTO webhook (id, received_at) VALUES (?, ?)', 'a', 2 ** 45);
    await sql.run('INSERT INTO erased (hash, at, until) VALUES (?, ?, ?)', new Uint8Array([0, 1, 255]), 1, 2);
  });
  expect(await database.read.get('SELECT * FROM webhook')).toEqual({ id: 'a', received_at: 2 ** 45 });
  const row = await database.read.get<{ hash: Uint8Array }>('SELECT hash FROM erased');
  expect([...(row?.hash ?? [])]).toEqual([0, 1, 255]);
  expect(await database.read.get('SELECT count(*) AS many, sum(at) AS total FROM erased')).toEqual({
    many: 1,
    total: 1,
  });
});
