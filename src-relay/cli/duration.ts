import { InvalidArgumentError } from 'commander';

const UNIT_MS = { m: 60_000, h: 3_600_000, d: 24 * 3_600_000 } as const;

/**
 * Reads a duration like `15m`, `24h` or `7d`.
 * @throws InvalidArgumentError when it is none, or not between `leastMs` and `mostMs`
 */
export function durationBetween(leastMs: number, mostMs: number): (text: string) => number {
  return (text) => {
    const [, count = '', unit = ''] = /^([1-9]\d{0,5})([mhd])$/.exec(text) ?? [];
    const ms = Number(count) * (UNIT_MS[unit as keyof typeof UNIT_MS] ?? 0);
    if (ms < leastMs || ms > mostMs) {
      throw new InvalidArgumentError(
        `It takes minutes, hours or days, like 15m, 24h or 7d, from ${written(leastMs)} to ${written(mostMs)}.`,
      );
    }
    return ms;
  };
}

function written(ms: number): string {
  if (ms % UNIT_MS.d === 0) return `${ms / UNIT_MS.d}d`;
  return ms % UNIT_MS.h === 0 ? `${ms / UNIT_MS.h}h` : `${ms / UNIT_MS.m}m`;
}
