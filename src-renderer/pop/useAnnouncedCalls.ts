import { useEffect, useRef } from 'react';
import type { CardModel } from '../../src-shared/card/model.ts';
import { useSurroundings } from '../bridge/Surroundings.tsx';
import { announcementOf } from './announcement.ts';

/** Announces each ringing call, once. */
export function useAnnouncedCalls(cards: readonly CardModel[]): void {
  const { language, say } = useSurroundings();
  const told = useRef(new Set<string>());
  useEffect(() => {
    const fresh = cards.filter((card) => card.phase === 'ringing' && !told.current.has(card.key));
    for (const card of fresh) told.current.add(card.key);
    if (fresh.length > 0) say(fresh.map((card) => announcementOf(card, language.words)).join('. '));
  }, [cards, language, say]);
}
