import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DEFAULT_CONFIG } from '../../../../src-relay/config/schema.ts';
import type { CallKey, WebhookId } from '../../../../src-shared/brand.ts';
import type { BatchResult, Command } from '../../../../src-relay/journal/commands.ts';
import type { Webhook } from '../../../../src-relay/journal/rules/plan.ts';
import type { AgentId } from '../../../../src-relay/sql/ids.ts';
import { query } from '../../../../src-relay/sqlite/database.ts';
import { MIGRATIONS } from '../../../../src-relay/sqlite/schema/schema.ts';
import { webhookAccepting } from '../../../../src-relay/sqlite/webhooks.ts';
import { sqliteWriter } from '../../../../src-relay/writing/sqlite-writer.ts';
import type { Writer } from '../../../../src-relay/writing/writer.ts';
import { answer, completed, ring, SAM, type AlloBody } from '../../../fixtures/allo.ts';
import { countedKeys, START, streams, TEAM } from '../../../fixtures/relay/streams.ts';

const AT = START + 120_000;
const DAY_MS = 24 * 3_600_000;
const MOST_PAGES = 1_000_000;

const BETWEEN = [
  'nothing',
  'nothing',
  'forget',
  'move',
  'tell',
  'file',
  'removed',
  'sweep',
  'sweep',
  'full',
  'full',
  'acks',
  'claim',
] as const;

/** What happens between two batches, or in one: `n` says to which call or event. */
const between = fc.record({
  kind: fc.constantFrom(...BETWEEN),
  n: fc.nat({ max: 40 }),
});
type Between = typeof between extends fc.Arbitrary<infer T> ? T : never;

const courses = streams(40).chain((webhooks) =>
  fc.array(fc.tuple(fc.integer({ min: 1, max: 5 }), between), { minLength: 40, maxLength: 40 }).map((all) => {
    let from = 0;
    return all
      .map(([size, after]) => ({ webhooks: webhooks.slice(from, (from += size)), after }))
      .filter((one) => one.webhooks.length > 0);
  }),
);

/** A journal with two connections, one of them the writer's. One webhook in ten cannot be filed. */
function journal(folder: string, name: string) {
  const open = (): DatabaseSync => {
    const db = new DatabaseSync(join(folder, name));
    db.exec('PRAGMA synchronous = OFF');
    return db;
  };
  const own = open();
  own.exec('PRAGMA journal_mode = WAL');
  for (const migration of MIGRATIONS) own.exec(migration);
  const agent = query(own, 'INSERT INTO agent (id, email, floor, added_at) VALUES (?, ?, 0, 0)');
  for (const [email, id] of TEAM.idOf) agent.run(id, email);
  own.exec(`CREATE TEMP TRIGGER refused BEFORE INSERT ON main.delivery
    WHEN (SELECT webhook_id FROM event WHERE id = NEW.event) GLOB 'msg_?7'
    BEGIN SELECT RAISE(ABORT, 'refused'); END`);
  const other = open();
  const clock = { now: AT };
  const parts = { now: () => clock.now, newCallKey: countedKeys() };
  /** What another process does at the last moment at which it can: right before the writer has the journal for itself. */
  const beforeNext: (() => void)[] = [];
  const exec = own.exec.bind(own);
  own.exec = (text) => {
    if (text === 'BEGIN IMMEDIATE') for (const work of beforeNext.splice(0)) work();
    exec(text);
  };
  return { own, other, clock, parts, beforeNext };
}
type Journal = ReturnType<typeof journal>;

