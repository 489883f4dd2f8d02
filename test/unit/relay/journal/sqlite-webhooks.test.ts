import { DatabaseSync } from 'node:sqlite';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hashOfMark } from '../../../../src-relay/journal/erased-marks.ts';
import type { Webhook } from '../../../../src-relay/journal/rules/plan.ts';
import { query } from '../../../../src-relay/sqlite/database.ts';
import { MIGRATIONS } from '../../../../src-relay/sqlite/schema/schema.ts';
import { webhookAccepting, type Accepted } from '../../../../src-relay/sqlite/webhooks.ts';
import { journalInMemory } from '../../../fixtures/relay/journal-in-memory.ts';
import { countedKeys, erasedMarks, START, streams, TEAM } from '../../../fixtures/relay/streams.ts';

const AT = START + 120_000;

function emptyJournal(marks: readonly string[]): DatabaseSync {
  const db = new DatabaseSync(':memory:');
  for (const migration of MIGRATIONS) db.exec(migration);
  const agent = query(db, 'INSERT INTO agent (id, email, floor, added_at) VALUES (?, ?, 0, 0)');
  for (const [email, id] of TEAM.idOf) agent.run(id, email);
  const key = query<{ key: Uint8Array }>(db, 'SELECT key FROM erasing_key').get()?.key ?? new Uint8Array();
  const erased = query(db, 'INSERT INTO erased (hash, at, until) VALUES (?, ?, ?)');
  for (const mark of marks) erased.run(hashOfMark(key, mark), AT, AT);
  return db;
}

/** Webhooks in one transaction; `undone`: it failed at its end, and was begun again. */
const batches = streams(40).chain((webhooks) =>
  fc
    .array(fc.record({ size: fc.integer({ min: 1, max: 12 }), isUndone: fc.boolean() }), { minLength: 40 })
    .map((all) => {
      const divided: { webhooks: Webhook[]; isUndone: boolean }[] = [];
      let from = 0;
      for (const { size, isUndone } of all) {
        divided.push({ webhooks: webhooks.slice(from, from + size), isUndone });
        from += size;
      }
      return divided.filter((one) => one.webhooks.length > 0);
    }),
);

describe('an embedded journal', () => {
  it('takes webhooks in as the rules alone do, however they are divided into transactions and begun again', () => {
    fc.assert(
      fc.property(batches, erasedMarks, (divided, marks) => {
        const db = emptyJournal(marks);
        const journal = journalInMemory();
        for (const mark of marks) journal.erased.set(mark, AT);
        const expecting = { now: AT, newCallKey: countedKeys() };
        const expected = divided.flatMap(({ webhooks }) =>
          webhooks.map((webhook) => journal.accept(webhook, TEAM, expecting)),
        );

        let keys = countedKeys();
        const accepting = webhookAccepting(db, { now: () => AT, newCallKey: () => keys() });
        const accepted: Accepted[] = [];
        for (const { webhooks, isUndone } of divided) {
          const take = (): Accepted[] => {
            db.exec('BEGIN');
            accepting.begin();
            return webhooks.map((webhook) => accepting.accept(webhook, TEAM));
          };
          if (isUndone) {
            const given: ReturnType<typeof keys>[] = [];
            const fresh = keys;
            keys = () => {
              const key = fresh();
              given.push(key);
              return key;
            };
            take();
            db.exec('ROLLBACK');
            keys = () => given.shift() ?? fresh();
          }
          accepted.push(...take());
          db.exec('COMMIT');
          accepting.committed();
        }
        expect(accepted).toEqual(expected);
        const rows = query<{ call: string | null }>(db, 'SELECT call FROM event ORDER BY id').all();
        expect(rows.map(({ call }) => call)).toEqual(journal.events.map(({ call }) => call));
        db.close();
      }),
      { numRuns: 30 },
    );
  });
});
