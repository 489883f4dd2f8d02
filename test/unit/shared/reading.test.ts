import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readEvent } from '../../../src-shared/allo/events.ts';

const ring = {
  topic: 'call.received',
  version: '2.0',
  timestamp: '2026-02-03T09:15:00.000Z',
  data: {
    from_number: '+33199001234',
    to_number: '+33199005678',
    started_at: '2026-02-03T09:15:00.000Z',
    user_email: 'nora@example.com',
  },
};

function ringWith(data: object) {
  const read = readEvent({ ...ring, data: { ...ring.data, ...data } });
  if (!read.ok || read.event.topic !== 'call.received')
    throw new Error(read.ok ? 'another topic' : read.reason);
  return read.event.data;
}

describe('reading events', () => {
  it.each([
    ['absent', {}],
    ['null', { person: null, company: null, deals: null }],
    ['misshapen', { person: 'Ana', company: 7, deals: {} }],
  ])('reads %s parties as unknown', (_, data) => {
    expect(ringWith(data)).toMatchObject({ person: null, company: null, deals: [] });
  });

  it.each([
    '',
    ' \t',
    '\u200B\u2060',
    '\u202E\u2066',
    '\u{E0041}\u{E007F}',
    '\uFFFE\u{1FFFF}',
    '\uD83D',
    '\u0000\u2028',
    '\u00AD',
    '\uFEFF',
  ])('reads a name of which nothing is seen, %j, as none', (name) => {
    const { person, company } = ringWith({
      person: { id: 'con_1', name, last_name: name },
      company: { name },
    });
    expect([person?.name, person?.last_name, company?.name]).toEqual([null, null, null]);
  });

  it('keeps custom properties of a contact, of any type, but nothing that could poison an object', () => {
    const person = JSON.parse(
      '{"id":"con_1","name":"Ana","__proto__":{"polluted":1},"constructor":"x","hubspot_id":"77","nested":{"a":1}}',
    );
    const read = ringWith({ person }).person;
    expect(read?.properties).toEqual({ id: 'con_1', name: 'Ana', hubspot_id: '77', nested: { a: 1 } });
    expect(Object.getPrototypeOf(read)).toBe(Object.prototype);
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
  });

  it('leaves out deals that are none and reads a value written as text', () => {
    const { deals } = ringWith({
      deals: [null, 'x', { close_date: '2026-01-01' }, { id: 'dea-1', value: '25000.0' }],
    });
    expect(deals).toMatchObject([{ id: 'dea-1', value: 25000, name: null }]);
  });

  it('reads both spellings of a field', () => {
    const read = readEvent({
      ...ring,
      topic: 'call.completed',
      data: {
        id: 'cll_1',
        from_number: '+33199001234',
        to: '+33199005678',
        start_date: '2026-02-03T09:15:02Z',
      },
    });
    expect(read).toMatchObject({
      ok: true,
      event: {
        data: { to_number: '+33199005678', started_at: '2026-02-03T09:15:02.000Z', tags: [], summary: null },
      },
    });
  });

  it.each([
    ['a legacy v1 event', { topic: 'CALL_RECEIVED', data: ring.data }],
    ['an unknown topic', { ...ring, topic: 'call.vanished' }],
    ['another version', { ...ring, version: '3.0' }],
    ['no version', { topic: ring.topic, data: ring.data }],
    ['no data', { ...ring, data: null }],
    ['a list', [ring]],
    ['no time at all', { ...ring, timestamp: null, data: { ...ring.data, started_at: 'soon' } }],
    ['no number at all', { ...ring, data: { started_at: ring.data.started_at } }],
    ['a completion without an id', { ...ring, topic: 'call.completed' }],
    ['a tag of no call', { ...ring, topic: 'tag.added', data: { tag_key: 'vip' } }],
  ])('refuses %s with a reason that holds no value of it', (_, body) => {
    const read = readEvent(body);
    expect(read.ok).toBe(false);
    if (!read.ok) expect(read.reason).not.toMatch(/\+33|nora|vanished/);
  });

  it('never throws, whatever it is given', () => {
    fc.assert(
      fc.property(
        fc.jsonValue(),
        fc.constantFrom('call.received', 'call.completed', 'tag.added', 'sms.sent'),
        (data, topic) => {
          readEvent(data);
          readEvent({ topic, version: '2.0', timestamp: null, data });
        },
      ),
    );
  });
});
