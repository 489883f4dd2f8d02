import fc from 'fast-check';
import { expect, test } from 'vitest';
import { stackUp, type Slot, type Stack, type Stacked } from '../../../../src-renderer/pop/stacking.ts';

const SPACE = { room: 786, gap: 8, counter: 28, more: 0 };
const NOTHING = new Map<string, Slot>();

function card(key: string, height: number, held = false): Stacked {
  return { key, height, held, counts: true };
}

/** Each one's place as [offset, height]. */
function shown(stack: Stack): Record<string, [number, number]> {
  return Object.fromEntries([...stack.slots].map(([key, { offset, height }]) => [key, [offset, height]]));
}

test('the oldest is nearest to the corner, so that a new one moves none', () => {
  const first = stackUp([card('b', 200), card('a', 100)], NOTHING, SPACE);
  expect(shown(first)).toEqual({ a: [0, 100], b: [108, 200] });
  const second = stackUp([card('c', 150), card('b', 200), card('a', 100)], first.slots, SPACE);
  expect(shown(second)).toEqual({ a: [0, 100], b: [108, 200], c: [316, 150] });
});

test('what does not fit the work area is left out and counted, the newest is there', () => {
  const stack = stackUp([card('c', 400), card('b', 300), card('a', 300)], NOTHING, SPACE);
  expect(shown(stack)).toEqual({ b: [0, 300], c: [308, 400] });
  expect(stack.counter).toEqual({ offset: 716, height: 28 });
  expect(stack.extent).toBe(744);
});

test('a digest that does not fit is no call that waits', () => {
  const digest = { key: 'digest', height: 300, held: false, counts: false };
  const stack = stackUp([card('b', 400), card('a', 300), digest], NOTHING, SPACE);
  expect(shown(stack)).toEqual({ a: [0, 300], b: [308, 400] });
  expect(stack).toMatchObject({ counter: null, hidden: 0 });
});

test('one that is higher than the room is cut to it', () => {
  expect(shown(stackUp([card('a', 2000)], NOTHING, SPACE))).toEqual({ a: [0, 786] });
});

test('a held card keeps its place when the one between it and the corner leaves', () => {
  const before = stackUp([card('b', 200), card('a', 100)], NOTHING, SPACE);
  const after = stackUp([card('b', 200, true)], before.slots, SPACE);
  expect(shown(after)).toEqual({ b: [108, 200] });
  const again = stackUp([card('c', 90), card('b', 200, true)], after.slots, SPACE);
  expect(shown(again)).toEqual({ b: [108, 200], c: [0, 90] });
});

test('a card that is let go moves up to the corner again', () => {
  const before = new Map([['b', { offset: 108, height: 200 }]]);
  expect(shown(stackUp([card('b', 200)], before, SPACE))).toEqual({ b: [0, 200] });
});

test('one that grows does not push a held card away: it goes to the other side', () => {
  const before = stackUp([card('b', 200), card('a', 100)], NOTHING, SPACE);
  const after = stackUp([card('b', 200, true), card('a', 260)], before.slots, SPACE);
  expect(shown(after)).toEqual({ b: [108, 200], a: [316, 260] });
});

test('of two held cards the one that grows is cut where the other begins', () => {
  const before = stackUp([card('b', 200), card('a', 100)], NOTHING, SPACE);
  const after = stackUp([card('b', 200, true), card('a', 260, true)], before.slots, SPACE);
  expect(shown(after)).toEqual({ a: [0, 100], b: [108, 200] });
});

test('a ring beside a high pinned card is cut rather than left out', () => {
  const before = new Map([['a', { offset: 0, height: 500 }]]);
  expect(shown(stackUp([card('b', 400), card('a', 500, true)], before, SPACE))).toEqual({
    a: [0, 500],
    b: [508, 278],
  });
});

test('whatever happens: within the room, no overlap, held ones still, and the counter tells what is missing', () => {
  const height = fc.integer({ min: 30, max: 900 });
  const step = fc.record({
    cards: fc.uniqueArray(fc.record({ n: fc.nat({ max: 6 }), height, held: fc.boolean() }), {
      maxLength: 3,
      selector: ({ n }) => n,
    }),
    more: fc.nat({ max: 9 }),
  });
  fc.assert(
    fc.property(fc.array(step, { maxLength: 12 }), fc.integer({ min: 200, max: 1600 }), (steps, room) => {
      let slots: ReadonlyMap<string, Slot> = NOTHING;
      for (const { cards, more } of steps) {
        const items = [...cards]
          .sort((a, b) => b.n - a.n)
          .map(({ n, height: tall, held }) => card(String(n), tall, held && slots.has(String(n))));
        const next = stackUp(items, slots, { ...SPACE, room, more });
        const all = [...next.slots.values(), ...(next.counter === null ? [] : [next.counter])].sort(
          (a, b) => a.offset - b.offset,
        );
        for (const [i, slot] of all.entries()) {
          expect(slot.offset).toBeGreaterThanOrEqual(0);
          expect(slot.offset + slot.height).toBeLessThanOrEqual(room);
          const beyond = all[i + 1];
          if (beyond !== undefined) expect(slot.offset + slot.height).toBeLessThanOrEqual(beyond.offset);
        }
        expect(next.extent).toBeLessThanOrEqual(room);
        for (const { key, held } of items) {
          const was = slots.get(key);
          if (held && was !== undefined) expect(next.slots.get(key)?.offset).toBe(was.offset);
        }
        expect(next.counter !== null).toBe(more > 0 || next.slots.size < items.length);
        if (items.length > 0) expect(next.slots.size).toBeGreaterThan(0);
        slots = next.slots;
      }
    }),
    { numRuns: 500 },
  );
});
