import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { divideIntoCalls } from '../../../src-shared/calls/matching.ts';
import type { CallTopic, Sighting } from '../../../src-shared/calls/sighting.ts';
import { readNumber } from '../../../src-shared/format/phone.ts';
import { everyDivision, scoreOf } from './divisions.ts';

const CALLER = readNumber('+33199001234');
const LINE = readNumber('+33199005678');
const USERS = ['nora@example.com', 'sam@example.com', 'ada@example.com', 'ben@example.com'];

interface Told {
  readonly call: string;
  readonly topic: CallTopic;
  readonly at: number;
  readonly user?: string | null;
}

function sightingsOf(told: readonly Told[]): Sighting[] {
  return told.map(({ call, topic, at, user = USERS[0] ?? null }, n) => ({
    ref: `${call} ${topic} ${n}`,
    topic,
    direction: 'inbound',
    startedAt: at,
    user,
    from: CALLER,
    to: LINE,
    originalTo: null,
    callId: topic === 'call.completed' ? `cll_${call}` : null,
  }));
}

/** The calls as the names of those that their events were told of. */
function found(sightings: readonly Sighting[]): string[] {
  return divideIntoCalls(sightings)
    .map((refs) =>
      refs
        .map((ref) => ref.split(' ')[0])
        .sort()
        .join(''),
    )
    .sort();
}

function inEveryOrder<T>(items: readonly T[]): T[][] {
  if (items.length < 2) return [[...items]];
  return items.flatMap((first, at) =>
    inEveryOrder(items.filter((_, other) => other !== at)).map((rest) => [first, ...rest]),
  );
}

/** How much later than its ring Allo says that a completed call has started. */
const shift = fc.integer({ min: 0, max: 5_000 });

describe('calls of one caller, one after the other', () => {
  it('3 s apart keep their own completions, in all 24 orders of arrival', () => {
    const told: Told[] = [
      { call: 'a', topic: 'call.received', at: 0 },
      { call: 'a', topic: 'call.completed', at: 2_000 },
      { call: 'b', topic: 'call.received', at: 3_000 },
      { call: 'b', topic: 'call.completed', at: 5_000 },
    ];
    for (const order of inEveryOrder(sightingsOf(told))) expect(found(order)).toEqual(['aa', 'bb']);
  });

  it('keep their own events, however near they are, as long as both starts keep their order', () => {
    const calls = fc
      .array(fc.record({ gap: fc.integer({ min: 1, max: 30_000 }), shift, answered: fc.option(shift) }), {
        minLength: 2,
        maxLength: 5,
      })
      .map((list) => {
        let [ring, answer, end] = [0, 0, 0];
        return list.flatMap(({ gap, shift, answered }, n): Told[] => {
          const call = 'abcde'[n] ?? '';
          ring += gap;
          answer = Math.max(answer + 1, ring + (answered ?? 0));
          end = Math.max(end + 1, ring + shift);
          return [
            { call, topic: 'call.received', at: ring },
            ...(answered === null ? [] : [{ call, topic: 'call.answered', at: answer } as const]),
            { call, topic: 'call.completed', at: end },
          ];
        });
      })
      // Every call was answered or none was: else an answer may be nearer to another call.
      .filter(
        (told) =>
          new Set(['call.received', 'call.answered'].map((t) => told.filter((one) => one.topic === t).length))
            .size === 1 || told.every(({ topic }) => topic !== 'call.answered'),
      );
    fc.assert(
      fc.property(
        calls.chain((told) => fc.tuple(fc.constant(told), shuffled(sightingsOf(told)))),
        ([told, sightings]) => {
          const wanted = Map.groupBy(told, ({ call }) => call);
          expect(found(sightings)).toEqual(
            [...wanted].map(([call, events]) => call.repeat(events.length)).sort(),
          );
        },
      ),
    );
  });

  it('never take the completion of a call before them, though that is the nearer one', () => {
    const told: Told[] = [
      { call: 'a', topic: 'call.completed', at: 2_000 },
      { call: 'b', topic: 'call.received', at: 3_000 },
    ];
    expect(found(sightingsOf(told))).toEqual(['a', 'b']);
    const later = [...told, { call: 'b', topic: 'call.completed', at: 5_000 } as const];
    expect(found(sightingsOf(later))).toEqual(['a', 'bb']);
  });

  it.each([
    [-999, 1],
    [-1_000, 2],
    [0, 1],
    [20_000, 1],
    [20_001, 2],
  ])('a completion %i ms after the ring makes %i', (at, calls) => {
    const told: Told[] = [
      { call: 'a', topic: 'call.received', at: 0 },
      { call: 'a', topic: 'call.completed', at },
    ];
    expect(divideIntoCalls(sightingsOf(told))).toHaveLength(calls);
  });
});

