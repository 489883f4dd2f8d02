import type { LinkTarget } from '../../src-shared/card/model.ts';
import type { FirstThing } from './first-thing.ts';
import type { CardActions } from './useCardActions.ts';

/** Opens what Enter is for, where several records may be the one, their menu; nothing where a card has nothing to open. */
export function openFirst(thing: FirstThing | null, element: HTMLElement | null, actions: CardActions): void {
  if (thing === null) return;
  const name = thing.kind === 'deal' ? `deal ${thing.deal.id}` : thing.kind;
  const link = element?.querySelector<HTMLElement>(`[data-record="${CSS.escape(name)}"]`);
  const opens = link?.dataset['opens'] as LinkTarget | undefined;
  if (opens === 'choose') return link?.click();
  switch (thing.kind) {
    case 'deal':
      return actions.open('deal', { deal: thing.deal.id });
    case 'contact':
    case 'company':
    case 'newContact':
      return actions.open(thing.kind);
    case 'details':
      return actions.details();
    case 'unfold':
  }
}
