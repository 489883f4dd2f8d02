import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { claimChanges } from '../../../src-relay/postgres/claim-changes.ts';
import { openPostgres, type PostgresDatabase } from '../../../src-relay/postgres/opened.ts';
import type { Sql } from '../../../src-relay/sql/sql.ts';
import { NORA } from '../../fixtures/allo.ts';
import { settingsOf } from '../../fixtures/postgres/server.ts';
import { sharedPostgres } from '../../fixtures/postgres/shared.ts';
import { until } from '../../fixtures/until.ts';

const HOUR_MS = 3_600_000;
let database: PostgresDatabase;
let giveBack: () => Promise<void>;

beforeAll(async () => {
  const { databases, url } = await sharedPostgres();
  const name = await databases.take();
  database = await openPostgres(settingsOf(url(name)));
  giveBack = () => databases.giveBack(name);
  await database.read.run('INSERT INTO agent (id, email, floor, added_at) VALUES (1, ?, 0, 0)', NORA);
});
afterAll(async () => {
  await database.close();
  await giveBack();
});

const claim = (sql: Sql, call: string, at = Date.now()) =>
  sql.run('INSERT INTO claim (call, agent, at) VALUES (?, 1, ?)', call, at);
const release = (sql: Sql, call: string, at = Date.now()) =>
  sql.run(
    'INSERT INTO released (call, agent, at) VALUES (?, 1, ?) ON CONFLICT (call) DO UPDATE SET at = excluded.at',
    call,
    at,
  );

/** A transaction that is under way until it is let go. */
async function begun(work: (sql: Sql) => Promise<unknown>): Promise<{ commit(): Promise<void> }> {
  const [isDone, mayEnd] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  const ended = database.transaction(async (sql) => {
    await work(sql);
    isDone.resolve();
    await mayEnd.promise;
  });
  await isDone.promise;
  return {
    commit: () => {
      mayEnd.resolve();
      return ended;
    },
  };
}

async function looking() {
  const changes = await claimChanges(database.read);
  const look = async (isFurtherBack = false) =>
    (await changes.since(isFurtherBack)).map(({ call }) => call as string).sort();
  // While another test's transaction on the server is under way, some are found once more.
  await until('nothing is new', async () => (await look()).length === 0);
  return look;
}

describe('a look at who has a call', () => {
  it('finds what was written since the last one, whatever the clocks of the relays say, and no more for long', async () => {
    const look = await looking();
    await claim(database.read, 'an hour ago', Date.now() - HOUR_MS);
    await release(database.read, 'an hour from now', Date.now() + HOUR_MS);
    expect(await look()).toEqual(['an hour ago', 'an hour from now']);
    await until('nothing is new', async () => (await look()).length === 0);
    await release(database.read, 'an hour from now', Date.now() - HOUR_MS);
    expect(await look()).toContain('an hour from now');
    expect(await look(true)).toEqual(['an hour ago', 'an hour from now']);
  });

  it('finds what was long under way when it is committed, in whatever order that is', async () => {
    const look = await looking();
    const first = await begun((sql) => claim(sql, 'first'));
    const second = await begun((sql) => release(sql, 'second'));
    expect(await look()).toEqual([]);
    await claim(database.read, 'meanwhile');
    expect(await look()).toEqual(['meanwhile']);
    await second.commit();
    expect(await look()).toEqual(['meanwhile', 'second']);
    await first.commit();
    expect(await look()).toContain('first');
    await until('nothing is new', async () => (await look()).length === 0);
  });

  it('leaves out what another server has numbered, of whose dump the database was made', async () => {
    const look = await looking();
    await database.transaction(async (sql) => {
      await sql.run('ALTER TABLE claim DISABLE TRIGGER claim_changed_in');
      await sql.run(`INSERT INTO claim (call, agent, at, changed_in) VALUES ('dumped', 1, 0, 4000000000000)`);
      await sql.run('ALTER TABLE claim ENABLE TRIGGER claim_changed_in');
    });
    expect(await look()).not.toContain('dumped');
  });
});
