import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { DatabaseSync } from 'node:sqlite';
import { join } from 'node:path';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { MOVED_TABLES } from '../../../src-relay/move/tables.ts';
import { openPostgres, type PostgresDatabase } from '../../../src-relay/postgres/opened.ts';
import { openJournalDatabase } from '../../../src-relay/sqlite/database.ts';
import { RELAY } from '../../../scripts/relay/process.ts';
import { answer, completed, contact, NORA, ring, SAM, sms, tag } from '../../fixtures/allo.ts';
import { settingsOf } from '../../fixtures/postgres/server.ts';
import { sharedPostgres, type SharedPostgres } from '../../fixtures/postgres/shared.ts';
import { connectAgent, goLive } from '../../fixtures/relay/agent-socket.ts';
import { ago, BEN, HOUR, nobody } from '../../fixtures/relay/forgotten.ts';
import { cliOn, relayLab, type LabRelay } from '../../fixtures/relay/lab.ts';
import { until } from '../../fixtures/until.ts';

const lab = relayLab('embedded');
let server: SharedPostgres;
beforeAll(async () => {
  server = await sharedPostgres();
});
afterEach(lab.cleanUp);

async function target(): Promise<{ readonly url: string; readonly database: PostgresDatabase }> {
  const name = await server.databases.take();
  lab.onCleanUp(() => server.databases.giveBack(name));
  const database = await openPostgres(settingsOf(server.url(name)));
  lab.onCleanUp(database.close);
  return { url: server.url(name), database };
}

/** Something in as many tables as a relay fills by itself. */
async function live(relay: LabRelay): Promise<void> {
  const nora = await relay.live(NORA);
  await relay.cli('devices', 'pair', SAM);
  await relay.post(contact({ name: 'A\0na' }));
  await relay.post(ring({ started_at: ago(2 * HOUR) }));
  await relay.post(answer({ started_at: ago(2 * HOUR) }));
  await relay.post(completed({ start_date: ago(2 * HOUR), id: 'cll_1' }));
  await relay.post(tag({ call_id: 'cll_1', tag_key: 'vip' }));
  await relay.post(tag({ call_id: 'cll_waits', tag_key: 'later' }));
  await relay.post(sms({ content: 'zero \0, naïve, 🙂, \'quoted\' "twice"' }));
  await relay.post(completed({ ...nobody, start_date: ago(HOUR), from_number: BEN, id: 'cll_ben' }));
  await relay.post('no JSON \0');
  await nora.eventCount(6);
  nora.send(JSON.stringify({ type: 'claim', call: nora.events[0]?.call }));
  await nora.frame('claimed');
  await relay.cli('forget', BEN);
}

async function lived(): Promise<LabRelay> {
  const relay = await lab.start({ agents: [NORA, SAM] });
  await live(relay);
  await relay.stop();
  return relay;
}

/** PostgreSQL keeps no U+0000. */
function plain(rows: readonly object[]): unknown[] {
  const one = (value: unknown): unknown =>
    value instanceof Uint8Array
      ? [...value]
      : typeof value === 'string'
        ? value.replaceAll('\0', '\uFFFD')
        : value;
  return rows.map((row) => Object.entries(row).map(([name, value]) => [name, one(value)]));
}

const move = (folder: string, url: string) => cliOn(folder, ['move', '--to', url]);

