import type { LinkTarget } from '../../src-shared/card/model.ts';
import type { Words } from '../../src-shared/words/en.ts';

/** "Open in HubSpot", or "Search in your CRM" where no record is known and the CRM has no name. */
export function crmHint(link: NonNullable<LinkTarget>, crmName: string | null, words: Words): string {
  const { openIn, searchIn, yourCrm } = words.action;
  return (link === 'record' ? openIn : searchIn)(crmName ?? yourCrm);
}
