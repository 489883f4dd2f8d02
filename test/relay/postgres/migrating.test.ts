import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { TIMEOUTS } from '../../../src-relay/postgres/connecting.ts';
import { migrate } from '../../../src-relay/postgres/migrating.ts';
import { openPostgres } from '../../../src-relay/postgres/opened.ts';
import { MIGRATIONS } from '../../../src-relay/postgres/schema/schema.ts';
import { openSqlite } from '../../../src-relay/sqlite/opened.ts';
import { newSecret, ring } from '../../fixtures/allo.ts';
import { startPostgres, type PostgresServer } from '../../fixtures/postgres/server.ts';
import { relayLab } from '../../fixtures/relay/lab.ts';

let server: PostgresServer;
const lab = relayLab('embedded');
afterEach(lab.cleanUp);

beforeAll(async () => {
  server = await startPostgres();
});
afterAll(() => server.close());

interface Column {
  readonly tab: string;
  readonly col: string;
  readonly kind: string;
  readonly required: number;
}

const COLUMNS = `
  SELECT table_name AS tab, column_name AS col, data_type AS kind,
    CASE WHEN is_nullable = 'NO' THEN 1 ELSE 0 END AS required
  FROM information_schema.columns WHERE table_schema = 'public' ORDER BY 1, 2`;

const columnsOf = (name: string) => server.databases.query<Column & Record<string, unknown>>(COLUMNS, name);

describe('the tables', () => {
  test.each(MIGRATIONS.map((_, version) => version))(
    'of version %i become those of today',
    async (version) => {
      const [fresh, old] = [await server.databases.makeBare(), await server.databases.makeBare()];
      await (await openPostgres(server.settings(fresh))).close();
      if (version > 0) await migrate(server.settings(old), TIMEOUTS, MIGRATIONS.slice(0, version));
      await (await openPostgres(server.settings(old))).close();
      expect(await columnsOf(old)).toEqual(await columnsOf(fresh));
    },
  );

  test.each(MIGRATIONS.map((_, version) => version))(
    'of version %i are brought up to date by relays that start at the same moment, with no command before them',
    async (version) => {
      const name = await server.databases.makeBare();
      if (version > 0) await migrate(server.settings(name), TIMEOUTS, MIGRATIONS.slice(0, version));
      const here = { movedTo: server.url(name), secret: newSecret() };
      const relays = await Promise.all([lab.start(here), lab.start(here)]);
      for (const relay of relays) expect((await relay.post(ring())).status).toBe(200);
    },
  );

  test('are made once by several who start at the same moment, and each journal is another one', async () => {
    const name = await server.databases.makeBare();
    const all = await Promise.all(Array.from({ length: 5 }, () => openPostgres(server.settings(name))));
    const epochs = await Promise.all(all.map((each) => each.read.get('SELECT epoch FROM journal')));
    expect(new Set(epochs.map((row) => JSON.stringify(row))).size).toBe(1);
    await Promise.all(all.map((each) => each.close()));
    const other = await openPostgres(server.settings(await server.databases.makeBare()));
    expect(await other.read.get('SELECT epoch FROM journal')).not.toEqual(epochs[0]);
    await other.close();
  });

  test('are as before when making them is broken off, and are made by the next one', async () => {
    const name = await server.databases.makeBare();
    const settings = server.settings(name);
    const broken = [...MIGRATIONS, 'CREATE TABLE half (); SELECT pg_terminate_backend(pg_backend_pid())'];
    await expect(migrate(settings, TIMEOUTS, broken)).rejects.toMatchObject({ kind: 'unavailable' });
    expect(await columnsOf(name)).toEqual([]);
    await (await openPostgres(settings)).close();
    expect(await columnsOf(name)).not.toEqual([]);
  });

  test('of a newer version are left alone', async () => {
    const name = await server.databases.makeBare();
    await migrate(server.settings(name), TIMEOUTS, [...MIGRATIONS, 'CREATE TABLE of_tomorrow ()']);
    await expect(openPostgres(server.settings(name))).rejects.toThrow(
      expect.objectContaining({ name: 'JournalError', message: expect.stringMatching(/newer version/) }),
    );
  });
});

