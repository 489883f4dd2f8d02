import type { CardModel, LinkTarget, Offer } from '../../src-shared/card/model.ts';
import type { Words } from '../../src-shared/words/en.ts';

/**
 * "Open in HubSpot", "Opens Ann Lee in HubSpot" where the CRM calls the record otherwise than the card, "Choose… (2 in
 * HubSpot)", or "Search in your CRM" where no record is known and the CRM has no name.
 */
export function crmHint({ link, offer }: Linked, crmName: string | null, words: Words): string {
  const { openIn, searchIn, yourCrm } = words.action;
  const crm = crmName ?? yourCrm;
  switch (link) {
    case 'record':
      return offer === null || offer.opens === null ? openIn(crm) : words.inCrm.opens(offer.opens, crm);
    case 'choose':
      return words.inCrm.chooseAmong((offer?.choices.length ?? 0) + (offer?.more ?? 0), crm);
    case 'search':
    case null:
      return searchIn(crm);
  }
}

/** A link, and what was found for it. */
export interface Linked {
  readonly link: LinkTarget;
  readonly offer: Offer | null;
}

/** The same for a caller; a search for a number says that it is for the number. */
export function contactHint({ caller, crmName }: CardModel, words: Words): string {
  const { contactLink, contactOffer, name, number } = caller;
  if (contactLink === 'search' && name === null && number?.kind === 'phone')
    return words.action.searchNumberIn(crmName ?? words.action.yourCrm);
  return crmHint({ link: contactLink, offer: contactOffer }, crmName, words);
}
