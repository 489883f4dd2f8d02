import { describe, expect, test } from 'vitest';
import type { CallKey, Instant, WebhookId } from '../../../../../src-shared/brand.ts';
import type { Delivery } from '../../../../../src-relay/journal/commands.ts';
import type { AgentId } from '../../../../../src-relay/sql/ids.ts';
import { contactIn, noticed, urgencyOf } from '../../../../../src-relay/crm/resolving/notices.ts';
import { contact } from '../../../../fixtures/allo.ts';

const NOW = Date.parse('2026-11-29T10:00:00Z');
let next = 0;

function delivery(
  topic: string,
  call: string | null,
  parts: Partial<Delivery['record']> = {},
  isNews = true,
): Delivery {
  next += 1;
  return {
    agent: 1 as AgentId,
    seq: next,
    isNews,
    record: {
      call: call as CallKey | null,
      topic,
      webhookId: `msg_${next}` as WebhookId,
      occurredAt: new Date(NOW - 1000).toISOString() as Instant,
      receivedAt: NOW - 500,
      data: '{}',
      reduced: null,
      memory: null,
      ...parts,
    },
  };
}
const reasons = (...deliveries: Delivery[]): Record<string, string> =>
  Object.fromEntries([...noticed(deliveries, NOW).calls].map(([call, { why }]) => [call, why]));

describe('a call is noticed', () => {
  test('once, however many agents have it, by what is most pressing', () => {
    const ring = delivery('call.received', 'a');
    expect(reasons(ring, { ...ring, agent: 2 as AgentId })).toEqual({ a: 'ring' });
    expect(reasons(delivery('call.completed', 'a'), delivery('call.answered', 'a'))).toEqual({ a: 'answer' });
  });

  test('for what can tell who it is, and for nothing else', () => {
    expect(
      reasons(
        delivery('call.triggered', 'dialled'),
        delivery('call.completed', 'over'),
        delivery('tag.added', 'tagged'),
        delivery('summary.updated', 'told'),
        delivery('sms.received', null),
        delivery('call.levitated', 'odd'),
      ),
    ).toEqual({ dialled: 'ring', over: 'over' });
  });

  test('as over when it rang long ago: nobody waits for it', () => {
    const hoursAgo = new Date(NOW - 3_600_000).toISOString() as Instant;
    expect(reasons(delivery('call.received', 'a', { occurredAt: hoursAgo }))).toEqual({ a: 'over' });
  });

  test('not when it is older than a day, as one that was lost and comes back', () => {
    const days = new Date(NOW - 25 * 3_600_000).toISOString() as Instant;
    expect(
      reasons(
        delivery('call.received', 'a', { occurredAt: days }),
        delivery('call.completed', 'b', { occurredAt: days }),
      ),
    ).toEqual({});
  });

  test('not when it is a test', () => {
    expect(reasons(delivery('call.received', 'a', { webhookId: 'ringside-test-1' as WebhookId }))).toEqual(
      {},
    );
  });

  test('as told again when somebody joins it late, without a moment to measure from', () => {
    const { calls } = noticed([delivery('call.received', 'a', {}, false)], NOW);
    expect(calls.get('a' as CallKey)).toEqual({ why: 'ring', isRepeat: true, receivedAt: null });
    const both = noticed([delivery('call.received', 'a', {}, false), delivery('call.answered', 'a')], NOW);
    expect(both.calls.get('a' as CallKey)).toEqual({ why: 'ring', isRepeat: true, receivedAt: NOW - 500 });
  });
});

describe('a contact event', () => {
  test('is read when its turn comes, and left out when it cannot be', () => {
    const { topic, data } = contact();
    const { contacts } = noticed([delivery(topic, null, { data: JSON.stringify(data) })], NOW);
    expect([...contacts.values()].map((sent) => contactIn(sent)?.data.id)).toEqual([data['id']]);
    expect(contactIn({ topic: 'contact.updated', data: '{"id":7}' })).toBeNull();
    expect(contactIn({ topic: 'contact.vanished', data: JSON.stringify(data) })).toBeNull();
  });
});

test('rings come before what can wait, and only for what is missing', () => {
  const of = (why: 'ring' | 'answer' | 'over' | 'contact') => ({ why, isRepeat: false, receivedAt: null });
  const table = (['ring', 'answer', 'over', 'contact'] as const).map((why) => [
    why,
    urgencyOf(of(why), true),
    urgencyOf(of(why), false),
  ]);
  expect(table).toEqual([
    ['ring', 'ring', 'refresh'],
    ['answer', 'ring', 'refresh'],
    ['over', 'refresh', 'warm-up'],
    ['contact', 'warm-up', 'warm-up'],
  ]);
});
