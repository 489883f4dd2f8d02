import type { CardModel, DealModel } from '../../src-shared/card/model.ts';
import type { Words } from '../../src-shared/words/en.ts';
import { actionsOf } from './appearance.ts';
import { contactHint } from './crm-hint.ts';

/** What Enter opens on a card. */
export type FirstThing =
  | { readonly kind: 'deal'; readonly deal: DealModel }
  | { readonly kind: 'contact' | 'company' | 'newContact' | 'details' | 'unfold' };

/**
 * The first thing on a card that can be opened, from the most pressing deal down; null: nothing can. What the card does
 * not show is not opened: a folded one is unfolded.
 * @param shown the deals that are on the card
 */
export function firstThing(
  card: CardModel,
  { shown, folded }: { readonly shown: readonly DealModel[]; readonly folded: boolean },
): FirstThing | null {
  if (folded) return { kind: 'unfold' };
  const deal = shown.find(({ link }) => link !== null);
  if (deal !== undefined) return { kind: 'deal', deal };
  if (card.caller.contactLink !== null) return { kind: 'contact' };
  if (card.caller.company !== null && card.caller.companyLink !== null) return { kind: 'company' };
  if (card.caller.newContact) return { kind: 'newContact' };
  return actionsOf(card).details ? { kind: 'details' } : null;
}

/** What Enter does, in a few words. */
export function enterHint(thing: FirstThing, card: CardModel, words: Words): string {
  switch (thing.kind) {
    case 'deal':
      return words.card.summonedBy.topDeal;
    case 'contact':
      return contactHint(card, words);
    case 'newContact':
      return words.action.newContact;
    case 'company':
      return words.card.summonedBy.company;
    case 'details':
      return words.card.details;
    case 'unfold':
      return words.card.summonedBy.unfold;
  }
}
