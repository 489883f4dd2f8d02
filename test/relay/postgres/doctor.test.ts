import { hostname } from 'node:os';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Finding } from '../../../src-relay/doctor/finding.ts';
import { lookAtPostgres } from '../../../src-relay/doctor/postgres.ts';
import { lookAtRelays } from '../../../src-relay/doctor/relays.ts';
import { TIMEOUTS } from '../../../src-relay/postgres/connecting.ts';
import { migrate } from '../../../src-relay/postgres/migrating.ts';
import { openMigrated, openPostgres, type PostgresDatabase } from '../../../src-relay/postgres/opened.ts';
import { MIGRATIONS } from '../../../src-relay/postgres/schema/schema.ts';
import { NORA } from '../../fixtures/allo.ts';
import { complaints, doctor } from '../../fixtures/relay/doctor.ts';
import { cliOn, relayLab } from '../../fixtures/relay/lab.ts';
import { startPostgres, type PostgresServer } from '../../fixtures/postgres/server.ts';
import { until } from '../../fixtures/until.ts';

const lab = relayLab('embedded');
let server: PostgresServer;
let database: PostgresDatabase;
let store: readonly string[];

beforeAll(async () => {
  server = await startPostgres({ fsync: 'off', synchronous_commit: 'local', max_connections: '20' });
  const name = await server.databases.makeBare();
  database = await openPostgres(server.settings(name));
  store = ['--store', server.url(name)];
});
afterEach(lab.cleanUp);
afterAll(async () => {
  await database.close();
  await server.close();
});

const words = (findings: readonly Finding[]) =>
  findings.map(({ level, about, found }) => `${level} ${about}: ${found}`);

describe('doctor, of the server', () => {
  it('says what of it keeps a webhook from being safe, and how much room it has', async () => {
    const name = 'db.example:5432/ringside';
    expect(words(await lookAtPostgres(database.read, name))).toEqual([
      expect.stringMatching(/^ok store: PostgreSQL 18\.\d+ at db\.example:5432\/ringside, \d+ MiB$/),
      'fail durability: fsync is off: what was answered is lost with the power',
      'ok standbys: none is waited for: what was answered is on one server (synchronous_standby_names is empty)',
      expect.stringMatching(/^warn connections: \d+ of 20 connections are left$/),
    ]);
    await server.stop();
    await server.start([
      '-c',
      'fsync=on',
      '-c',
      'synchronous_standby_names=FIRST 1 (b)',
      '-c',
      'autovacuum=off',
    ]);
    expect(words(await lookAtPostgres(database.read, name)).slice(1)).toEqual([
      "ok durability: a webhook is answered when it is on disk: synchronous_commit on (the server's own local is not used by relays)",
      'warn standbys: FIRST 1 (b) is waited for, and none is to be seen',
      expect.stringContaining('connections'),
      'warn store: autovacuum is off: its tables grow with all that is erased',
    ]);
    await server.stop();
    await server.start();
  });
});

describe('doctor, of the relays that share it', () => {
  type Row = readonly [
    host: string,
    version: string,
    config: string,
    secrets: string,
    at: number,
    prints?: object,
  ];
  async function relays(...rows: readonly Row[]) {
    await database.transaction(async (sql) => {
      await sql.run('DELETE FROM relay');
      for (const [host, version, config, secrets, seenAt, prints] of rows)
        await sql.run(
          `INSERT INTO relay (id, host, address, version, config_digest, secrets_digest, started_at, seen_at, secret_prints)
           VALUES (?, ?, ?, ?, ?, ?, 0, ?, ?)`,
          `id ${host}`,
          host,
          `http://${host}:8787`,
          version,
          config,
          secrets,
          seenAt,
          prints === undefined ? null : JSON.stringify(prints),
        );
    });
    return words(await lookAtRelays(database.read));
  }

  it('says who is there, and whose config, secrets or version is another one', async () => {
    expect(await relays(['gone', '1', 'c', 's', Date.now() - 60_000])).toEqual([
      'warn relays: none runs on this database now',
    ]);
    let now = Date.now();
    expect(await relays(['a', '1', 'c', 's', now], ['b', '1', 'c', 's', now - 5000])).toEqual([
      'ok relays: 2 run: a (http://a:8787), b (http://b:8787)',
    ]);
    now = Date.now();
    expect(
      await relays(['a', '1', 'c', 's', now], ['b', '2', 'd', 's', now], ['c', '1', 'c', 't', now]),
    ).toEqual([
      'ok relays: 3 run: a (http://a:8787), b (http://b:8787), c (http://c:8787)',
      'fail relays: not all have the same config: a, c | b',
      'fail relays: not all have the same webhook secrets: a, b | c; some webhooks get 401',
      'warn relays: not all are of one version: a, c | b',
    ]);
  });

  it('tells several of one machine apart by their addresses', async () => {
    const at = Date.now() + 60_000;
    await relays(['a', '1', 'c', 's', at], ['b', '1', 'd', 's', at], ['c', '1', 'c', 's', at]);
    await database.transaction((sql) => sql.run("UPDATE relay SET host = 'a' WHERE host = 'b'"));
    expect(words(await lookAtRelays(database.read))).toContain(
      'fail relays: not all have the same config: a (http://a:8787), c | a (http://b:8787)',
    );
  });

  it('says by name which secret another one has, or none, and nothing of relays that do not tell', async () => {
    const alike = ['1', 'c', 's', Date.now()] as const;
    const prints = (key: string, crm: string) => ({ 'allo-api-key': key, 'crm-secret': crm });
    expect(
      await relays(['a', ...alike, prints('x', 'y')], ['b', ...alike, prints('x', 'y')], ['older', ...alike]),
    ).toHaveLength(1);
    const all = await relays(
      ['a', ...alike, prints('x', 'y')],
      ['b', ...alike, prints('none', 'z')],
      ['c', ...alike, prints('none', 'y')],
      ['older', ...alike],
    );
    expect(all.slice(1)).toEqual([
      'fail relays: not all have the same allo-api-key: a | b, c (none); Allo is asked with that of the relay whose turn it is',
      'fail relays: not all have the same crm-secret: a, c | b; each finds records with its own, and tells the others nothing of them',
    ]);
  });

  it('looks at tables of the version before, too', async () => {
    const name = await server.databases.makeBare();
    await migrate(server.settings(name), TIMEOUTS, MIGRATIONS.slice(0, 1));
    const old = openMigrated(server.settings(name));
    expect(words(await lookAtRelays(old.read))).toEqual(['warn relays: none runs on this database now']);
    await old.close();
  });
});

