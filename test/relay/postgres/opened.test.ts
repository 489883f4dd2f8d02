import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { openPostgres, type PostgresDatabase } from '../../../src-relay/postgres/opened.ts';
import { StoreFault, WRITING_LOCK } from '../../../src-relay/sql/sql.ts';
import { startPostgres, type PostgresServer } from '../../fixtures/postgres/server.ts';
import { until } from '../../fixtures/until.ts';

let server: PostgresServer;
let database: PostgresDatabase;
let name: string;

beforeAll(async () => {
  server = await startPostgres({ synchronous_commit: 'off', default_transaction_isolation: 'serializable' });
  name = await server.databases.take();
  database = await openPostgres(server.settings(name), { connections: 4, timeouts: { lockMs: 2000 } });
  await server.databases.query('CREATE TABLE counter (name TEXT PRIMARY KEY, value BIGINT NOT NULL)', name);
});
afterAll(async () => {
  await database.close();
  await server.close();
});
beforeEach(async () => {
  await server.databases.query(`DELETE FROM counter; INSERT INTO counter VALUES ('a', 0), ('b', 0)`, name);
});

const ADD = 'UPDATE counter SET value = value + 1 WHERE name = ?';
const VALUE = 'SELECT value FROM counter WHERE name = ?';

async function isSomebodyWaiting(): Promise<boolean> {
  const waiting = `SELECT 1 AS one FROM pg_locks WHERE locktype = 'advisory' AND NOT granted`;
  return (await database.read.get(waiting)) !== undefined;
}

describe('a value', () => {
  test('comes back as it went in, whichever way: alone, or in a list', async () => {
    // Halves of a pair are no text: UTF-8 has none.
    const text = fc.string({ unit: 'grapheme' });
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(text, fc.maxSafeInteger(), fc.uint8Array()), { minLength: 1, maxLength: 5 }),
        async (rows) => {
          const [texts, numbers, bytes] = [0, 1, 2].map((at) => rows.map((row) => row[at] ?? null));
          const listed = await database.read.rows<{ t: string; n: number; b: Uint8Array }>(
            'SELECT * FROM unnest(CAST(? AS TEXT[]), CAST(? AS BIGINT[]), CAST(? AS BYTEA[])) AS u (t, n, b)',
            [texts ?? [], numbers ?? [], bytes ?? []] as never,
          );
          const kept = rows.map(([t, n, b]) => [t.replaceAll('\0', '\uFFFD'), n, [...b]]);
          expect(listed.map(({ t, n, b }) => [t, n, [...b]])).toEqual(kept);
          const [first] = rows;
          const alone = await database.read.get<{ t: string; n: number; b: Uint8Array }>(
            'SELECT CAST(?1 AS TEXT) AS t, CAST(?2 AS BIGINT) AS n, CAST(?3 AS BYTEA) AS b',
            ...(first ?? ['', 0, new Uint8Array()]),
          );
          expect([alone?.t, alone?.n, [...(alone?.b ?? [])]]).toEqual(kept[0]);
        },
      ),
      { numRuns: 40 },
    );
  });

  test('with a character that cannot be kept is found by that very character', async () => {
    await database.transaction((sql) => sql.run('INSERT INTO counter VALUES (?, 1)', 'nul\0'));
    expect(await database.read.get(VALUE, 'nul\0')).toEqual({ value: 1 });
    expect(await database.read.get('SELECT name FROM counter WHERE value = 1')).toEqual({
      name: 'nul\uFFFD',
    });
  });

  test('that is counted, summed or compared is a number, as on the other engine', async () => {
    expect(
      await database.read.get(
        'SELECT count(*) AS many, sum(value) AS total, 1 < 2 AS less, NULL AS none FROM counter',
      ),
    ).toEqual({ many: 2, total: 0, less: 1, none: null });
  });

  test('is ordered by its bytes, whatever the language of the database', async () => {
    const names = ['a', 'B', 'é', 'Z', '_', '10', '9'];
    await database.transaction((sql) =>
      sql.rows('INSERT INTO webhook SELECT unnest(CAST(? AS TEXT[])), 0', [names]),
    );
    const rows = await database.read.all<{ id: string }>('SELECT id FROM webhook ORDER BY id');
    expect(rows.map(({ id }) => id)).toEqual(
      names.toSorted((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b))),
    );
  });
});

describe('a connection', () => {
  test('answers when what it kept is on disk, whatever the server does for others', async () => {
    expect(
      await database.read.get(
        `SELECT current_setting('synchronous_commit') AS sync, current_setting('transaction_isolation') AS isolation,
          current_setting('application_name') AS name`,
      ),
    ).toEqual({ sync: 'on', isolation: 'read committed', name: 'ringside-relay' });
  });

  test('never is one of more than were asked for', async () => {
    const asked = Array.from({ length: 40 }, () =>
      database.read.get('SELECT pg_backend_pid() AS pid, pg_sleep(0.005)'),
    );
    const pids = new Set((await Promise.all(asked)).map((row) => (row as { pid: number }).pid));
    expect(pids.size).toBeLessThanOrEqual(4);
    expect(database.stats()).toMatchObject({ most: 4, busy: 0, waiting: 0 });
  });

  test('prepares a statement once, even if it failed the first time', async () => {
    const late = 'SELECT 1 AS one FROM not_yet';
    await expect(database.transaction((sql) => sql.all(late))).rejects.toThrow(StoreFault);
    await server.databases.query('CREATE TABLE not_yet (); ', name);
    expect(await database.transaction((sql) => sql.all(late))).toEqual([]);
    for (let at = 0; at < 3; at += 1) expect(await database.transaction((sql) => sql.all(late))).toEqual([]);
  });
});

