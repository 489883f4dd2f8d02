import fc from 'fast-check';
import { expect, it } from 'vitest';
import { readEvent } from '../../../src-shared/allo/events.ts';
import type { CallKey, Instant, WebhookId } from '../../../src-shared/brand.ts';
import type { ReceivedEvent } from '../../../src-shared/calls/call.ts';
import { foldCall } from '../../../src-shared/calls/fold.ts';
import { completed, ring, tag, type AlloBody } from '../../fixtures/allo.ts';

const START = '2026-02-03T09:15:00.000Z';
const key = 'call' as CallKey;

function heard(id: string, body: AlloBody, later: number): ReceivedEvent {
  const read = readEvent(JSON.parse(JSON.stringify(body)));
  if (!read.ok) throw new Error(read.reason);
  const occurredAt = new Date(Date.parse(START) + later).toISOString() as Instant;
  return {
    webhookId: id as WebhookId,
    event: read.event,
    occurredAt,
    receivedAt: occurredAt,
    ageMs: 0,
    heardAt: later,
  };
}

const rang = heard('msg_1', ring({ started_at: START }), 0);
const tagged = heard('msg_2', tag({ tag_name: 'support', tag_key: 'support' }), 400_000);
const told = heard(
  'msg_3',
  completed({ start_date: START, tags: ['support', 'vip'], user_email: 'a@x.example' }),
  330_000,
);

it.each([0, 1000, 330_000, 999_999])(
  'a completion that was read out of the API beside the webhook’s (%i ms after the start) changes nothing, in any order',
  (later) => {
    const recovered = heard(
      'ringside-recovered-1',
      completed({
        start_date: START,
        tags: ['Support', 'vip'],
        summary: 'Other words',
        user_email: null,
        result: 'VOICEMAIL',
      }),
      later,
    );
    const one = foldCall(key, [rang, tagged, told]);
    fc.assert(
      fc.property(fc.shuffledSubarray([rang, tagged, told, recovered], { minLength: 4 }), (events) => {
        expect(foldCall(key, events)).toEqual(one);
      }),
    );
    expect(one?.tags).toEqual(['support', 'vip']);
  },
);

it('it says everything while there is no webhook’s, and keeps its summary where the webhook has none', () => {
  const recovered = heard(
    'ringside-recovered-1',
    completed({ start_date: START, summary: 'From the API' }),
    1000,
  );
  const alone = foldCall(key, [rang, recovered]);
  expect(alone).toMatchObject({ summary: 'From the API', ended: { result: 'ANSWERED' } });
  const bare = heard('msg_3', completed({ start_date: START, summary: null, result: 'VOICEMAIL' }), 2000);
  for (const events of [
    [rang, recovered, bare],
    [bare, recovered, rang],
  ]) {
    expect(foldCall(key, events)).toMatchObject({ summary: 'From the API', ended: { result: 'VOICEMAIL' } });
  }
});
