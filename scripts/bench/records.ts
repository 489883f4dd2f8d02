import { benchCard } from './records/card.ts';
import { benchExact } from './records/exact.ts';

/** What it takes to find the very records in the CRM, and that nothing waits for it. */
export const recordsBenchmarks = {
  'records:exact': benchExact,
  'records:card': benchCard,
} as const;

export async function benchRecords(): Promise<void> {
  for (const run of Object.values(recordsBenchmarks)) await run();
}
