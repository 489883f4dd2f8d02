import { useEffect, useRef } from 'react';
import type { PopState } from '../../src-shared/ipc/pop.ts';
import { useSurroundings } from '../bridge/Surroundings.tsx';
import { announcementOf, digestAnnouncementOf } from './announcement.ts';

/** Says each ringing call once, and each digest. */
export function useAnnouncements({ cards, digest }: Pick<PopState, 'cards' | 'digest'>): void {
  const { language, say } = useSurroundings();
  const { words } = language;
  const told = useRef(new Set<string>());
  const toldDigest = useRef<number | null>(null);
  useEffect(() => {
    const fresh = cards.filter((card) => card.phase === 'ringing' && !told.current.has(card.key));
    for (const card of fresh) told.current.add(card.key);
    const missed = digest !== null && digest.since !== toldDigest.current ? digest : null;
    toldDigest.current = digest?.since ?? null;
    const said = [
      ...fresh.map((card) => announcementOf(card, words)),
      ...(missed === null ? [] : [digestAnnouncementOf(missed, words)]),
    ];
    if (said.length > 0) say(said.join('. '));
  }, [cards, digest, say, words]);
}
