import { useEffect } from 'react';
import { PRODUCT } from '../../../src-shared/product.ts';
import { useSurroundings } from '../../bridge/Surroundings.tsx';
import type { Room } from '../rooms.ts';

/** The window's title: the room, the product, and how many calls were missed, for task bars and switchers. */
export function useTitle(room: Room, missed: number): void {
  const { words } = useSurroundings().language;
  useEffect(() => {
    const name = `${words.room[room]} – ${PRODUCT}`;
    document.title = missed > 0 ? `(${missed}) ${name}` : name;
    return () => {
      document.title = PRODUCT;
    };
  }, [missed, room, words]);
}
