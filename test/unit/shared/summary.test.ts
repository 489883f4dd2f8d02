import fc from 'fast-check';
import { expect, it } from 'vitest';
import { readEvent } from '../../../src-shared/allo/events.ts';
import type { CallKey, Instant, WebhookId } from '../../../src-shared/brand.ts';
import type { ReceivedEvent } from '../../../src-shared/calls/call.ts';
import { foldCall } from '../../../src-shared/calls/fold.ts';

const START = Date.parse('2026-02-03T09:15:00.000Z');

function heard(id: string, topic: string, offsetS: number, data: object): ReceivedEvent {
  const at = new Date(START + offsetS * 1000).toISOString() as Instant;
  const read = readEvent({ topic, version: '2.0', timestamp: at, data });
  if (!read.ok) throw new Error(read.reason);
  const heardAt = START + offsetS * 1000;
  return { webhookId: id as WebhookId, event: read.event, occurredAt: at, receivedAt: at, ageMs: 0, heardAt };
}

const done = (offsetS: number, summary: string | null) =>
  heard('done', 'call.completed', offsetS, {
    id: 'cll_1',
    start_date: '2026-02-03T09:15:00.000Z',
    from_number: '+33199001234',
    summary,
  });
const update = (version: unknown, offsetS: number, content: string | null = `version ${String(version)}`) =>
  heard(`v${String(version)}-${offsetS}`, 'summary.updated', offsetS, { id: 'cll_1', content, version });

function summaryOf(...events: ReceivedEvent[]): string | null {
  const summaries = fc.sample(fc.shuffledSubarray(events, { minLength: events.length }), 20);
  const all = new Set(summaries.map((order) => foldCall('call_1' as CallKey, order)?.summary));
  expect(all.size).toBe(1);
  return [...all][0] ?? null;
}

it('an older version of a summary never replaces a newer one, whatever was told last', () => {
  const first = done(300, 'The first');
  expect(summaryOf(first, update(1, 400), update(2, 500))).toBe('version 2');
  // Told, and stamped, the wrong way round.
  expect(summaryOf(first, update(2, 400), update(1, 500))).toBe('version 2');
  expect(summaryOf(first, update(10, 400), update(9, 500))).toBe('version 10');
  expect(summaryOf(first, update('3', 400), update(2, 500))).toBe('version 3');
  expect(summaryOf(first, update(2, 400), update(1, 500), update(3, 450))).toBe('version 3');
});

it('what the completed call brought is older than any version, however late it is stamped', () => {
  expect(summaryOf(update(1, 100), done(300, 'The first'))).toBe('version 1');
  expect(summaryOf(update(0, 100), done(300, 'The first'))).toBe('version 0');
});

it('without versions the later one counts, and one without text takes nothing away', () => {
  const first = done(300, 'The first');
  expect(summaryOf(first, update(null, 400, 'later'), update(null, 500, 'latest'))).toBe('latest');
  expect(summaryOf(first, update(2, 400), update(3, 500, null))).toBe('version 2');
  expect(summaryOf(first, update(2, 400), update(null, 450, 'between'), update(1, 500))).toBe('between');
});

it('the highest version wins whatever the stamps say', () => {
  const versions = fc.uniqueArray(
    fc.record({ version: fc.nat(50), offsetS: fc.integer({ min: 301, max: 999 }) }),
    {
      minLength: 1,
      maxLength: 8,
      selector: ({ version }) => version,
    },
  );
  fc.assert(
    fc.property(versions, (told) => {
      const highest = Math.max(...told.map(({ version }) => version));
      const events = [
        done(300, 'The first'),
        ...told.map(({ version, offsetS }) => update(version, offsetS)),
      ];
      expect(foldCall('call_1' as CallKey, events)?.summary).toBe(`version ${highest}`);
    }),
  );
});
