import fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import { readEvent } from '../../src-shared/allo/events.ts';
import type { WebhookId } from '../../src-shared/brand.ts';
import { divideIntoCalls } from '../../src-shared/calls/matching.ts';
import { isCallEvent, sightingOf } from '../../src-shared/calls/sighting.ts';
import { agentWriting } from '../../src-relay/agents/agents.ts';
import { directoryReader } from '../../src-relay/agents/directory.ts';
import { sqliteSql } from '../../src-relay/sqlite/sql.ts';
import { DEFAULT_CONFIG } from '../../src-relay/config/schema.ts';
import { webhookAccepting } from '../../src-relay/sqlite/webhooks.ts';
import { newCallKey } from '../../src-relay/journal/call-key.ts';
import type { Delivery } from '../../src-relay/journal/commands.ts';
import { inAsyncTransaction, inTransaction, openJournalDatabase } from '../../src-relay/sqlite/database.ts';
import { answer, completed, dial, NORA, ring, SAM, type AlloBody } from '../fixtures/allo.ts';
import { readAddress } from '../../src-relay/cli/agents.ts';
import { relayLab } from '../fixtures/relay/lab.ts';

const lab = relayLab();
afterEach(lab.cleanUp);

const START = Date.parse('2026-11-23T09:00:00.000Z');
const CALLERS = ['+33199001234', '0199001234', '+442079460123', 'anonymous'];
const LINES = ['+33199003300', '+33199003301'];

/** A minute of calls by few people on few lines, so that everything is near everything else. */
const bodies: fc.Arbitrary<AlloBody[]> = fc.array(
  fc
    .record({
      kind: fc.constantFrom('ring', 'dial', 'answer', 'completed'),
      second: fc.integer({ min: 0, max: 60 }),
      caller: fc.constantFrom(...CALLERS),
      line: fc.constantFrom(...LINES),
      user: fc.constantFrom(NORA, SAM),
      direction: fc.constantFrom('INBOUND', 'OUTBOUND', null),
      id: fc.integer({ min: 1, max: 5 }),
    })
    .map(({ kind, second, caller, line, user, direction, id }) => {
      const started_at = new Date(START + second * 1000).toISOString();
      const outward = kind === 'dial' || (kind !== 'ring' && direction === 'OUTBOUND');
      const [from_number, to_number] = outward ? [line, caller] : [caller, line];
      const data = { from_number, to_number, user_email: user };
      if (kind === 'ring') return ring({ ...data, started_at });
      if (kind === 'dial') return dial({ ...data, started_at });
      if (kind === 'answer') return answer({ ...data, started_at, direction });
      return completed({ ...data, to: to_number, start_date: started_at, type: direction, id: `cll_${id}` });
    }),
  { minLength: 1, maxLength: 24 },
);

/** The events of each call, as sets of refs, in a fixed order. */
const asSets = (calls: Iterable<readonly string[]>): string[] =>
  [...calls].map((refs) => [...refs].sort().join(' ')).sort();

describe('the journal', () => {
  it('divides events into the same calls as the matching does that sees them all, in any order of arrival', async () => {
    const folder = await lab.folder();
    let run = 0;
    await fc.assert(
      fc.asyncProperty(bodies, async (arrived) => {
        const db = openJournalDatabase(`${folder}/${(run += 1)}`);
        await inAsyncTransaction(db, async () => {
          for (const email of [NORA, SAM]) {
            const agent = { email: readAddress(email), name: null, lines: [], aliases: [] };
            await agentWriting(sqliteSql(db)).add(agent, START);
          }
        });
        const directory = await directoryReader()(sqliteSql(db), DEFAULT_CONFIG);
        const accepting = webhookAccepting(db, { now: () => START, newCallKey });
        const deliveries: Delivery[] = [];
        const sightings = arrived.flatMap((body, i) => {
          const id = `msg_${i}` as WebhookId;
          const bytes = new TextEncoder().encode(JSON.stringify(body));
          const one = { id, receivedAt: START + i, body: bytes };
          deliveries.push(...inTransaction(db, () => accepting.accept(one, directory)).deliveries);
          const read = readEvent(body);
          return read.ok && isCallEvent(read.event) ? [sightingOf(id, read.event)] : [];
        });
        db.close();

        const told = new Map(deliveries.map((d) => [`${d.agent} ${d.record.webhookId}`, d.record]));
        const calls = Map.groupBy(
          new Map([...told.values()].map((r) => [r.webhookId, r])).values(),
          (record) => record.call,
        );
        expect(sightings).toHaveLength(arrived.length);
        expect(asSets([...calls.values()].map((call) => call.map((r) => r.webhookId)))).toEqual(
          asSets(divideIntoCalls(sightings)),
        );
        // Every agent has been told the same of every event, and in a sequence without gaps.
        for (const record of told.values()) {
          const others = [...told.values()].filter((r) => r.webhookId === record.webhookId);
          expect(new Set(others.map((r) => r.call)).size).toBe(1);
        }
        for (const [, own] of Map.groupBy(deliveries, (d) => d.agent)) {
          expect(own.map((d) => d.seq)).toEqual(own.map((_, i) => i + 1));
        }
      }),
      { numRuns: 150 },
    );
  });
});
