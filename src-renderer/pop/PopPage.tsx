import { useRef } from 'react';
import { useStore } from 'zustand';
import type { StoreApi } from 'zustand/vanilla';
import type { PopState } from '../../src-shared/ipc/contract.ts';
import { useSurroundings } from '../bridge/Surroundings.tsx';
import { Card } from '../card/Card.tsx';
import styles from './PopPage.module.css';
import { useAnnouncedCalls } from './useAnnouncedCalls.ts';
import { useLayoutReport } from './useLayoutReport.ts';

/** The cards on screen, newest first, and how many calls wait behind them. */
export function PopPage({ store }: { readonly store: StoreApi<PopState> }) {
  const { words } = useSurroundings().language;
  const cards = useStore(store, (state) => state.cards);
  const more = useStore(store, (state) => state.more);
  const revision = useStore(store, (state) => state.revision);
  const stack = useRef<HTMLElement>(null);
  useLayoutReport(stack, revision);
  useAnnouncedCalls(cards);
  return (
    <main ref={stack} className={styles['stack']} aria-label={words.cards}>
      {cards.map((card) => (
        <Card key={card.key} card={card} />
      ))}
      {more > 0 ? <p className={styles['more']}>{words.moreCalls(more)}</p> : null}
    </main>
  );
}
