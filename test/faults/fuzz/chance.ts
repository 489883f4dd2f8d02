import { hash, randomInt } from 'node:crypto';

/** Choices that a seed repeats. */
export interface Chance {
  /** A whole number below `end`. */
  below(end: number): number;
  /** True in one of `n` cases. */
  oneIn(n: number): boolean;
  of<T>(choices: readonly [T, ...T[]]): T;
  bytes(length: number): Buffer<ArrayBuffer>;
}

/** The run's seed: RINGSIDE_SEED repeats one. */
export function runSeed(): number {
  const given = process.env['RINGSIDE_SEED'];
  return given === undefined ? randomInt(2 ** 31) : Number(given);
}

/** The choices of one case: each depends on the seed and its own number only, whatever runs beside it. */
export function chanceOf(seed: number, which: number): Chance {
  let state = Buffer.from(hash('sha256', `${seed} ${which}`, 'hex'), 'hex').readUInt32LE();
  // mulberry32, public domain: https://gist.github.com/tommyettinger/46a874533244883189143505d203312c
  const next = (): number => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return (t ^ (t >>> 14)) >>> 0;
  };
  const below = (end: number): number => next() % Math.max(1, end);
  return {
    below,
    oneIn: (n) => below(n) === 0,
    of: (choices) => choices[below(choices.length)] ?? choices[0],
    bytes: (length) => {
      const bytes = Buffer.alloc(length);
      for (let i = 0; i < length; i += 1) bytes[i] = below(256);
      return bytes;
    },
  };
}
