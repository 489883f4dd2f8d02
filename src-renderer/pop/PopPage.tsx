import { useStore } from 'zustand';
import type { StoreApi } from 'zustand/vanilla';
import type { PopState } from '../../src-shared/ipc/contract.ts';
import { useSurroundings } from '../bridge/Surroundings.tsx';
import { Card } from '../card/Card.tsx';
import { CardStack } from './CardStack.tsx';
import { useAnnouncedCalls } from './useAnnouncedCalls.ts';
import { usePaintedReport } from './usePaintedReport.ts';

/** The cards on screen, newest first, and how many calls wait behind them. */
export function PopPage({ store }: { readonly store: StoreApi<PopState> }) {
  const { words } = useSurroundings().language;
  const { cards, more, place, revision } = useStore(store);
  useAnnouncedCalls(cards);
  usePaintedReport(cards);
  return (
    <CardStack
      label={words.cards}
      cards={cards.map((card) => ({ key: card.key, pinned: card.pinned, card: <Card card={card} /> }))}
      more={more}
      place={place}
      revision={revision}
      counter={words.moreCalls}
    />
  );
}
