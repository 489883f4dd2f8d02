import { describe, expect, it } from 'vitest';
import { DEFAULT_POLICY } from '../../../src-shared/wire/policy.ts';
import { receiveRelayFrame } from '../../../src-shared/wire/protocol.ts';
import { before, holding, now, values } from './policies.ts';

describe('a frame of which something cannot be read', () => {
  const hear = (frame: object) => receiveRelayFrame(JSON.stringify(frame), () => holding);
  const welcome = {
    type: 'welcome',
    agent: 'a@b.example',
    epoch: 'e',
    from: 3,
    head: 9,
    now: '2026-02-03T09:15:00.000Z',
  };
  const event = {
    type: 'event',
    seq: 4,
    call: 'c',
    topic: 'call.received',
    webhookId: 'm',
    occurredAt: '2026-02-03T09:15:00.000Z',
    receivedAt: '2026-02-03T09:15:00.000Z',
    ageMs: 10,
    data: { a: 1 },
  };

  it('is a welcome all the same, with the policy that held', () => {
    const { value, unread } = hear({ ...welcome, now: 'noon', can: ['records', 7], policy: 5 }) ?? {};
    expect(value).toMatchObject({ type: 'welcome', epoch: 'e', from: 3, head: 9, policy: before });
    expect(unread).toEqual(['now', 'policy']);
    expect(hear(welcome)?.value).toMatchObject({ policy: before });
  });

  it.each(
    [['from', 0] as const, ['head', 0] as const, ['now', '1970-01-01T00:00:00.000Z'] as const].flatMap(
      ([field, instead]) => [null, '3', -1, 1.5, 1e20, [], {}].map((odd) => [field, odd, instead] as const),
    ),
  )('is a welcome all the same when its %s is %j', (field, odd, instead) => {
    expect(hear({ ...welcome, policy: now, [field]: odd })).toEqual({
      value: { ...welcome, policy: now, [field]: instead },
      unread: [field],
    });
  });

  it.each([
    [{ can: ['later', 'release'] }, ['release']],
    [{ can: ['later'] }, []],
    [{ can: 5 }, undefined],
    [{ can: null, more: {} }, undefined],
  ])('may carry %j: what is not understood of it is not said', (more, can) => {
    expect(hear({ ...welcome, policy: now, ...more })).toEqual({
      value: { ...welcome, policy: now, can },
      unread: [],
    });
  });

  it.each([
    ['ageMs', 1e20],
    ['ageMs', null],
    ['call', 7],
    ['occurredAt', 'yesterday'],
    ['receivedAt', 5],
    ['data', 'much'],
    ['topic', {}],
    ['memory', 'much'],
  ])(
    'is an event all the same when its %s is %j, and never pops by an age that cannot be read',
    (field, value) => {
      const heard = hear({ ...event, [field]: value });
      expect(heard).toMatchObject({ value: { type: 'event', seq: 4, webhookId: 'm' }, unread: [field] });
      if (field === 'ageMs')
        expect(heard).toMatchObject({
          value: { ageMs: expect.toSatisfy((ms: number) => ms > 600_000) as number },
        });
    },
  );

  it('tells the parts of a memory that can be read', () => {
    const memory = {
      lastCall: { at: 'then', direction: 'inbound' },
      callsIn30Days: 4,
      contact: { emails: [5, 'a'], company: 'G' },
    };
    expect(hear({ ...event, memory })).toMatchObject({
      value: { memory: { callsIn30Days: 4, contact: { emails: ['a'], company: 'G' } } },
      unread: ['memory.lastCall', 'memory.contact.emails[0]'],
    });
  });

  it.each([
    [
      { type: 'reset', reason: 'tomorrow’s' },
      { type: 'reset', reason: 'epoch' },
    ],
    [
      { type: 'claimed', call: 'c', agent: 'a', name: 5 },
      { type: 'claimed', call: 'c', agent: 'a' },
    ],
    [{ type: 'live', can: [] }, { type: 'live' }],
  ])('%j is heard', (frame, value) => {
    expect(hear(frame)?.value).toEqual(value);
  });

  it.each([
    [{ ...event, seq: 'x' }],
    [{ ...event, webhookId: null }],
    [{ ...welcome, epoch: 5 }],
    [{ type: 'records', call: 'c' }],
    [{ type: 'constructor' }],
    [{ type: '__proto__' }],
  ])('%j is of no use, and is none', (frame) => {
    expect(hear(frame)).toBeNull();
  });

  it('without anything from before reads with the defaults', () => {
    const text = JSON.stringify({ type: 'policy', policy: { ringWindow: 900 } });
    const heard = receiveRelayFrame(text, () => ({ policy: DEFAULT_POLICY, values }));
    expect(heard).toEqual({ value: { type: 'policy', policy: DEFAULT_POLICY }, unread: ['ringWindow'] });
  });
});
