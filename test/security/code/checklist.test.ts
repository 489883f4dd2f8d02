import { expect, test } from 'vitest';
import { BLOCKS, checklistLines } from '../../../scripts/docs/security-lines.ts';

/** How many lines each part of the checklist has: one that is taken away is taken away on purpose. */
const LENGTHS = { S: 20, F: 9, P: 6, C: 5, K: 8, H: 20, N: 26, R: 18 } as const;

test('every line of the checklist is one test, and none is missing', async () => {
  const lines = await checklistLines();
  for (const [block, length] of Object.entries(LENGTHS)) {
    const numbers = lines.filter((line) => line.block === block).map(({ number }) => number);
    expect([block, numbers]).toEqual([block, Array.from({ length }, (_, at) => at + 1)]);
  }
  expect(Object.keys(LENGTHS)).toEqual(Object.keys(BLOCKS));
  expect(new Set(lines.map(({ promise }) => promise)).size).toBe(lines.length);
});
