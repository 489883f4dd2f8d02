import { factsOf } from '../../src-shared/calls/phase.ts';
import type { PopState } from '../../src-shared/ipc/pop.ts';

/** How many of the cards on screen are calls that ring or are being dialled. */
export function ringingIn({ cards }: Pick<PopState, 'cards'>): number {
  return cards.filter(({ phase }) => factsOf(phase).rings).length;
}
