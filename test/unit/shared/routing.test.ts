import { describe, expect, it } from 'vitest';
import { readEvent, type AlloEvent } from '../../../src-shared/allo/events.ts';
import type { AgentEmail } from '../../../src-shared/brand.ts';
import { concernedAgents, lineOf, type Directory } from '../../../src-shared/calls/routing.ts';

const directory: Directory = {
  agents: new Set(['nora@example.com', 'ben@example.com', 'ada@example.com'] as AgentEmail[]),
  aliases: new Map([['nora.allo@example.com', 'nora@example.com' as AgentEmail]]),
  lines: [lineOf('+33199005678', ['ben@example.com', 'Ada@Example.com', 'gone@example.com'])],
};

const NORAS_LINE = '+33199007700';
const withNorasLine: Directory = {
  ...directory,
  lines: [...directory.lines, lineOf(NORAS_LINE, ['nora@example.com'])],
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

  it.each<[string, string, object, string[]]>([
    ['coming in, of the line that was called', 'call.received', {}, ['ada@example.com', 'ben@example.com']],
    ['going out, of the line that was dialled from', 'call.triggered', {}, ['nora@example.com']],
    [
      'answered, coming in',
      'call.answered',
      { direction: 'inbound' },
      ['ada@example.com', 'ben@example.com'],
    ],
    ['answered, going out', 'call.answered', { direction: 'OUTBOUND' }, ['nora@example.com']],
    ['answered, without a direction, of nobody but its user', 'call.answered', {}, []],
    [
      'over, coming in',
      'call.completed',
      { id: 'cll_1', type: 'INBOUND' },
      ['ada@example.com', 'ben@example.com'],
    ],
    ['over, going out', 'call.completed', { id: 'cll_1', type: 'OUTBOUND' }, ['nora@example.com']],
    ['over, of an unknown type', 'call.completed', { id: 'cll_1', type: 'INTERNAL' }, []],
    ['a text that came in', 'sms.received', { id: 'msg_1' }, ['ada@example.com', 'ben@example.com']],
    ['a text that was sent', 'sms.sent', { id: 'msg_1' }, ['nora@example.com']],
  ])('of a call between two lines it concerns one end: %s', (_, topic, over, expected) => {
    const data = { from_number: NORAS_LINE, to_number: '+33199005678', user_email: null, ...over };
    const at = '2026-02-03T09:15:00Z';
    expect(
      concernedAgents(event(topic, { ...data, started_at: at, sent_at: at }), withNorasLine, nobody),
    ).toEqual(expected);
  });

  it('what comes in never concerns who dialled it, whoever Allo names and whatever lines they have', () => {
    const everywhere: Directory = {
      ...withNorasLine,
      lines: [
        lineOf(NORAS_LINE, ['nora@example.com']),
        lineOf('+33199005678', ['nora@example.com', 'ben@example.com']),
      ],
    };
    const incoming = ring({ from_number: NORAS_LINE, to_number: '+33199005678' });
    expect(concernedAgents(incoming, everywhere, nobody)).toEqual(['ben@example.com']);
  });

  it('on a shared line only who was heard to dial is left out', () => {
    const shared: Directory = {
      ...withNorasLine,
      lines: [
        lineOf(NORAS_LINE, ['nora@example.com', 'ada@example.com']),
        lineOf('+33199005678', ['nora@example.com', 'ada@example.com', 'ben@example.com']),
      ],
    };
    const incoming = ring({ from_number: NORAS_LINE, to_number: '+33199005678', user_email: null });
    const heard = { witnesses: [], diallers: ['Nora.Allo@example.com'] };
    expect(concernedAgents(incoming, shared, heard)).toEqual(['ada@example.com', 'ben@example.com']);
  });

  it('what was told to somebody goes on being told to them', () => {
    const incoming = ring({ from_number: NORAS_LINE, to_number: '+33199005678', user_email: null });
    const witnesses = ['nora@example.com'] as AgentEmail[];
    expect(concernedAgents(incoming, withNorasLine, { witnesses })).toContain('nora@example.com');
  });
});
