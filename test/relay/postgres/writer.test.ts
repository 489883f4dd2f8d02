import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { CallKey, WebhookId } from '../../../src-shared/brand.ts';
import { DEFAULT_CONFIG } from '../../../src-relay/config/schema.ts';
import { newCallKey } from '../../../src-relay/journal/call-key.ts';
import type { BatchResult, Command } from '../../../src-relay/journal/commands.ts';
import { postgresWriter } from '../../../src-relay/writing/postgres-writer.ts';
import { openMigrated, type PostgresDatabase } from '../../../src-relay/postgres/opened.ts';
import type { AgentId } from '../../../src-relay/sql/ids.ts';
import { NORA, ring, SAM, type AlloBody } from '../../fixtures/allo.ts';
import { takeDatabase } from '../../fixtures/postgres/shared.ts';
import { wholeResult } from '../../fixtures/postgres/whole-result.ts';
import { until } from '../../fixtures/until.ts';

let database: PostgresDatabase;
let write: (batch: readonly Command[]) => Promise<BatchResult>;
const undos: (() => unknown)[] = [];

beforeEach(async () => {
  const taken = await takeDatabase();
  database = openMigrated(taken.settings, { connections: 6 });
  for (const email of [NORA, SAM])
    await database.read.run('INSERT INTO agent (email, floor, added_at) VALUES (?, 0, 0)', email);
  const made = await postgresWriter(database, DEFAULT_CONFIG, { relay: 'one', now: Date.now, newCallKey });
  write = (batch) => wholeResult(made, batch);
  undos.push(async () => {
    await database.close();
    await taken.giveBack();
  });
});
afterEach(async () => {
  for (const undo of undos.splice(0).reverse()) await undo();
});

function webhook(id: string, body: AlloBody): Command {
  return {
    kind: 'webhook',
    id: id as WebhookId,
    receivedAt: Date.now(),
    body: new TextEncoder().encode(JSON.stringify(body)),
  };
}

let lastCaller = 0;
const aRing = (user_email: string): AlloBody =>
  ring({ user_email, from_number: `+4479461${String((lastCaller += 1)).padStart(5, '0')}` });

function statuses(result: BatchResult): unknown[] {
  if (result.kind === 'failed') return [result.reason];
  return result.answers.map((answer) =>
    answer.ok ? (answer.value as { status?: string } | null)?.status : answer.reason,
  );
}

const count = async (table: string): Promise<number> =>
  (await database.read.get<{ n: number }>(`SELECT count(*) AS n FROM ${table}`))?.n ?? 0;

/** Runs at the end of a transaction that has put a row into the table. */
async function atTheEnd(table: string, statements: string): Promise<void> {
  await database.read.run(
    `CREATE FUNCTION at_the_end() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN ${statements} RETURN NULL; END $$`,
  );
  await database.read.run(
    `CREATE CONSTRAINT TRIGGER at_the_end AFTER INSERT ON ${table} DEFERRABLE INITIALLY DEFERRED
     FOR EACH ROW EXECUTE FUNCTION at_the_end()`,
  );
  undos.push(() => database.read.run('DROP FUNCTION IF EXISTS at_the_end CASCADE'));
}

