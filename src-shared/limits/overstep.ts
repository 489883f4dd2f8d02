import { MAX_DATA_BYTES, MAX_DEPTH, MAX_VALUES } from './limits.ts';

/** Which limit something is beyond. */
export const OVERSTEPS = ['size', 'depth', 'values', 'numbers'] as const;
export type Overstep = (typeof OVERSTEPS)[number];

const TEXTS: Record<Overstep, string> = {
  size: `more than ${MAX_DATA_BYTES / 1024 / 1024} MiB when written out`,
  depth: `more than ${MAX_DEPTH} levels deep`,
  values: `more than ${MAX_VALUES.toLocaleString('en')} values`,
  numbers: 'a number that no number can hold',
};

/** Why an event is kept aside whole, for the admin. */
export function whyKeptAside(topic: string, beyond: Overstep): string {
  return `${topic}: data: ${TEXTS[beyond]}; taken in without what is too much`;
}

/**
 * Which limit a parsed JSON value is beyond; null: none. Its size is for whoever writes it to know. Takes a stack of its
 * own, so that no depth is too much for it, and stops at the first limit.
 */
export function overstepOf(value: unknown): Exclude<Overstep, 'size'> | null {
  const waiting: unknown[] = [value];
  const depths: number[] = [1];
  let values = 0;
  while (waiting.length > 0) {
    const one = waiting.pop();
    const depth = depths.pop() ?? 1;
    if (typeof one === 'number' && !Number.isFinite(one)) return 'numbers';
    if (typeof one !== 'object' || one === null) continue;
    if (depth > MAX_DEPTH) return 'depth';
    const parts: readonly unknown[] = Array.isArray(one) ? one : Object.values(one);
    values += parts.length;
    if (values > MAX_VALUES) return 'values';
    for (const part of parts) {
      // Texts have no parts and no limit of their own.
      if (typeof part === 'string') continue;
      waiting.push(part);
      depths.push(depth + 1);
    }
  }
  return null;
}
