import { describe, expect, it } from 'vitest';
import { readEvent, type AlloEvent } from '../../../src-shared/allo/events.ts';
import type { AgentEmail } from '../../../src-shared/brand.ts';
import { concernedAgents, type Directory } from '../../../src-shared/calls/routing.ts';

const directory: Directory = {
  agents: new Set(['nora@example.com', 'ben@example.com', 'ada@example.com'] as AgentEmail[]),
  aliases: new Map([['nora.allo@example.com', 'nora@example.com' as AgentEmail]]),
  lines: [{ number: '+33199005678', agents: ['ben@example.com', 'Ada@Example.com', 'gone@example.com'] }],
};

function event(topic: string, data: object): AlloEvent {
  const read = readEvent({ topic, version: '2.0', timestamp: '2026-02-03T09:15:00Z', data });
  if (!read.ok) throw new Error(read.reason);
  return read.event;
}

function ring(over: object = {}) {
  return event('call.received', {
    from_number: '+33199001234',
    to_number: '+33199000000',
    started_at: '2026-02-03T09:15:00Z',
    user_email: 'nora@example.com',
    ...over,
  });
}

const nobody = { witnesses: [] };

describe('routing', () => {
  it('a ring concerns its user, in any case and through aliases', () => {
    expect(concernedAgents(ring({ user_email: 'NORA@example.com' }), directory, nobody)).toEqual([
      'nora@example.com',
    ]);
    expect(concernedAgents(ring({ user_email: 'Nora.Allo@example.com' }), directory, nobody)).toEqual([
      'nora@example.com',
    ]);
  });

  it('a ring of a listed line concerns every known agent of it, however the number is written', () => {
    const expected = ['ada@example.com', 'ben@example.com', 'nora@example.com'];
    expect(concernedAgents(ring({ to_number: '+33199005678' }), directory, nobody)).toEqual(expected);
    expect(concernedAgents(ring({ to_number: '0199005678' }), directory, nobody)).toEqual(expected);
  });

  it('an event for somebody unknown concerns nobody', () => {
    expect(concernedAgents(ring({ user_email: 'stranger@example.com' }), directory, nobody)).toEqual([]);
    expect(concernedAgents(ring({ user_email: null }), directory, nobody)).toEqual([]);
  });

  it('everything after the ring concerns everybody who saw the ring, as long as they are agents', () => {
    const tag = event('tag.added', { call_id: 'cll_1', tag_key: 'vip', user_email: 'nora@example.com' });
    const witnesses = ['ben@example.com', 'gone@example.com'] as AgentEmail[];
    expect(concernedAgents(tag, directory, { witnesses })).toEqual(['ben@example.com']);
  });

  it('a transfer concerns both ends', () => {
    const completed = event('call.completed', {
      id: 'cll_1',
      start_date: '2026-02-03T09:15:00Z',
      from_number: '+33199001234',
      to: '+33199000000',
      transfer_from: { user_email: 'nora@example.com' },
      transfer_to: { user_email: 'ada@example.com' },
    });
    expect(concernedAgents(completed, directory, nobody)).toEqual(['ada@example.com', 'nora@example.com']);
  });
});
