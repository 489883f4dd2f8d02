import type { Change } from '../changes.ts';
import type { News } from '../filed.ts';
import type { Surroundings } from '../reads.ts';

export interface MemoryPlan {
  /** What the event itself is given, as JSON; null: nothing. */
  readonly own: string | null;
  /** In the order in which they are to be written. */
  readonly changes: readonly Change[];
}

/**
 * Gives the first event of a call what is known of the other party, and remembers what a new event tells. Of a test call
 * nothing is remembered.
 * @param surroundings as they are once the event is filed: `eventsOf` and the events of past calls have it (as `THIS`), and
 * those that moved under their new call
 */
export type PlanMemory = (news: News, surroundings: Surroundings) => MemoryPlan;