describe('what is moved', () => {
  it('is every column of every table, of both engines', async () => {
    const { database } = await target();
    const db = openJournalDatabase(await lab.folder());
    lab.onCleanUp(() => db.close());
    const theirs = await database.read.all<{ table: string; column: string }>(
      `SELECT c.table_name AS "table", c.column_name AS "column" FROM information_schema.columns c
       JOIN information_schema.tables t ON t.table_name = c.table_name AND t.table_schema = c.table_schema
       WHERE c.table_schema = 'public' AND t.table_type = 'BASE TABLE'`,
    );
    const ours = db
      .prepare(
        `SELECT m.name AS "table", c.name AS "column" FROM sqlite_schema m JOIN pragma_table_info(m.name) c
         WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite%'`,
      )
      .all() as { table: string; column: string }[];
    const named = (rows: { table: string; column: string }[]) => rows.map((r) => `${r.table}.${r.column}`);
    const moved = MOVED_TABLES.flatMap(({ name, columns }) => columns.map((column) => `${name}.${column}`));
    const ofThisRelay = ['journal.listening', 'journal.probed_at'];
    const ofThatEngine = (one: string) =>
      /^(?:relay|crm_shared|migration|ringside_\w+|version)\.|^(?:claim|released)\.changed_in$|^journal\.went_back$/.test(
        one,
      );
    expect([...moved, ...ofThisRelay].sort()).toEqual(
      named(theirs)
        .filter((one) => !ofThatEngine(one))
        .sort(),
    );
    expect([...moved, ...ofThisRelay].filter((one) => one !== 'agent.head').sort()).toEqual(
      named(ours).sort(),
    );
  });

  it('is the same there, row by row, and what comes next has the next numbers', async () => {
    const relay = await lived();
    const { url, database } = await target();
    const db = new DatabaseSync(join(relay.folder, 'journal.db'), { timeout: 5000 });
    lab.onCleanUp(() => db.close());
    const epoch = db.prepare('SELECT epoch FROM journal').get()?.['epoch'];
    const heads = db.prepare('SELECT agent, floor, head FROM sequence ORDER BY agent').all();
    const result = await move(relay.folder, url);
    expect(result).toMatchObject({ agents: 2, devices: 1 });
    expect(result['events']).toBe(db.prepare('SELECT count(*) AS n FROM event').get()?.['n']);
    expect(JSON.stringify(result)).not.toContain('sslmode');
    for (const { name, columns, key, computed } of MOVED_TABLES) {
      if (computed !== undefined || name === 'journal') continue;
      const text = `SELECT ${columns.join(', ')} FROM ${name} ORDER BY ${key.join(', ')}`;
      expect([name, plain(await database.read.all(text))]).toEqual([name, plain(db.prepare(text).all())]);
    }
    expect(await database.read.get('SELECT epoch FROM journal')).toEqual({ epoch });
    expect(await database.read.all('SELECT agent, floor, head FROM sequence ORDER BY agent')).toEqual(
      heads.map((row) => ({ ...row })),
    );
    const last = Number(db.prepare("SELECT seq FROM sqlite_sequence WHERE name = 'event'").get()?.['seq']);
    const next = await database.transaction((sql) =>
      sql.get<{ id: number }>(
        `INSERT INTO event (webhook_id, topic, occurred_at, received_at, data) VALUES ('x', 'x', '', 0, '{}') RETURNING id`,
      ),
    );
    expect(next?.id).toBe(last + 1);
    // An app whose relay is started on the old journal again starts over.
    expect(db.prepare('SELECT epoch FROM journal').get()?.['epoch']).not.toBe(epoch);
  });

  it('may be named with a U+0000, in whatever order that puts it, and even if two are one then', async () => {
    const relay = await lab.start({ agents: [NORA] });
    for (const id of ['b', 'bb', 'b\uFFFDc', 'b\0c'])
      await relay.post(contact({ id, numbers: [BEN, '+33199004444'] }));
    await relay.stop();
    const { url, database } = await target();
    await move(relay.folder, url);
    const ids = await database.read.all<{ id: string }>('SELECT id FROM contact ORDER BY id');
    expect(ids.map(({ id }) => id)).toEqual(['b', 'bb', 'b\uFFFDc']);
    const numbers = await database.read.get<{ n: number }>('SELECT count(*) AS n FROM contact_number');
    expect(numbers?.n).toBe(6);
  });

  it('is nothing while a relay runs on the folder, or into a database that has something', async () => {
    const relay = await lab.start({ agents: [NORA] });
    const { url, database } = await target();
    await expect(move(relay.folder, url)).rejects.toThrow(/another relay is running/);
    await relay.stop();
    await database.transaction((sql) => sql.run("INSERT INTO allo_line (number) VALUES ('+331')"));
    await expect(move(relay.folder, url)).rejects.toThrow(/not empty \(allo_line\).*nothing was changed/);
    expect(await database.read.get('SELECT count(*) AS n FROM agent')).toEqual({ n: 0 });
    await database.transaction(async (sql) => {
      await sql.run('DELETE FROM allo_line');
      await sql.run(
        `INSERT INTO relay (id, host, version, config_digest, secrets_digest, started_at, seen_at)
         VALUES ('r', 'berlin', '1', '', '', 0, ?)`,
        Date.now(),
      );
    });
    await expect(move(relay.folder, url)).rejects.toThrow(/relays run on that database \(berlin\)/);
    await expect(move(await lab.folder(), url)).rejects.toThrow(/there is no journal in/);
    await expect(move(relay.folder, url.replace('ringside@', 'ringside:secret@'))).rejects.toThrow(
      /exit 2: .*--to: (?!.*secret)/,
    );
  });
});

