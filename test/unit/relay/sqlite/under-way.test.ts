import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DEFAULT_CONFIG } from '../../../../src-relay/config/schema.ts';
import type { WebhookId } from '../../../../src-shared/brand.ts';
import type { BatchResult, Command } from '../../../../src-relay/journal/commands.ts';
import type { Webhook } from '../../../../src-relay/journal/rules/plan.ts';
import { query } from '../../../../src-relay/sqlite/database.ts';
import { MIGRATIONS } from '../../../../src-relay/sqlite/schema/schema.ts';
import { webhookAccepting } from '../../../../src-relay/sqlite/webhooks.ts';
import { sqliteWriter } from '../../../../src-relay/writing/sqlite-writer.ts';
import type { Writer } from '../../../../src-relay/writing/writer.ts';
import { answer, ring, type AlloBody } from '../../../fixtures/allo.ts';
import { countedKeys, START, streams, TEAM } from '../../../fixtures/relay/streams.ts';

const AT = START + 120_000;
const DAY_MS = 24 * 3_600_000;

/** What happens between two batches, or in one: `n` says to which call or event. */
const between = fc.record({
  kind: fc.constantFrom('nothing', 'nothing', 'forget', 'move', 'tell', 'file', 'sweep', 'sweep', 'acks'),
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
  return { own, other, clock, parts };
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
  return kind === 'acks' ? commands.toSpliced(at, 0, { kind: 'acks', acks: [] }) : commands;
}

function contentOf({ own }: Journal): unknown {
  return ['event', 'sighting', 'delivery', 'past_call', 'memory', 'quarantine', 'webhook'].map((table) =>
    own.prepare(`SELECT * FROM ${table}`).all(),
  );
}

/** @param writerFor the writer of a batch */
async function played(
  one: Journal,
  course: typeof courses extends fc.Arbitrary<infer T> ? T : never,
  writerFor: () => Writer,
): Promise<unknown[]> {
  const results: BatchResult[] = [];
  for (const [i, { webhooks, after }] of course.entries()) {
    // What came a day and so many webhooks ago is swept.
    one.clock.now = after.kind === 'sweep' ? AT + DAY_MS + after.n : AT;
    await writerFor().write(commandsOf(webhooks, after), ({ result }) => {
      results.push(result.kind === 'committed' ? { ...result, tookMs: 0 } : result);
    });
    const [again] = course[(after.n * 7 + i) % course.length]?.webhooks ?? [];
    if (again !== undefined) elsewhere(one, after, again);
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
          const writer = sqliteWriter(kept.own, DEFAULT_CONFIG, kept.parts);
          const results = await played(kept, course, () => writer);
          const expected = await played(fresh, course, () =>
            sqliteWriter(fresh.own, DEFAULT_CONFIG, fresh.parts),
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
  });

  it('files anew what comes of a call that was swept a moment before', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'ringside-under-way-'));
    const { own, other, clock, parts } = journal(folder, 'swept');
    try {
      const writer = sqliteWriter(own, DEFAULT_CONFIG, parts);
      const of = (id: string, body: AlloBody): Command => ({
        kind: 'webhook',
        id: id as WebhookId,
        receivedAt: AT,
        body: new TextEncoder().encode(JSON.stringify(body)),
      });
      const started_at = new Date(START).toISOString();
      await writer.write([of('msg_1', ring({ started_at }))], () => undefined);
      clock.now = AT + DAY_MS + 1;
      await writer.write(
        [{ kind: 'sweep', retentionDays: 1 }, of('msg_2', answer({ started_at }))],
        () => undefined,
      );
      expect(own.prepare('SELECT id, call FROM event').all()).toEqual([{ id: 2, call: 'k-0002' }]);
    } finally {
      other.close();
      own.close();
      rmSync(folder, { recursive: true });
    }
  });
});
