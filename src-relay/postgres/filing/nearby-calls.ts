import type { CallKey } from '../../../src-shared/brand.ts';
import { MAX_PER_SIDE } from '../../journal/rules/neighbourhood.ts';
import type { NearbySighting } from '../../journal/rules/reads.ts';

/** The calls that were found under the keys of their numbers. */
export interface NearbyCalls {
  note(found: readonly NearbySighting[]): void;
  /**
   * Whether all that is filed under the call comes with its number, so that the number's key keeps everybody else from it.
   * Tags, summaries and other legs come by Allo's id, which only a completion names.
   */
  isOnlyByNumber(call: CallKey): boolean;
  clear(): void;
}

/** Only `call.completed` has one; inside a text of the sender's its quotes would be escaped. */
const NAMES_ALLO_CALL = '"callId":"';

export function nearbyCalls(): NearbyCalls {
  const seen = new Set<CallKey>();
  const completed = new Set<CallKey>();
  let isFlood = false;
  return {
    note(found) {
      // Others may be beyond.
      if (found.length >= MAX_PER_SIDE) isFlood = true;
      for (const { call, body } of found) {
        seen.add(call);
        if (body.includes(NAMES_ALLO_CALL)) completed.add(call);
      }
    },
    isOnlyByNumber: (call) => !isFlood && seen.has(call) && !completed.has(call),
    clear() {
      seen.clear();
      completed.clear();
      isFlood = false;
    },
  };
}
