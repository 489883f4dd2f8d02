import { Counter, type Registry } from 'prom-client';
import type { Joined } from '../groups/joining.ts';
import { REFUSED } from '../groups/rules.ts';

/** Counts computers that ask to be paired by their group's token. */
export function joinCounting(registers: Registry[]): (joined: Joined) => void {
  const joins = new Counter({
    name: 'ringside_group_pairings_total',
    help: "Computers that asked to be paired by their group's token, by what became of it; again: one that was paired before.",
    labelNames: ['outcome'],
    registers,
  });
  for (const outcome of ['paired', 'again', 'waiting', ...REFUSED]) joins.inc({ outcome }, 0);
  return (joined) => joins.inc({ outcome: outcomeOf(joined) });
}

function outcomeOf(joined: Joined): string {
  if (joined.is === 'paired') return joined.isAgain ? 'again' : 'paired';
  return joined.is === 'waiting' ? 'waiting' : joined.why;
}
