import type { CardModel, LinkTarget } from '../../src-shared/card/model.ts';
import type { Words } from '../../src-shared/words/en.ts';

/** "Open in HubSpot", or "Search in your CRM" where no record is known and the CRM has no name. */
export function crmHint(link: NonNullable<LinkTarget>, crmName: string | null, words: Words): string {
  const { openIn, searchIn, yourCrm } = words.action;
  return (link === 'record' ? openIn : searchIn)(crmName ?? yourCrm);
}

/** The same for a caller; a search for a number says that it is for the number. */
export function contactHint({ caller, crmName }: CardModel, words: Words): string {
  const { contactLink, name, number } = caller;
  if (contactLink === 'search' && name === null && number?.kind === 'phone')
    return words.action.searchNumberIn(crmName ?? words.action.yourCrm);
  return crmHint(contactLink ?? 'search', crmName, words);
}
