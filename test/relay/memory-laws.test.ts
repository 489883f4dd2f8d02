import fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import { readNumber, sameNumber } from '../../src-shared/format/phone.ts';
import type { CallKey } from '../../src-shared/brand.ts';
import type { KnownNumber, NewCall } from '../../src-relay/journal/rules/memory/asked.ts';
import { openedCall } from '../../src-relay/journal/rules/memory/past-calls.ts';
import type { EventId } from '../../src-relay/sql/ids.ts';
import { openJournalDatabase } from '../../src-relay/sqlite/database.ts';
import { memoryChanging } from '../../src-relay/sqlite/memory-changes.ts';
import { memoryReads } from '../../src-relay/sqlite/memory-reads.ts';
import { relayLab } from '../fixtures/relay/lab.ts';
const lab = relayLab();
afterEach(lab.cleanUp);

const DAY_MS = 24 * 3_600_000;
const NOW = Date.parse('2026-11-23T09:00:00.000Z');
const NUMBERS = ['+33199001234', '01 99 00 12 34', '+44199001234', '0033199001234', '+33199005678'];

function known(raw: string): KnownNumber {
  const { tail, e164 } = readNumber(raw);
  if (tail === null) throw new Error('withheld');
  return { tail, e164 };
}

const calls = fc.array(
  fc.record({
    raw: fc.constantFrom(...NUMBERS),
    startedAt: fc.integer({ min: NOW - 60 * DAY_MS, max: NOW + DAY_MS }),
  }),
  { maxLength: 30 },
);

describe('the call before', () => {
  it('is the latest of the same number that began no later, and the count is of 30 days, in any order of arrival', async () => {
    const db = openJournalDatabase(await lab.folder());
    lab.onCleanUp(() => db.close());
    const [reads, write] = [memoryReads(db), memoryChanging(db)];
    fc.assert(
      fc.property(calls, fc.constantFrom(...NUMBERS), (arrived, raw) => {
        db.exec('BEGIN');
        const all: NewCall[] = arrived.map((call, i) => ({
          call: `call_${i}` as CallKey,
          number: known(call.raw),
          startedAt: call.startedAt,
        }));
        for (const call of all) write(openedCall(call, 'inbound', NOW), 1 as EventId);
        const number = known(raw);
        const asked = { call: 'call_new' as CallKey, ...number, startedAt: NOW };
        const [last] = reads.pastCalls(asked);
        const count = reads.callCount({ ...asked, since: NOW - 30 * DAY_MS });
        db.exec('ROLLBACK');
        const same = all.filter((c) => sameNumber(c.number, number) !== null && c.startedAt <= NOW);
        const latest = same.length === 0 ? null : Math.max(...same.map((c) => c.startedAt));
        expect(last?.startedAt ?? null).toBe(latest);
        expect(count).toBe(same.filter((c) => c.startedAt >= NOW - 30 * DAY_MS).length);
      }),
      { numRuns: 200 },
    );
  });
});
