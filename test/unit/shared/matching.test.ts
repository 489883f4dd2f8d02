import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { divideIntoCalls, keepKeys, MATCH_WINDOW_MS } from '../../../src-shared/calls/matching.ts';
import type { CallTopic, Sighting } from '../../../src-shared/calls/sighting.ts';
import { readNumber } from '../../../src-shared/format/phone.ts';

const CALLER = '+33199001234';
const LINE = '+33199005678';

function sighting(ref: string, topic: CallTopic, startedAt: number, over: Partial<Sighting> = {}): Sighting {
  return {
    ref,
    topic,
    direction: 'inbound',
    startedAt,
    user: 'nora@example.com',
    from: readNumber(CALLER),
    to: readNumber(LINE),
    originalTo: null,
    callId: topic === 'call.completed' ? `cll_${ref}` : null,
    ...over,
  };
}

/** Which refs share a call, whatever order calls and refs come in. */
function partition(sightings: readonly Sighting[]): string[][] {
  return divideIntoCalls(sightings)
    .map((refs) => [...refs].sort())
    .sort((a, b) => ((a[0] ?? '') < (b[0] ?? '') ? -1 : 1));
}

/** The events of one call: each up to 2 s off, as Allo's are. */
const drift = fc.integer({ min: 0, max: 2000 });
const oneCall = (name: string, start: number) =>
  fc
    .record({ answered: drift, completed: drift, hasAnswer: fc.boolean(), secondRing: fc.boolean() })
    .map((d) => [
      sighting(`${name}-ring`, 'call.received', start),
      ...(d.secondRing
        ? [sighting(`${name}-ring2`, 'call.received', start + 5, { user: 'ben@example.com' })]
        : []),
      ...(d.hasAnswer ? [sighting(`${name}-answer`, 'call.answered', start + d.answered)] : []),
      sighting(`${name}-done`, 'call.completed', start + d.completed),
    ]);