/** Another process: forgets a call, moves an event, tells somebody of one once more, or files one. */
function elsewhere({ other, parts }: Journal, { kind, n }: Between, again: Webhook): void {
  other.exec('BEGIN IMMEDIATE');
  const call = query<{ call: string }>(
    other,
    'SELECT call FROM event WHERE call IS NOT NULL GROUP BY call ORDER BY call LIMIT 1 OFFSET ?',
  ).get(n % 4)?.call;
  if (kind === 'forget' && call !== undefined) {
    query(other, 'DELETE FROM delivery WHERE event IN (SELECT id FROM event WHERE call = ?)').run(call);
    query(other, 'DELETE FROM event WHERE call = ?').run(call);
  }
  if (kind === 'move' && call !== undefined)
    query(other, 'UPDATE event SET call = ? WHERE id = (SELECT max(event) FROM sighting)').run(call);
  if (kind === 'tell')
    other.exec(`INSERT INTO delivery (agent, seq, event, at)
      SELECT 1, head + 1, (SELECT max(event) FROM delivery), 0 FROM sequence
      WHERE agent = 1 AND EXISTS (SELECT 1 FROM delivery)`);
  if (kind === 'removed') {
    // The newest of what an agent was told is gone, and its sequence goes on elsewhere.
    query(other, 'DELETE FROM delivery WHERE agent = ? AND seq > ?').run((n % 3) + 1, n);
    query(other, 'UPDATE agent SET floor = floor + ? WHERE id = ?').run(n, (n % 3) + 1);
  }
  if (kind === 'file') {
    const accepting = webhookAccepting(other, parts);
    accepting.begin();
    accepting.retry(again, null, TEAM);
  }
  other.exec('COMMIT');
}

function commandsOf(webhooks: readonly Webhook[], { kind, n }: Between): Command[] {
  const commands: Command[] = webhooks.map(({ id, receivedAt, body }) => ({
    kind: 'webhook',
    id,
    receivedAt,
    body,
  }));
  const at = n % (commands.length + 1);
  if (kind === 'sweep') return commands.toSpliced(at, 0, { kind: 'sweep', retentionDays: 1 });
  const call = `k-${String(n % 10).padStart(4, '0')}` as CallKey;
  if (kind === 'claim') return commands.toSpliced(at, 0, { kind: 'claim', call, agent: 1 as AgentId });
  return kind === 'acks' ? commands.toSpliced(at, 0, { kind: 'acks', acks: [] }) : commands;
}

function webhookOf(id: string, body: AlloBody): Command {
  return {
    kind: 'webhook',
    id: id as WebhookId,
    receivedAt: AT,
    body: new TextEncoder().encode(JSON.stringify(body)),
  };
}

function contentOf({ own }: Journal): unknown {
  return ['event', 'sighting', 'delivery', 'past_call', 'memory', 'quarantine', 'webhook'].map((table) =>
    own.prepare(`SELECT * FROM ${table}`).all(),
  );
}

/** Leaves everything as it is, but for what is kept in memory. */
const FORGET: Command = { kind: 'config', config: DEFAULT_CONFIG };

/** Each batch by a writer of its own, which forgets everything before each command. */
function forgetful(writerOf: () => Writer): Writer {
  return {
    write: (batch, tell) =>
      writerOf().write(
        batch.flatMap((command) => [FORGET, command]),
        ({ at, result }) => {
          const isOwn = (_: unknown, i: number): boolean => i % 2 === 1;
          if (result.kind === 'failed') tell({ at, result });
          else tell({ at, result: { ...result, answers: result.answers.filter(isOwn) } });
        },
      ),
  };
}

async function played(
  one: Journal,
  course: typeof courses extends fc.Arbitrary<infer T> ? T : never,
  writer: Writer,
): Promise<unknown[]> {
  const results: BatchResult[] = [];
  for (const [i, { webhooks, after }] of course.entries()) {
    // What came a day and so many webhooks ago is swept.
    one.clock.now = after.kind === 'sweep' ? AT + DAY_MS + after.n : AT;
    const write = (): Promise<void> =>
      writer.write(commandsOf(webhooks, after), ({ result }) => {
        results.push(result.kind === 'committed' ? { ...result, tookMs: 0 } : result);
      });
    // At least as many as there are: a batch that needs more of them fails, and comes again.
    one.own.exec(`PRAGMA max_page_count = ${after.kind === 'full' ? 1 : MOST_PAGES}`);
    await write();
    one.own.exec(`PRAGMA max_page_count = ${MOST_PAGES}`);
    if (results.at(-1)?.kind === 'failed') await write();
    const [again] = course[(after.n * 7 + i) % course.length]?.webhooks ?? [];
    if (again !== undefined) one.beforeNext.push(() => elsewhere(one, after, again));
  }
  return results;
}

