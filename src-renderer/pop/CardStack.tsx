import { useRef, type ReactNode } from 'react';
import type { PopState } from '../../src-shared/ipc/pop.ts';
import styles from './CardStack.module.css';
import { MoreCalls } from './MoreCalls.tsx';
import { useStacking } from './useStacking.ts';

/** One thing in the stack: a card, or the digest. */
export interface StackedCard {
  readonly key: string;
  readonly pinned: boolean;
  /** Counted when there is no room for it. */
  readonly isCall: boolean;
  readonly card: ReactNode;
}

interface Props {
  readonly label: string;
  /** Newest first. */
  readonly cards: readonly StackedCard[];
  /** How many calls wait that are not in `cards`. */
  readonly more: number;
  readonly place: PopState['place'];
  readonly revision: number;
}

/** Cards stacked away from their corner, as many as the work area has room for; the rest is counted. */
export function CardStack({ label, cards, more, place, revision }: Props) {
  const stack = useRef<HTMLElement>(null);
  const hidden = useStacking(stack, { cards, more, place, revision });
  return (
    <main ref={stack} className={styles['stack']} aria-label={label}>
      {cards.map(({ key, card }) => (
        <div key={key} className={styles['place']} data-place={key}>
          <div>{card}</div>
        </div>
      ))}
      <div className={styles['place']} data-counter="">
        <MoreCalls count={Math.max(1, more + hidden)} />
      </div>
    </main>
  );
}
