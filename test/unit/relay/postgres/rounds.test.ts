import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { LockKey } from '../../../../src-relay/postgres/filing/keys.ts';
import { nextRound } from '../../../../src-relay/postgres/filing/rounds.ts';

interface Item {
  readonly at: number;
  readonly keys: ReadonlySet<LockKey>;
}

const waiting = fc
  .array(fc.array(fc.integer({ min: 0, max: 8 }), { maxLength: 4 }), { maxLength: 40 })
  .map((all) =>
    all.map((keys, at): Item => ({ at, keys: new Set(keys.map((key) => `tail ${key}` as LockKey)) })),
  );

const share = (a: Item, b: Item): boolean => [...a.keys].some((key) => b.keys.has(key));

function roundsOf(all: readonly Item[]): Item[][] {
  const rounds: Item[][] = [];
  let left = all;
  while (left.length > 0) {
    const round = nextRound(left);
    rounds.push(round);
    left = left.filter((item) => !round.includes(item));
  }
  return rounds;
}

test('two webhooks that share a key are never planned side by side', () => {
  fc.assert(
    fc.property(waiting, (all) => {
      for (const round of roundsOf(all))
        for (const one of round)
          for (const other of round) expect(one !== other && share(one, other)).toBe(false);
    }),
  );
});

test('each is planned once, and of two that share a key the one that came first is planned first', () => {
  fc.assert(
    fc.property(waiting, (all) => {
      const rounds = roundsOf(all);
      expect(rounds.flat().toSorted((a, b) => a.at - b.at)).toEqual(all);
      const roundOf = (item: Item): number => rounds.findIndex((round) => round.includes(item));
      for (const one of all)
        for (const other of all)
          if (one.at < other.at && share(one, other)) expect(roundOf(one)).toBeLessThan(roundOf(other));
    }),
  );
});

test('what shares nothing goes in one round', () => {
  fc.assert(
    fc.property(fc.nat(100), (count) => {
      const all = Array.from({ length: count }, (_, at) => ({
        at,
        keys: new Set([`tail ${at}` as LockKey]),
      }));
      expect(nextRound(all)).toEqual(all);
    }),
  );
});