describe('a batch', () => {
  test('in which one webhook cannot be filed keeps it aside, and files the others', async () => {
    await atTheEnd('event', `IF NEW.webhook_id = 'msg_2' THEN RAISE EXCEPTION 'no'; END IF;`);
    const batch = [1, 2, 3].map((n) => webhook(`msg_${n}`, aRing(NORA)));
    const result = await write(batch);
    expect(statuses(result)).toEqual(['accepted', 'quarantined', 'accepted']);
    expect(await database.read.all('SELECT webhook_id AS id, reason FROM quarantine')).toEqual([
      { id: 'msg_2', reason: 'could not be filed: StoreFault' },
    ]);
    expect(result.kind === 'committed' && result.deliveries.map(({ seq }) => seq)).toEqual([1, 2]);
    expect(statuses(await write(batch))).toEqual(['duplicate', 'duplicate', 'duplicate']);
  });

  test('with the same webhook twice counts it once', async () => {
    const one = webhook('msg_1', aRing(NORA));
    expect(statuses(await write([one, one, webhook('msg_2', aRing(SAM))]))).toEqual([
      'accepted',
      'duplicate',
      'accepted',
    ]);
  });

  test('whose connection is lost as it ends is not answered, and counts once when it comes again', async () => {
    await atTheEnd('event', 'PERFORM pg_sleep(60);');
    const one = webhook('msg_1', aRing(NORA));
    const written = write([one]);
    await until('it ends', async () => {
      const ended = await database.read.all(
        `SELECT pg_terminate_backend(pid) AS it FROM pg_stat_activity
         WHERE query = 'COMMIT' AND state = 'active' AND datname = current_database()`,
      );
      return ended.length > 0;
    });
    expect((await written).kind).toBe('failed');
    await database.read.run('DROP FUNCTION at_the_end CASCADE');
    expect(statuses(await write([one]))).toEqual(['accepted']);
    expect(await count('event')).toBe(1);
  });

  test('that cannot be written leaves nothing behind, and is written when it comes again', async () => {
    const batch = [webhook('msg_1', aRing(NORA)), webhook('msg_2', aRing(SAM))];
    await database.read.run('ALTER TABLE delivery RENAME TO gone');
    expect(statuses(await write(batch))).not.toContain('accepted');
    await database.read.run('DELETE FROM quarantine');
    await database.read.run('DELETE FROM webhook');
    expect(await count('event')).toBe(0);
    await database.read.run('ALTER TABLE gone RENAME TO delivery');
    expect(statuses(await write(batch))).toEqual(['accepted', 'accepted']);
  });
});

test('an agent who is removed while a webhook for them is filed is told nothing, and the webhook is kept', async () => {
  // So that the writer knows the agent.
  await write([webhook('msg_0', aRing(SAM))]);
  let filed: Promise<BatchResult> | null = null;
  await database.transaction(async (sql) => {
    await sql.run('DELETE FROM delivery WHERE agent = (SELECT id FROM agent WHERE email = ?)', SAM);
    await sql.run('DELETE FROM agent WHERE email = ?', SAM);
    filed ??= write([webhook('msg_1', aRing(SAM)), webhook('msg_2', aRing(NORA))]);
    await until('it waits for the agent', async () => {
      const waiting = await database.read.all(
        `SELECT 1 AS one FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()`,
      );
      return waiting.length > 0;
    });
  });
  const result = await (filed as Promise<BatchResult> | null);
  expect(result === null ? [] : statuses(result)).toEqual(['accepted', 'accepted']);
  expect(await count('quarantine')).toBe(0);
  expect(await count('event')).toBe(3);
  expect(await count('delivery')).toBe(1);
});

test('of two who claim a call at once one has it', async () => {
  const [call, agents] = ['k-1' as CallKey, [1, 2] as AgentId[]];
  await database.read.run(
    `INSERT INTO event (webhook_id, topic, call, occurred_at, received_at, data)
     VALUES ('msg_1', 'call.received', ?, '2026-01-01T00:00:00.000Z', 0, '{}')`,
    call,
  );
  for (const agent of agents)
    await database.read.run(
      'INSERT INTO delivery (agent, seq, event, at) SELECT ?, 1, id, 0 FROM event',
      agent,
    );
  const results = await Promise.all(agents.map((agent) => write([{ kind: 'claim', call, agent }])));
  const won = results.flatMap((result) =>
    result.kind === 'committed'
      ? result.answers.map((one) => (one.ok ? (one.value as { won: boolean }).won : null))
      : [],
  );
  expect(won.sort()).toEqual([false, true]);
});
