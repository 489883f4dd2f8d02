import { useStore } from 'zustand';
import type { StoreApi } from 'zustand/vanilla';
import type { PopState } from '../../src-shared/ipc/contract.ts';
import { useSurroundings } from '../bridge/Surroundings.tsx';
import { Card } from '../card/Card.tsx';
import { useRingtone } from '../sound/useRingtone.ts';
import { CardStack, type StackedCard } from './CardStack.tsx';
import { DigestCard } from './DigestCard.tsx';
import { useAnnouncements } from './useAnnouncements.ts';
import { usePaintedReport } from './usePaintedReport.ts';
import { useSummons } from './useSummons.ts';

/** The cards on screen, newest first, how many calls wait behind them, and what was missed. */
export function PopPage({ store }: { readonly store: StoreApi<PopState> }) {
  const { words } = useSurroundings().language;
  const state = useStore(store);
  const { cards, more, digest, place, revision } = state;
  usePaintedReport(cards);
  useAnnouncements(state);
  useRingtone(state.sound);
  const { target, trustKeys } = useSummons(state.summoned, cards);
  const stacked: readonly StackedCard[] = [
    ...cards.map((card) => ({
      key: card.key,
      pinned: card.pinned,
      isCall: true,
      card: <Card card={card} summoned={card.key === target} onWrite={trustKeys} />,
    })),
    ...(digest === null
      ? []
      : [{ key: 'digest', pinned: false, isCall: false, card: <DigestCard digest={digest} /> }]),
  ];
  return (
    <CardStack
      label={words.card.list}
      cards={stacked}
      more={more}
      place={place}
      revision={revision}
      counter={words.card.more}
    />
  );
}