describe('matching', () => {
  it('puts the events of one call together, whatever order they come in', () => {
    fc.assert(
      fc.property(
        oneCall('a', 1_000_000).chain((events) => fc.shuffledSubarray(events, { minLength: events.length })),
        (events) => {
          expect(partition(events)).toEqual([events.map((e) => e.ref).sort()]);
        },
      ),
    );
  });

  it('ignores repeats of an event', () => {
    fc.assert(
      fc.property(oneCall('a', 1_000_000), fc.integer({ min: 2, max: 4 }), (events, times) => {
        expect(partition(Array.from({ length: times }, () => events).flat())).toEqual(partition(events));
      }),
    );
  });

  it('takes the same event under a second webhook id for the same call', () => {
    const events = [sighting('a', 'call.received', 0), sighting('b', 'call.received', 0)];
    expect(partition(events)).toEqual([['a', 'b']]);
  });

  it('keeps two calls of one caller within a minute two, each with its own events, in any order of arrival', () => {
    fc.assert(
      fc.property(
        fc
          .integer({ min: 5_000, max: 60_000 })
          .chain((apart) => fc.tuple(oneCall('a', 1_000_000), oneCall('b', 1_000_000 + apart)))
          .chain(([a, b]) =>
            fc.tuple(
              fc.constant(a),
              fc.constant(b),
              fc.shuffledSubarray([...a, ...b], { minLength: a.length + b.length }),
            ),
          ),
        ([a, b, shuffled]) => {
          expect(partition(shuffled)).toEqual([a.map((e) => e.ref).sort(), b.map((e) => e.ref).sort()]);
        },
      ),
    );
  });

  it('gives the same calls for the same events in every order, however they lie', () => {
    const any = fc.record({
      topic: fc.constantFrom<CallTopic>('call.received', 'call.answered', 'call.completed'),
      startedAt: fc.integer({ min: 0, max: 60_000 }),
      user: fc.constantFrom('nora@example.com', 'ben@example.com', null),
      direction: fc.constantFrom<Sighting['direction']>('inbound', 'inbound', null),
      from: fc.constantFrom(CALLER, '0199001234', '+447700900123', 'anonymous').map(readNumber),
      to: fc.constantFrom(LINE, '+33199005679').map(readNumber),
    });
    fc.assert(
      fc.property(
        fc
          .array(any, { maxLength: 9 })
          .map((list) => list.map((e, i) => sighting(`w${i}`, e.topic, e.startedAt, e)))
          .chain((list) =>
            fc.tuple(fc.constant(list), fc.shuffledSubarray(list, { minLength: list.length })),
          ),
        ([list, shuffled]) => {
          expect(partition(shuffled)).toEqual(partition(list));
        },
      ),
    );
  });

  it('corrects an earlier choice when the nearer event arrives', () => {
    const early = [sighting('ring1', 'call.received', 0), sighting('done2', 'call.completed', 12_000)];
    expect(partition(early)).toEqual([['done2', 'ring1']]);
    const later = [
      ...early,
      sighting('ring2', 'call.received', 10_000),
      sighting('done1', 'call.completed', 2_000),
    ];
    expect(partition(later)).toEqual([
      ['done1', 'ring1'],
      ['done2', 'ring2'],
    ]);
  });

  it.each([
    ['starts exactly at the end of the window', MATCH_WINDOW_MS, 1],
    ['starts a millisecond after it', MATCH_WINDOW_MS + 1, 2],
  ])('an event that %s', (_, apart, calls) => {
    expect(
      partition([sighting('a', 'call.received', 0), sighting('b', 'call.completed', apart)]),
    ).toHaveLength(calls);
  });

  it.each<[string, Partial<Sighting>, number]>([
    ['another direction', { direction: 'outbound', from: readNumber(LINE), to: readNumber(CALLER) }, 2],
    ['another caller', { from: readNumber('+33199009999') }, 2],
    ['another line', { to: readNumber('+33199009999') }, 2],
    ['the line that was first called', { to: readNumber('+33199009999'), originalTo: readNumber(LINE) }, 1],
    ['the caller written nationally', { from: readNumber('01 99 00 12 34') }, 1],
    ['the caller written with a trunk zero', { from: readNumber('+33(0)1 99 00 12 34') }, 1],
    ['the line written with a trunk zero', { to: readNumber('+33 (0)199005678') }, 1],
    ['a line of a direct dial', { to: readNumber('+33199005678 ext. 42') }, 1],
    ['the same last nine digits in another country', { from: readNumber('+44199001234') }, 2],
    ['no direction', { direction: null }, 1],
    ['a withheld caller', { from: readNumber('anonymous') }, 2],
  ])('an event with %s', (_, over, calls) => {
    expect(
      partition([sighting('a', 'call.received', 0), sighting('b', 'call.answered', 500, over)]),
    ).toHaveLength(calls);
  });

  it('matches a withheld caller with a withheld caller', () => {
    const withheld = { from: readNumber('anonymous') };
    expect(
      partition([
        sighting('a', 'call.received', 0, withheld),
        sighting('b', 'call.completed', 900, withheld),
      ]),
    ).toHaveLength(1);
  });

  it('holds one ring for each agent of a shared line', () => {
    const rings = ['nora', 'ben', 'ada'].map((who) =>
      sighting(who, 'call.received', 0, { user: `${who}@example.com` }),
    );
    expect(partition(rings)).toEqual([['ada', 'ben', 'nora']]);
  });
});

describe('keeping keys', () => {
  it('keeps the key of a call that only grew', () => {
    const keys = keepKeys([['a', 'b']], new Map([['a', 'k1']]), () => 'new');
    expect([...keys]).toEqual([
      ['a', 'k1'],
      ['b', 'k1'],
    ]);
  });

  it('gives two calls two keys when one is divided, and the larger part keeps the old one', () => {
    const keys = keepKeys(
      [['a'], ['b', 'c']],
      new Map([
        ['a', 'k1'],
        ['b', 'k1'],
        ['c', 'k1'],
      ]),
      () => 'new',
    );
    expect(Object.fromEntries(keys)).toEqual({ a: 'new', b: 'k1', c: 'k1' });
  });

  it('never gives one key to two calls', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 3 }), { minLength: 1, maxLength: 8 }), (assignment) => {
        const refs = assignment.map((_, i) => `r${i}`);
        const before = new Map(refs.map((ref, i) => [ref, `k${assignment[i]}`]));
        const calls = [refs.filter((_, i) => i % 2 === 0), refs.filter((_, i) => i % 2 === 1)].filter(
          (c) => c.length > 0,
        );
        let fresh = 0;
        const after = keepKeys(calls, before, () => `new${(fresh += 1)}`);
        const keysOf = calls.map((call) => new Set(call.map((ref) => after.get(ref))));
        expect(keysOf.every((keys) => keys.size === 1)).toBe(true);
        expect(new Set(keysOf.map((keys) => [...keys][0])).size).toBe(calls.length);
      }),
    );
  });
});
