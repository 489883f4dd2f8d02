import type { CallKey } from '../../src-shared/brand.ts';
import type { CallBook } from './call-book.ts';
import type { Remembered } from './kept-keys.ts';
import type { Ledger } from './ledger.ts';
import type { Mark } from './records.ts';

interface Parts {
  readonly ledger: () => Ledger;
  readonly enter: (mark: Mark) => void;
  /** For a book in memory. */
  readonly remembered: Remembered | undefined;
}

type ClosedCards = Pick<CallBook, 'dismiss' | 'reopen' | 'isDismissed' | 'dismissed'>;

/** Which cards the agent has closed: as the book has it, and what a book in memory remembers of runs before. */
export function closedCards({ ledger, enter, remembered }: Parts): ClosedCards {
  const isDismissed = (key: CallKey): boolean =>
    ledger().isDismissed(key) || remembered?.closed.has(key) === true;
  return {
    dismiss(key) {
      if (!ledger().has(key) || ledger().isDismissed(key)) return;
      enter({ kind: 'dismissed', call: key });
      remembered?.closed.add(key);
    },
    reopen(key) {
      if (!isDismissed(key)) return;
      enter({ kind: 'reopened', call: key });
      remembered?.closed.remove(key);
    },
    isDismissed,
    dismissed: () => [...ledger().dismissed(), ...(remembered?.closed.all() ?? [])],
  };
}
