import fc from 'fast-check';
import { expect, test } from 'vitest';
import { twoLanes } from '../../../../src-relay/journal/lanes.ts';

test('a webhook never waits for more of what devices ask for than one commit’s share', () => {
  fc.assert(
    fc.property(fc.nat(2000), fc.integer({ min: 1, max: 200 }), (devices, webhooks) => {
      const lanes = twoLanes<string>();
      for (let i = 0; i < devices; i += 1) lanes.add(`device ${i}`, 'devices');
      for (let i = 0; i < webhooks; i += 1) expect(lanes.add(`webhook ${i}`, 'webhooks')).toBe(true);
      const taken = lanes.take(webhooks);
      expect(taken.slice(0, webhooks)).toEqual(Array.from({ length: webhooks }, (_, i) => `webhook ${i}`));
      expect(taken.length - webhooks).toBe(Math.min(devices, 16));
    }),
  );
});

test('nothing is lost or doubled, each lane keeps its order, and devices get on beside webhooks without end', () => {
  fc.assert(
    fc.property(
      fc.array(fc.oneof(fc.constantFrom('webhooks', 'devices'), fc.integer({ min: 1, max: 40 })), {
        maxLength: 400,
      }),
      (steps) => {
        const lanes = twoLanes<string>();
        const added: string[] = [];
        const taken: string[] = [];
        for (const [at, step] of steps.entries()) {
          if (typeof step === 'number') taken.push(...lanes.take(step));
          else if (lanes.add(`${step} ${at}`, step)) added.push(`${step} ${at}`);
        }
        taken.push(...lanes.clear());
        for (const lane of ['webhooks', 'devices']) {
          const of = (list: readonly string[]) => list.filter((one) => one.startsWith(lane));
          expect(of(taken)).toEqual(of(added));
        }
        expect(lanes.all).toBe(0);
      },
    ),
  );
});

test('what devices ask for is refused when too much of it waits; a webhook is not', () => {
  const lanes = twoLanes<number>();
  const taken = Array.from({ length: 5000 }, (_, i) => lanes.add(i, 'devices')).filter(Boolean).length;
  expect(taken).toBe(512);
  expect(lanes.add(1, 'webhooks')).toBe(true);
  expect([lanes.first, lanes.all]).toEqual([1, 513]);
});
