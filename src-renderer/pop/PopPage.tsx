import { useStore } from 'zustand';
import type { StoreApi } from 'zustand/vanilla';
import type { CallKey } from '../../src-shared/brand.ts';
import type { ClosedCard as Closed, PopState } from '../../src-shared/ipc/pop.ts';
import { useSurroundings } from '../bridge/Surroundings.tsx';
import { Boundary } from '../bounds/Boundary.tsx';
import { SafeCard } from '../card/SafeCard.tsx';
import { useRingtone } from '../sound/useRingtone.ts';
import { CardStack, type StackedCard } from './CardStack.tsx';
import { ClosedCard } from './ClosedCard.tsx';
import { DigestCard } from './DigestCard.tsx';
import { useAnnouncements } from './useAnnouncements.ts';
import { usePaintedReport } from './usePaintedReport.ts';
import { useSummons } from './useSummons.ts';

/** The cards on screen, newest first, how many calls wait behind them, and what was missed. */
export function PopPage({ store }: { readonly store: StoreApi<PopState> }) {
  const { words } = useSurroundings().language;
  const state = useStore(store);
  const { cards, plain, closed, more, digest, place, revision } = state;
  usePaintedReport(cards, revision);
  useAnnouncements(state);
  useRingtone(state.sound);
  const { target, trustKeys } = useSummons(state.summoned, cards, closed);
  const open: readonly StackedCard[] = cards.map((card) => ({
    key: card.key,
    pinned: card.pinned,
    isCall: true,
    card: (
      <SafeCard
        card={card}
        plain={plain.includes(card.key)}
        summoned={card.key === target}
        onWrite={trustKeys}
      />
    ),
  }));
  const stacked: readonly StackedCard[] = [
    ...withClosed(open, closed, target),
    ...(digest === null
      ? []
      : [
          {
            key: 'digest',
            pinned: false,
            isCall: false,
            card: (
              <Boundary part="digest" of={digest} instead={<DigestCard digest={{ ...digest, who: [] }} />}>
                <DigestCard digest={digest} />
              </Boundary>
            ),
          },
        ]),
  ];
  return <CardStack label={words.card.list} cards={stacked} more={more} place={place} revision={revision} />;
}

/** The cards, and in between what is left of those that were closed: each where it stood. */
function withClosed(
  open: readonly StackedCard[],
  closed: readonly Closed[],
  target: CallKey | null,
): readonly StackedCard[] {
  const places = [...open.keys(), open.length];
  return places.flatMap((place) => [
    ...closed
      .filter(({ newer }) => Math.min(newer, open.length) === place)
      .map((one) => ({
        key: one.key,
        pinned: false,
        isCall: false,
        card: <ClosedCard key="closed" closed={one} summoned={one.key === target} />,
      })),
    ...open.slice(place, place + 1),
  ]);
}