describe('a move that is broken off', () => {
  it('has moved nothing, and is done when it is run again', async () => {
    const relay = await lived();
    const db = new DatabaseSync(join(relay.folder, 'journal.db'));
    lab.onCleanUp(() => db.close());
    db.exec(
      `WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 20000)
       INSERT INTO webhook (id, received_at) SELECT 'old_' || i, i FROM n`,
    );
    const { url, database } = await target();
    await database.transaction(async (sql) => {
      // It has moved the webhooks when it comes to the events, and gets no further.
      await sql.run('LOCK TABLE event IN SHARE MODE');
      const child = spawn(process.execPath, [RELAY, 'move', '--to', url, '--data', relay.folder], {
        stdio: 'ignore',
      });
      // Tables of databases that were copied from one have one number.
      const waiting = `SELECT 1 AS one FROM pg_locks JOIN pg_database d ON d.oid = database
        WHERE d.datname = current_database() AND relation = 'event'::regclass AND NOT granted`;
      await until('it to be in the middle', () => sql.get(waiting));
      child.kill('SIGKILL');
      await once(child, 'exit');
    });
    expect(await database.read.get('SELECT count(*) AS n FROM webhook')).toEqual({ n: 0 });
    const result = await move(relay.folder, url);
    expect(result).toMatchObject({ agents: 2 });
    expect(await database.read.get('SELECT count(*) AS n FROM webhook')).toMatchObject({ n: 20_009 });
  });

  it('after all of it was kept is told as done when it is run again', async () => {
    const relay = await lived();
    const { url } = await target();
    const db = new DatabaseSync(join(relay.folder, 'journal.db'), { timeout: 5000 });
    lab.onCleanUp(() => db.close());
    const epoch = String(db.prepare('SELECT epoch FROM journal').get()?.['epoch']);
    const result = await move(relay.folder, url);
    // As when the connection was lost before the end was told.
    db.prepare('UPDATE journal SET epoch = ?').run(epoch);
    expect(await move(relay.folder, url)).toEqual(result);
    await expect(move(relay.folder, url)).rejects.toThrow(/not empty/);
  });
});

describe('after a move', () => {
  it('an app goes on where it was: no reset, nothing twice, and the next number', async () => {
    const relay = await lab.start({ agents: [NORA, SAM] });
    const { token } = await relay.device(NORA);
    for (let i = 0; i < 5; i += 1) await relay.post(sms({ id: `msg_before_${i}` }));
    const before = await goLive(relay.url, token);
    lab.onCleanUp(() => before.drop());
    await before.eventCount(5);
    const { epoch } = await before.frame('welcome');
    await relay.stop();
    const { id: known } = { id: before.events[4]?.webhookId ?? '' };
    const { url } = await target();
    await move(relay.folder, url);
    const moved = await lab.start({ folder: relay.folder, movedTo: url, secret: relay.secret });
    const after = await connectAgent(moved.url, token);
    lab.onCleanUp(() => after.drop());
    after.resume(epoch, 3);
    await after.frame('live');
    expect(after.events.map(({ seq }) => seq)).toEqual([4, 5]);
    // Allo sends again what it got no answer for, and then what is new.
    expect((await moved.post(sms({ id: 'msg_before_4' }), { id: known })).body).toEqual({
      status: 'duplicate',
    });
    await moved.post(sms({ id: 'msg_after' }));
    expect((await after.eventCount(3)).map(({ seq }) => seq)).toEqual([4, 5, 6]);
    expect(after.frames.map(({ type }) => type)).not.toContain('reset');
    expect(await after.frame('welcome')).toMatchObject({ epoch });
  });
});
