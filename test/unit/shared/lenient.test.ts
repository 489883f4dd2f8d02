import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import * as v from 'valibot';
import { oneValue, readLeniently } from '../../../src-shared/lenient.ts';

const count = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(9));
const schema = v.object({
  count: v.optional(count, 3),
  words: v.optional(v.array(v.string()), []),
  people: v.optional(v.array(v.object({ id: v.string(), name: v.string() })), []),
  hours: v.optional(v.nullable(v.pipe(v.object({ from: count, to: count }), oneValue())), null),
  place: v.optional(
    v.variant('kind', [
      v.object({ kind: v.literal('home'), door: count, note: v.optional(v.string()) }),
      v.object({ kind: v.literal('away'), door: count, host: v.optional(v.string(), 'everywhere') }),
    ]),
  ),
});
const read = (input: unknown, held?: unknown) => readLeniently(schema, input, held);

describe('reading leniently', () => {
  it.each([
    ['a value out of its range', { count: 12 }, { count: 7 }, { count: 7 }, ['count']],
    ['a value without one from before', { count: 12 }, undefined, { count: 3 }, ['count']],
    ['one entry of a list', { words: ['a', 5, 'c'] }, undefined, { words: ['a', 'c'] }, ['words[1]']],
    [
      'a list of which nothing can be read',
      { words: [5] },
      { words: ['old'] },
      { words: ['old'] },
      ['words'],
    ],
    [
      'an entry that was held before, by its first field',
      {
        people: [
          { id: '1', name: 5 },
          { id: '2', name: 'B' },
          { id: '3', name: null },
        ],
      },
      { people: [{ id: '1', name: 'A' }] },
      {
        people: [
          { id: '1', name: 'A' },
          { id: '2', name: 'B' },
        ],
      },
      ['people[0].name', 'people[2]'],
    ],
    [
      'a part of what is one value, which is then the one from before',
      { hours: { from: 1, to: 'late' } },
      { hours: { from: 5, to: 6 } },
      { hours: { from: 5, to: 6 } },
      ['hours'],
    ],
    [
      'a part of a variant, which takes nothing of another one',
      { place: { kind: 'away', door: 'x' } },
      { place: { kind: 'home', door: 4 } },
      { place: { kind: 'home', door: 4 } },
      ['place'],
    ],
    [
      'a part of a variant that may be missing',
      { place: { kind: 'home', door: 2, note: 5 } },
      { place: { kind: 'home', door: 4, note: 'old' } },
      { place: { kind: 'home', door: 2 } },
      ['place.note'],
    ],
    [
      'a part of a variant in whose place a default would slip',
      { place: { kind: 'away', door: 2, host: 5 } },
      undefined,
      {},
      ['place'],
    ],
    ['a variant of an unknown kind', { place: { kind: 'moon' } }, undefined, {}, ['place']],
  ])('%s costs only itself', (_, input, held, value, unread) => {
    const nothing = { count: 3, words: [], people: [], hours: null };
    expect(read(input, held)).toEqual({ value: { ...nothing, ...value }, unread });
  });

  it('a value of a record costs only itself, and its key is not named', () => {
    const numbers = v.record(v.pipe(v.string(), v.maxLength(9)), count);
    const input: unknown = JSON.parse('{"Ana":1,"Sam":"two","a key too long":3,"__proto__":4}');
    expect(readLeniently(numbers, input)).toEqual({ value: { Ana: 1 }, unread: ['.*'] });
    expect(readLeniently(numbers, { Sam: 2 })).toEqual({ value: { Sam: 2 }, unread: [] });
  });

  it('what the schema takes comes out as the schema gives it', () => {
    fc.assert(
      fc.property(fc.record({ count: fc.nat(9), words: fc.array(fc.string()) }), (input) => {
        expect(read(input, { count: 1 })).toEqual({ value: v.parse(schema, input), unread: [] });
      }),
    );
  });

  it('never throws, gives what the schema takes, and names a bounded number of fields', () => {
    const poison = fc.constantFrom(
      ...['{"__proto__":{"count":1}}', '{"constructor":5}', '{"words":{"length":9}}', '{"count":1e999}'].map(
        (text) => JSON.parse(text) as unknown,
      ),
    );
    const anything = fc.oneof(
      poison,
      fc.anything(),
      fc.record({ count: fc.anything(), words: fc.anything() }),
    );
    fc.assert(
      fc.property(anything, anything, (input, held) => {
        const found = read(input, held);
        if (found === null) return;
        expect(v.is(schema, found.value) || held !== undefined).toBe(true);
        expect(Object.getPrototypeOf(found.value)).toBe(Object.prototype);
      }),
    );
    expect(read({ words: ['a', ...Array<number>(100_000).fill(5)] })?.unread).toHaveLength(50);
    expect(({} as { count?: number }).count).toBeUndefined();
  });
});
