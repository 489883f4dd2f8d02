import type { CallKey } from '../../src-shared/brand.ts';
import type { Call } from '../../src-shared/calls/call.ts';
import type { CallBook } from '../book/call-book.ts';

/** A call that is older is not what the agent means by asking for the cards. */
const SUMMONED_WITHIN_MS = 3_600_000;

/** Whether the agent has asked for the cards, and which one came only for that. */
export interface Summons {
  readonly isOn: boolean;
  /**
   * The agent asks.
   * @param isShown whether there is anything to see already
   * @returns null when there is nothing to show; else the call whose card must be brought, if any
   */
  begin(isShown: boolean): { readonly bring: CallKey | null } | null;
  /** The agent is done. @returns the call whose card came only for this */
  end(): CallKey | null;
}

/**
 * @param isOnDesk whether a call is one that this agent would see a card of
 * @param now ms since 1970
 */
export function createSummons(
  book: Pick<CallBook, 'order' | 'call'>,
  isOnDesk: (call: Call) => boolean,
  now: () => number,
): Summons {
  let summoned: { readonly brought: CallKey | null } | null = null;

  function newestCall(): CallKey | null {
    for (const { key, startedAt } of book.order()) {
      if (now() - startedAt > SUMMONED_WITHIN_MS) return null;
      const call = book.call(key);
      if (call !== null && isOnDesk(call)) return key;
    }
    return null;
  }

  return {
    get isOn() {
      return summoned !== null;
    },
    begin(isShown) {
      const bring = isShown ? null : newestCall();
      if (!isShown && bring === null) return null;
      summoned ??= { brought: bring };
      return { bring };
    },
    end() {
      const brought = summoned?.brought ?? null;
      summoned = null;
      return brought;
    },
  };
}