test('both engines have the same tables and columns, but for what only several relays need', async () => {
  const only = new Set([
    'agent.head',
    'claim.changed_in',
    'journal.went_back',
    'released.changed_in',
    'ringside_version.one',
    'ringside_version.version',
  ]);
  const folder = await mkdtemp(join(tmpdir(), 'ringside-columns-'));
  const embedded = openSqlite(folder);
  try {
    const shared = await openPostgres(server.settings(await server.databases.makeBare()));
    const theirs = (await shared.read.all<Column>(COLUMNS))
      .filter(({ tab, col }) => !only.has(`${tab}.${col}`) && !['relay', 'crm_shared'].includes(tab))
      .map(({ tab, col, kind, required }) => `${tab}.${col} ${kind}${required === 1 ? '!' : ''}`);
    await shared.close();
    const ours = await embedded.read.all<{ tab: string; col: string; kind: string; required: number }>(
      `SELECT m.name AS tab, c.name AS col, c.type AS kind, CASE WHEN c."notnull" = 1 OR c.pk > 0 THEN 1 ELSE 0 END AS required
      FROM sqlite_schema AS m, pragma_table_info(m.name) AS c
      WHERE m.type IN ('table', 'view') AND m.name NOT LIKE 'sqlite_%'`,
    );
    const kinds: Record<string, string> = { INTEGER: 'bigint', TEXT: 'text', BLOB: 'bytea', '': 'bigint' };
    expect(
      ours
        .map(({ tab, col, kind, required }) => `${tab}.${col} ${kinds[kind]}${required === 1 ? '!' : ''}`)
        .sort(),
    ).toEqual(theirs.sort());
  } finally {
    await embedded.close();
    await rm(folder, { recursive: true });
  }
});

describe('the directory', () => {
  const CHANGES = [
    `INSERT INTO agent (email, floor, added_at) VALUES ('a@x', 7, 0), ('b@x', 0, 0)`,
    `UPDATE agent SET name = 'A' WHERE email = 'a@x'`,
    `UPDATE agent SET blocked_at = 1 WHERE email = 'a@x'`,
    `INSERT INTO alias (address, agent) SELECT 'c@x', id FROM agent WHERE email = 'a@x'`,
    `UPDATE alias SET origin = 'allo'`,
    `INSERT INTO line (number, agent) SELECT '+33', id FROM agent WHERE email = 'a@x'`,
    `INSERT INTO device (id, agent, token_hash, added_at) SELECT 'd', id, 'h', 0 FROM agent WHERE email = 'a@x'`,
    `INSERT INTO allo_line VALUES ('+33', 'Sales')`,
    `UPDATE allo_line SET name = 'Help'`,
    `DELETE FROM device`,
    `UPDATE journal SET directory_version = directory_version + 1`,
    `DELETE FROM agent WHERE email = 'a@x'`,
  ];
  const QUIET = [
    `UPDATE device SET acked = 4`,
    `UPDATE agent SET head = head + 1`,
    `DELETE FROM device WHERE id = 'none'`,
    `UPDATE agent SET name = 'nobody' WHERE email = 'none'`,
  ];

  test('tells by its version what changes in it, once for a transaction, and nothing else', async () => {
    const database = await openPostgres(server.settings(await server.databases.makeBare()));
    const version = async () =>
      (await database.read.get<{ v: number }>('SELECT directory_version AS v FROM journal'))?.v ?? -1;
    for (const change of CHANGES) {
      const before = await version();
      await database.transaction(async (sql) => {
        await sql.run(change);
        for (const quiet of QUIET) await sql.run(quiet);
      });
      expect([change, await version()]).toEqual([change, before + 1]);
      for (const quiet of QUIET) await database.transaction((sql) => sql.run(quiet));
      expect([change, await version()]).toEqual([change, before + 1]);
    }
    await database.close();
  });

  test('starts the sequence of a new agent at its floor', async () => {
    const database = await openPostgres(server.settings(await server.databases.makeBare()));
    await database.transaction((sql) => sql.run(CHANGES[0] ?? ''));
    expect(await database.read.all('SELECT floor, head FROM sequence ORDER BY agent')).toEqual([
      { floor: 7, head: 7 },
      { floor: 0, head: 0 },
    ]);
    await database.close();
  });
});
