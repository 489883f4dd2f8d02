import { DatabaseSync } from 'node:sqlite';
import fc from 'fast-check';
import { afterEach, expect, test } from 'vitest';
import type { CallKey } from '../../../../src-shared/brand.ts';
import { losing } from '../../../../src-relay/recovery/losing.ts';
import {
  scheduleRecovery,
  type Recoveries,
  type RecoveryParts,
} from '../../../../src-relay/recovery/schedule.ts';
import { HORIZON_MS, LOOKUP_RESULTS } from '../../../../src-relay/recovery/timing.ts';
import { RECOVERY_TABLES } from '../../../../src-relay/sqlite/schema/recovery.ts';
import { sqliteSql } from '../../../../src-relay/sqlite/sql.ts';
import { until } from '../../../fixtures/until.ts';
import { NOW } from './made.ts';

const stops: (() => void)[] = [];
afterEach(() => {
  for (const stop of stops.splice(0)) stop();
});

interface Recovering {
  readonly recoveries: Recoveries;
  readonly written: readonly string[];
}

function recovering(parts: Pick<RecoveryParts, 'api' | 'isMine' | 'everyMs'>): Recovering {
  const written: string[] = [];
  const write =
    <T>(what: string, answer: T) =>
    (): Promise<T> => {
      written.push(what);
      return Promise.resolve(answer);
    };
  const recoveries = scheduleRecovery({
    journal: {
      lost: write('lost', { calls: [], hasMore: false }),
      looked: write('looked', null),
      gap: write('gap', null),
      troubleIs: write('trouble', null),
      takeIn: write('webhook', null),
      completed: () => Promise.resolve(new Set()),
    },
    pace: { search: () => Promise.resolve(), read: () => Promise.resolve() },
    now: () => NOW,
    elapsed: () => performance.now(),
    afterMs: () => 1000,
    keptMs: () => HORIZON_MS,
    watch: { looked: () => undefined, troubled: () => undefined, failed: () => undefined },
    ...parts,
  });
  stops.push(recoveries.stop);
  return { recoveries, written };
}

test('a relay whose turn it is not asks nothing and writes nothing, and goes on when it is', async () => {
  let [isMine, looks, asked] = [false, 0, 0];
  const { written } = recovering({
    api: () => {
      asked += 1;
      return null;
    },
    isMine: () => {
      looks += 1;
      return isMine;
    },
    everyMs: 2,
  });
  await until('some rounds', () => looks > 3);
  expect([asked, written]).toEqual([0, []]);
  isMine = true;
  await until('it to ask', () => asked > 0);
});

test('a round that is asked for at any moment is not waited for until the next turn', async () => {
  let looks = 0;
  const { recoveries } = recovering({
    api: () => null,
    isMine: () => {
      looks += 1;
      // In the middle of a round, and as it ends.
      if (looks === 1) recoveries.again();
      if (looks === 2) queueMicrotask(recoveries.again);
      return true;
    },
  });
  recoveries.again();
  await until('three rounds', () => looks === 3);
});

test('what two relays found of one call, as the turn went from one to the other, counts once', async () => {
  const db = new DatabaseSync(':memory:');
  db.exec(RECOVERY_TABLES);
  const { looked } = losing(sqliteSql(db));
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.constantFrom(...LOOKUP_RESULTS), { minLength: 2, maxLength: 5 }),
      fc.integer({ min: 1, max: 20 * 60_000 }),
      fc.integer({ min: 0, max: 60_000 }),
      async (results, afterMs, lateMs) => {
        db.exec('DELETE FROM lookup');
        const insert = db.prepare('INSERT INTO lookup (call, heard_at, due_at) VALUES (?, ?, ?)');
        insert.run('call', NOW - afterMs, NOW);
        for (const result of results) await looked('call' as CallKey, result, afterMs, NOW + lateMs);
        const row = db.prepare('SELECT tries, due_at FROM lookup').get();
        expect(row?.['tries']).toBe(1);
        // Nor is it due again at once.
        expect(Number(row?.['due_at'] ?? Infinity)).toBeGreaterThan(NOW + lateMs);
      },
    ),
  );
});