describe('an event whose own start could not be read', () => {
  const ring = { call: 'a', topic: 'call.received' } as const;
  const end = { call: 'a', topic: 'call.completed' } as const;

  it.each<[string, Told, Told, number]>([
    ['a ring that was sent 3 s after it began', { ...ring, at: 3_000 }, { ...end, at: 2_000 }, 1],
    ['a ring that came in 22 s after it began', { ...ring, at: 22_000 }, { ...end, at: 2_000 }, 1],
    ['a ring that came in later than that', { ...ring, at: 22_001 }, { ...end, at: 2_000 }, 2],
    ['a completion', { ...end, at: -3_000 }, { ...ring, at: 0 }, 1],
  ])('may be the later one of its call: %s', (_, rough, sure, calls) => {
    const sightings = sightingsOf([rough, sure]).map((one, n) => ({ ...one, isRough: n === 0 }));
    expect(divideIntoCalls(sightings)).toHaveLength(calls);
    expect(divideIntoCalls(sightings.toReversed())).toHaveLength(calls);
  });
});

describe('a cascade', () => {
  const cascade = fc
    .record({
      users: fc.integer({ min: 2, max: 4 }),
      step: fc.integer({ min: 5_000, max: 20_000 }),
      shift,
      isOfLast: fc.boolean(),
    })
    .map(({ users, step, shift, isOfLast }): Told[] => {
      const rings = USERS.slice(0, users).map((user, n): Told => {
        return { call: 'a', topic: 'call.received', at: n * step, user };
      });
      const last = rings.at(-1) ?? { at: 0, user: null };
      const end = { at: (isOfLast ? last.at : 0) + shift, user: last.user ?? null };
      return [...rings, { call: 'a', topic: 'call.completed', ...end }];
    });

  it('and its completion are one call, whether that starts with the first ring or with the one that was answered', () => {
    fc.assert(
      fc.property(
        cascade.chain((told) => shuffled(sightingsOf(told))),
        (sightings) => {
          expect(divideIntoCalls(sightings)).toHaveLength(1);
        },
      ),
    );
  });

  it('is one call before it has ended, and two when each ring has a completion of its own', () => {
    const rings: Told[] = [
      { call: 'a', topic: 'call.received', at: 0, user: 'nora@example.com' },
      { call: 'b', topic: 'call.received', at: 15_000, user: 'sam@example.com' },
    ];
    expect(found(sightingsOf(rings))).toEqual(['ab']);
    const ends: Told[] = rings.map((ring) => ({ ...ring, topic: 'call.completed', at: ring.at + 2_000 }));
    for (const order of inEveryOrder(sightingsOf([...rings, ...ends])))
      expect(found(order)).toEqual(['aa', 'bb']);
  });

  it('of a caller who calls again is another call', () => {
    const told = ['a', 'b'].flatMap((call, n): Told[] => [
      ...USERS.slice(0, 3).map((user, at): Told => {
        return { call, topic: 'call.received', at: n * 60_000 + at * 15_000, user };
      }),
      { call, topic: 'call.completed', at: n * 60_000 + 2_000 },
    ]);
    expect(found(sightingsOf(told))).toEqual(['aaaa', 'bbbb']);
  });
});

describe('of all ways to divide events into calls', () => {
  const events = fc
    .array(
      fc.record({
        topic: fc.constantFrom<CallTopic>('call.received', 'call.answered', 'call.completed'),
        at: fc.integer({ min: 0, max: 45 }).map((s) => s * 1000),
        user: fc.constantFrom(...USERS.slice(0, 2)),
      }),
      { minLength: 1, maxLength: 6 },
    )
    .map((list) =>
      sightingsOf(list.map((one, n) => ({ ...one, call: `${n}`, at: one.at + n }))).sort(
        (a, b) => a.startedAt - b.startedAt,
      ),
    );

  it('the one that is taken has the fewest calls and the least distance, in order', () => {
    fc.assert(
      fc.property(events, (sightings) => {
        const all = everyDivision(sightings).flatMap((calls) => scoreOf(calls) ?? []);
        const byRef = new Map(sightings.map((s) => [s.ref, s]));
        const taken = divideIntoCalls(sightings).map((refs) => refs.flatMap((ref) => byRef.get(ref) ?? []));
        const best = all.sort((a, b) => a.calls - b.calls || a.distance - b.distance)[0];
        expect(scoreOf(taken)).toEqual(best);
      }),
      { numRuns: 2_000 },
    );
  });
});

function shuffled<T>(items: readonly T[]): fc.Arbitrary<T[]> {
  return fc.shuffledSubarray([...items], { minLength: items.length });
}
