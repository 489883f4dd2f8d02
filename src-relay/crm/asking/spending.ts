import type { Pot } from '../contract.ts';

/** What was spent of a pot lately, by slots of time: oldest first, no more of them than there are slots. */
export type Spent = readonly SpentSlot[];
interface SpentSlot {
  readonly slot: number;
  readonly units: number;
}

/** A span is so many slots: what was spent in one counts until the last of it is past. */
const SLOTS = 200;

/** Units that may be spent now. */
export function leftIn(pot: Pot, spent: Spent, now: number): number {
  return pot.units - sum(lately(pot, spent, now));
}

/** The first moment that so many units may be spent at; null: the pot never holds as many. */
export function freeAt(pot: Pot, spent: Spent, units: number, now: number): number | null {
  if (units > pot.units) return null;
  const counting = lately(pot, spent, now);
  let left = pot.units - sum(counting);
  if (left >= units) return now;
  for (const one of counting) {
    left += one.units;
    if (left >= units) return endOf(pot, one.slot);
  }
  return null;
}

/** Once they are spent. Whoever asked `freeAt` first never has more than the pot's units in any span of it. */
export function spend(pot: Pot, spent: Spent, units: number, now: number): Spent {
  const counting = lately(pot, spent, now);
  const slot = Math.floor(now / slotMs(pot));
  const last = counting.at(-1);
  // A clock that stood still, or a bit of rounding: it counts for as long as the newest does.
  return last !== undefined && last.slot >= slot
    ? [...counting.slice(0, -1), { slot: last.slot, units: last.units + units }]
    : [...counting, { slot, units }];
}

function lately(pot: Pot, spent: Spent, now: number): Spent {
  return spent.filter(({ slot }) => endOf(pot, slot) > now);
}

function endOf(pot: Pot, slot: number): number {
  return (slot + 1) * slotMs(pot) + pot.everyMs;
}

function slotMs({ everyMs }: Pot): number {
  return everyMs / SLOTS;
}

function sum(spent: Spent): number {
  return spent.reduce((all, { units }) => all + units, 0);
}
