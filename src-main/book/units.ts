import type { CallKey } from '../../src-shared/brand.ts';
import type { CallMarks } from './call-marks.ts';
import type { Order } from './order.ts';
import type { ShelvedText } from './text-shelf.ts';

/** What is kept or goes as one: a whole call, or a single text. */
export interface Unit<Filed> {
  readonly members: readonly Filed[];
  /** When it was heard of last. */
  readonly at: number;
  /** When it began. */
  readonly since: number;
  readonly noted: boolean;
}

/** Everything that is kept, the longest unheard first. */
export function unitsOf<Filed extends ShelvedText>(
  calls: Iterable<readonly [CallKey, readonly Filed[]]>,
  texts: readonly Filed[],
  order: Pick<Order, 'startOf'>,
  { notes }: Pick<CallMarks, 'notes'>,
): Unit<Filed>[] {
  const units = [...calls].map(([call, members]) => {
    const at = Math.max(...members.map((one) => one.heardAt));
    return { members, at, since: order.startOf(call) ?? at, noted: notes.has(call) };
  });
  for (const text of texts) {
    const { heardAt: at, startedAt } = text;
    units.push({ members: [text], at, since: startedAt ?? at, noted: false });
  }
  return units.sort((a, b) => a.at - b.at);
}

/** When the oldest of all began; Infinity: there is none. @param orders each newest first */
export function oldestOf(...orders: readonly (readonly { readonly startedAt: number }[])[]): number {
  return Math.min(...orders.map((order) => order.at(-1)?.startedAt ?? Infinity));
}
