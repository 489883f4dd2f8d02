import { NOTHING_SHOWN, type PopState } from '../../src-shared/ipc/pop.ts';

/** What the pop shows, wherever its window is and however much of it the page can draw. */
export type Picture = Omit<PopState, 'revision' | 'place' | 'plain'>;

const { revision: _, place: __, plain: ___, ...nothing } = NOTHING_SHOWN;
/** Before anything has happened. */
export const EMPTY: Picture = nothing;

/** Whether there is anything to see. */
export function isEmpty({ cards, closed, digest }: Picture): boolean {
  return cards.length === 0 && closed.length === 0 && digest === null;
}