describe('commands on a journal in PostgreSQL', () => {
  it('doctor names the server, and what cannot be reached', async () => {
    const folder = await lab.folder();
    await cliOn(folder, ['agents', 'add', NORA, ...store]);
    const { checks } = await doctor(folder, '', ...store);
    expect(checks.map(({ about }) => about)).not.toContain('disk');
    expect(checks.find(({ about }) => about === 'agents')?.found).toBe('1, with 0 devices');
    expect(checks.find(({ about }) => about === 'store')?.found).toContain('PostgreSQL 18');
    const dead = await doctor(folder, '', '--store', 'postgres://nobody@127.0.0.1:1/x?sslmode=disable');
    expect(complaints(dead).join('\n')).toMatch(/fail store: .*127\.0\.0\.1:1.*nothing listens there/);
    expect(dead.code).toBe(1);
  });

  it('doctor tells tables of a newer version, which no relay of this one starts on', async () => {
    const folder = await lab.folder();
    const now = await database.read.get<{ version: number }>('SELECT version FROM ringside_version');
    await database.read.run('UPDATE ringside_version SET version = 999');
    const { code, checks } = await doctor(folder, '', ...store);
    await database.read.run('UPDATE ringside_version SET version = ?', now?.version ?? 0);
    expect(code).toBe(1);
    expect(checks.filter(({ level, about }) => level === 'fail' && about === 'store')).toMatchObject([
      { found: expect.stringContaining('newer version') as string },
    ]);
  });

  it('backup makes none, and says what to use', async () => {
    const folder = await lab.folder();
    await expect(cliOn(folder, ['backup', 'x.db', ...store])).rejects.toThrow(
      /exit 1: .*nothing was backed up/,
    );
  });

  it('restored gives it a new epoch, and refuses while a relay runs', async () => {
    const folder = await lab.folder();
    const epoch = () => database.read.get<{ epoch: string }>('SELECT epoch FROM journal');
    const before = await epoch();
    await expect(cliOn(folder, ['restored', ...store])).rejects.toThrow(
      /relays run on that database \(a, b, c, older\)/,
    );
    await database.transaction((sql) => sql.run('DELETE FROM relay'));
    expect(await cliOn(folder, ['restored', ...store])).toMatchObject({ devices: 0, lastWebhookAt: null });
    expect(await epoch()).not.toEqual(before);
  });

  it('find the relay of their folder among several of a machine, also while PostgreSQL is away, which is logged once', async () => {
    const relay = await lab.start({ movedTo: store[1] ?? '' });
    await database.transaction((sql) =>
      sql.run(
        `INSERT INTO relay (id, host, address, version, config_digest, secrets_digest, started_at, seen_at)
         VALUES ('another', ?, 'http://127.0.0.1:9', '1', 'c', 's', 0, ?)`,
        hostname(),
        Date.now() + 60_000,
      ),
    );
    const found = async () =>
      (await doctor(relay.folder, relay.secret)).checks.find(({ about }) => about === 'relay')?.found;
    expect(await found()).toBe(`ready at ${relay.url}`);
    await server.stop();
    await until(
      'it is noticed',
      async () => (await relay.metric('ringside_journal_readable').catch(() => 1)) === 0,
    );
    expect(await found()).toContain(`runs at ${relay.url} but is not ready: the journal cannot be read`);
    expect(relay.log()).not.toContain('no such metric now');
    await server.start();
  });
});
