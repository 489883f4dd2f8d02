import { useEffect, useRef } from 'react';
import type { ClosedCard, PopState } from '../../src-shared/ipc/pop.ts';
import { useSurroundings } from '../bridge/Surroundings.tsx';
import { announcementOf, digestAnnouncementOf } from './announcement.ts';

type Said = Pick<PopState, 'cards' | 'closed' | 'digest'>;

/** Says each ringing call once, each digest, and each card that is closed or had back. */
export function useAnnouncements({ cards, closed, digest }: Said): void {
  const { language, say } = useSurroundings();
  const { words } = language;
  const told = useRef(new Set<string>());
  const toldClosed = useRef<PopState['closed']>([]);
  const toldDigest = useRef<number | null>(null);
  useEffect(() => {
    const fresh = cards.filter((card) => card.phase === 'ringing' && !told.current.has(card.key));
    for (const card of fresh) told.current.add(card.key);
    const missed = digest !== null && digest.since !== toldDigest.current ? digest : null;
    toldDigest.current = digest?.since ?? null;
    const before = toldClosed.current;
    toldClosed.current = closed;
    const gone = closed.filter(({ key }) => !before.some((one) => one.key === key));
    const back = before.filter(({ key }) => cards.some((card) => card.key === key));
    const nameOf = ({ who }: ClosedCard) => who ?? words.call.numberWithheld;
    const said = [
      ...gone.map((one) => words.card.closedSaid(nameOf(one))),
      ...back.map((one) => words.card.reopened(nameOf(one))),
      ...fresh.map((card) => announcementOf(card, words)),
      ...(missed === null ? [] : [digestAnnouncementOf(missed, words)]),
    ];
    if (said.length > 0) say(said.join('. '));
  }, [cards, closed, digest, say, words]);
}