describe('a transaction', () => {
  test('is kept whole, or not at all', async () => {
    const failing = database.transaction(async (sql) => {
      await sql.run(ADD, 'a');
      throw new TypeError('of the work itself');
    });
    await expect(failing).rejects.toThrow(TypeError);
    expect(await database.read.get(VALUE, 'a')).toEqual({ value: 0 });
    await database.transaction((sql) => sql.run(ADD, 'a'));
    expect(await database.read.get(VALUE, 'a')).toEqual({ value: 1 });
  });

  test('sends its statements without waiting, and they are done in that order', async () => {
    const values = await database.transaction((sql) =>
      Promise.all(
        Array.from({ length: 20 }, () => sql.get<{ value: number }>(`${ADD} RETURNING value`, 'a')),
      ),
    );
    expect(values.map((row) => row?.value)).toEqual(Array.from({ length: 20 }, (_, at) => at + 1));
  });

  test('in which a statement failed is not kept, even if its work goes on', async () => {
    const careless = database.transaction(async (sql) => {
      await sql.run(ADD, 'a');
      await sql.run('INSERT INTO counter VALUES (?, 0)', 'a').catch(() => undefined);
    });
    await expect(careless).rejects.toMatchObject({ kind: 'refused' });
    expect(await database.read.get(VALUE, 'a')).toEqual({ value: 0 });
  });

  test('whose work goes on after its end changes nothing more', async () => {
    const over = Promise.withResolvers<void>();
    let late: Promise<unknown> = Promise.resolve();
    await database.transaction(async (sql) => {
      late = over.promise.then(() => sql.run(ADD, 'a'));
    });
    over.resolve();
    await expect(late).rejects.toMatchObject({ kind: 'refused' });
    expect(await database.read.get(VALUE, 'a')).toEqual({ value: 0 });
  });

  test('that meets another the other way round is done again', async () => {
    let tries = 0;
    const met = Promise.withResolvers<void>();
    const both = async (first: string, second: string) =>
      await database.transaction(async (sql) => {
        await sql.run(ADD, first);
        tries += 1;
        if (tries === 2) met.resolve();
        await met.promise;
        await sql.run(ADD, second);
      });
    await Promise.all([both('a', 'b'), both('b', 'a')]);
    expect(tries).toBeGreaterThan(2);
    expect(await database.read.all('SELECT value FROM counter')).toEqual([{ value: 2 }, { value: 2 }]);
  });

  test('that always meets others gives up with a conflict', async () => {
    let tries = 0;
    const always = database.transaction(async (sql) => {
      tries += 1;
      await sql.get(`DO $$ BEGIN RAISE EXCEPTION 'again' USING ERRCODE = '40001'; END $$`);
    });
    await expect(always).rejects.toMatchObject({ kind: 'conflict' });
    expect(tries).toBe(6);
  });

  test('that waits for a lock too long is told so, and others go on', async () => {
    const [has, letGo] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    const held = database.transaction(async (sql) => {
      await sql.run(ADD, 'a');
      has.resolve();
      await letGo.promise;
    });
    await has.promise;
    const waiting = database.transaction((sql) => sql.run(ADD, 'a'));
    await expect(waiting).rejects.toMatchObject({
      kind: 'unavailable',
      message: expect.stringMatching(/lock/),
    });
    letGo.resolve();
    await held;
    await database.transaction((sql) => sql.run(ADD, 'a'));
    expect(await database.read.get(VALUE, 'a')).toEqual({ value: 2 });
  });

  test('alone waits for writers that began before it, and holds back those after it', async () => {
    const order: string[] = [];
    const [letFirstGo, letAloneGo] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    const writer = (who: string, goOn: Promise<void>) =>
      database.transaction(async (sql) => {
        await sql.get('SELECT pg_advisory_xact_lock_shared(?)', WRITING_LOCK);
        order.push(`${who} in`);
        await goOn;
        order.push(`${who} out`);
      });
    const first = writer('first', letFirstGo.promise);
    await until('the first to be in', () => order.length === 1);
    const alone = database.alone(async () => {
      order.push('alone in');
      await letAloneGo.promise;
      order.push('alone out');
    });
    await until('alone to wait', isSomebodyWaiting);
    letFirstGo.resolve();
    await until('alone to be in', () => order.length === 3);
    const second = writer('second', Promise.resolve());
    await until('the second to wait', isSomebodyWaiting);
    letAloneGo.resolve();
    await Promise.all([first, alone, second]);
    expect(order).toEqual(['first in', 'first out', 'alone in', 'alone out', 'second in', 'second out']);
  });

  test('that is refused says why, and nothing of what it was to keep', async () => {
    const doubled = database.transaction((sql) => sql.run('INSERT INTO counter VALUES (?, 0)', 'a'));
    await expect(doubled).rejects.toMatchObject({
      kind: 'refused',
      message: expect.stringMatching(/refused, table counter, constraint counter_pkey, .*\(23505\)/),
    });
    const nonsense = database.read.get('SELECT CAST(CAST(? AS TEXT) AS BIGINT)', '+33123456789x');
    await expect(nonsense).rejects.not.toThrow(/33123456789/);
  });
});