describe("the embedded journal's writer", () => {
  it('files as one that keeps nothing in memory, whoever else writes and whatever fails', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'ringside-under-way-'));
    let count = 0;
    try {
      await fc.assert(
        fc.asyncProperty(courses, async (course) => {
          count += 1;
          const [kept, fresh] = [journal(folder, `kept-${count}`), journal(folder, `fresh-${count}`)];
          const writerOf = ({ own, parts }: Journal): Writer => sqliteWriter(own, DEFAULT_CONFIG, parts);
          const results = await played(kept, course, writerOf(kept));
          const expected = await played(
            fresh,
            course,
            forgetful(() => writerOf(fresh)),
          );
          expect(results).toEqual(expected);
          expect(contentOf(kept)).toEqual(contentOf(fresh));
          for (const { own, other } of [kept, fresh]) {
            other.close();
            own.close();
          }
        }),
        { numRuns: 15, endOnFailure: true },
      );
    } finally {
      rmSync(folder, { recursive: true });
    }
  }, 60_000);

  it('reads nothing again from batch to batch as long as nobody else writes', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'ringside-under-way-'));
    const { own, other, parts } = journal(folder, 'kept');
    try {
      const writer = sqliteWriter(own, DEFAULT_CONFIG, parts);
      const started_at = new Date(START).toISOString();
      await writer.write([webhookOf('msg_1', ring({ started_at }))], () => undefined);
      // On the writer's own connection, where nobody but the writer writes: it does not see it.
      own.exec('DELETE FROM sighting');
      await writer.write([webhookOf('msg_2', answer({ started_at }))], () => undefined);
      expect(own.prepare('SELECT DISTINCT call FROM event').all()).toEqual([{ call: 'k-0001' }]);
    } finally {
      other.close();
      own.close();
      rmSync(folder, { recursive: true });
    }
  });

  it('files anew what comes of a call that was swept a moment before', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'ringside-under-way-'));
    const { own, other, clock, parts } = journal(folder, 'swept');
    try {
      const writer = sqliteWriter(own, DEFAULT_CONFIG, parts);
      const started_at = new Date(START).toISOString();
      await writer.write([webhookOf('msg_1', ring({ started_at }))], () => undefined);
      clock.now = AT + DAY_MS + 1;
      await writer.write(
        [{ kind: 'sweep', retentionDays: 1 }, webhookOf('msg_2', answer({ started_at }))],
        () => undefined,
      );
      expect(own.prepare('SELECT id, call FROM event').all()).toEqual([{ id: 2, call: 'k-0002' }]);
    } finally {
      other.close();
      own.close();
      rmSync(folder, { recursive: true });
    }
  });

  it('tells everybody who had a leg of a transfer what else comes of the others', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'ringside-under-way-'));
    const { own, other, parts } = journal(folder, 'legs');
    try {
      const writer = sqliteWriter(own, DEFAULT_CONFIG, parts);
      const started_at = new Date(START).toISOString();
      const leg = {
        from_number: '+442079460123',
        user_email: SAM,
        start_date: new Date(START + 9000).toISOString(),
      };
      const bodies = [
        ring({ started_at }),
        completed({ start_date: started_at, id: 'cll_1' }),
        completed({ ...leg, id: 'cll_2', transfer_original_call_id: 'cll_1' }),
        answer({ started_at }),
      ];
      for (const [i, one] of bodies.entries())
        await writer.write([webhookOf(`msg_${i}`, one)], () => undefined);
      expect(own.prepare('SELECT agent FROM delivery WHERE event = 4 ORDER BY agent').all()).toEqual([
        { agent: 1 },
        { agent: 2 },
      ]);
    } finally {
      other.close();
      own.close();
      rmSync(folder, { recursive: true });
    }
  });
});
