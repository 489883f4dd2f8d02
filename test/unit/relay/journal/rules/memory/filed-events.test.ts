import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { CallKey } from '../../../../../../src-shared/brand.ts';
import { alloCallKey } from '../../../../../../src-shared/calls/allo-call-id.ts';
import { isCallEvent, sightingOf } from '../../../../../../src-shared/calls/sighting.ts';
import { fileAbout, fileAlone, fileSighting } from '../../../../../../src-relay/journal/rules/call-filing.ts';
import type { News } from '../../../../../../src-relay/journal/rules/filed.ts';
import { happenedAt } from '../../../../../../src-relay/journal/rules/happened.ts';
import { filedEvents } from '../../../../../../src-relay/journal/rules/memory/filed-events.ts';
import type { Webhook } from '../../../../../../src-relay/journal/rules/plan.ts';
import type { EventRow, Surroundings } from '../../../../../../src-relay/journal/rules/reads.ts';
import { readBody } from '../../../../../../src-relay/journal/webhook-body.ts';
import { journalInMemory } from '../../../../../fixtures/relay/journal-in-memory.ts';
import { countedKeys, streams, TEAM } from '../../../../../fixtures/relay/streams.ts';

function newsOf(
  { id, receivedAt, body }: Webhook,
  surroundings: Surroundings,
  newCallKey: () => CallKey,
): News | null {
  const read = readBody(body, receivedAt);
  if (!read.ok) return null;
  const { event, data, timed } = read;
  const { filed } = isCallEvent(event)
    ? fileSighting(sightingOf(id, event, timed), surroundings, newCallKey)
    : 'call_id' in event.data
      ? fileAbout(alloCallKey(event.data.call_id), surroundings)
      : fileAlone();
  return { webhookId: id, event, data, filed, occurredAt: happenedAt(event, receivedAt), receivedAt };
}

function plain(rows: readonly EventRow[]): EventRow[] {
  return rows.map(({ webhookId, topic, occurredAt: at, data }) => ({
    webhookId,
    topic,
    occurredAt: at,
    data,
  }));
}

test('what a filing that is only planned makes of calls is what they are once it is written', () => {
  const seen = { moved: 0, released: 0 };
  fc.assert(
    fc.property(streams(16), (stream) => {
      const journal = journalInMemory();
      const [planning, writing] = [countedKeys(), countedKeys()];
      for (const webhook of new Set(stream)) {
        const news = newsOf(webhook, journal.surroundings, planning);
        if (news === null) continue;
        seen.moved += news.filed.moved.length;
        seen.released += news.filed.released.length;
        const planned = filedEvents(news, journal.surroundings);
        const before = journal.events.flatMap(({ call }) => (call === null ? [] : [call]));
        const fresh = news.filed.opened.map(({ call }) => call);
        const calls = [...new Set([...before, ...fresh])];
        const expected = calls.map((call) => ({
          of: plain(planned.of(call)),
          outcomes: plain(planned.outcomes(call)),
          naming: plain(planned.naming(call)),
        }));
        journal.accept(webhook, TEAM, { now: webhook.receivedAt, newCallKey: writing });
        const written = calls.map((call) => ({
          of: plain(journal.surroundings.eventsOf({ call })),
          outcomes: plain(journal.surroundings.outcomes({ call })),
          naming: plain(journal.surroundings.naming({ call })),
        }));
        expect(expected).toEqual(written);
      }
    }),
  );
  expect(seen.moved).toBeGreaterThan(0);
  expect(seen.released).toBeGreaterThan(0);
});
