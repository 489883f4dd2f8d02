import type { FirstThing } from './first-thing.ts';
import type { CardActions } from './useCardActions.ts';

/** Opens what Enter is for; nothing where a card has nothing to open. */
export function openFirst(thing: FirstThing | null, actions: CardActions): void {
  switch (thing?.kind) {
    case 'deal':
      return actions.open('deal', thing.deal.id);
    case 'contact':
    case 'company':
    case 'newContact':
      return actions.open(thing.kind);
    case 'details':
      return actions.details();
    case 'unfold':
    case undefined:
  }
}
