import { closedBy } from '../../../src-shared/crm/deals.ts';
import { contactIdsIn } from '../../../src-shared/crm/links.ts';
import type { RelayConfig } from '../../config/schema.ts';
import type { Prints } from '../cache/prints.ts';
import { companyPrint, type Search } from './finding.ts';
import type { Due, Wanted } from './freshness.ts';
import type { Known } from './known.ts';
import type { Party } from './party.ts';

type Config = Pick<RelayConfig, 'crm' | 'records' | 'closedStages'>;

/** What is wanted of a party. @param isRing whether somebody is about to look at it */
export function wantedOf(party: Party, config: Config, isRing: boolean, prints: Prints, now: number): Wanted {
  const { company, deals } = party.facts;
  return {
    who: party.who,
    what: party.what,
    parts: [
      ...(company === null ? [] : [companyPrint(party, prints)]),
      ...deals.map(({ id }) => prints.deal(id)),
    ],
    ids: idsIn(party, config).map(({ id }) => id),
    wantsExtras: isRing && wantsExtras(config),
    now,
  };
}

/**
 * What to ask for a party.
 * @param byNumber who has their number, if that is certain: whoever called before Allo knew them
 */
export function searchOf(
  party: Party,
  config: Config,
  ask: NonNullable<Due['ask']>,
  known: Known | null,
  byNumber: Known | null,
  prints: Prints,
): Search {
  const company = known?.company?.of === companyPrint(party, prints) ? known.company.found.record : null;
  const deals = party.facts.deals.flatMap(({ id }): [string, string][] => {
    const record = known?.deals.get(prints.deal(id))?.record;
    return record === undefined ? [] : [[id, record.id]];
  });
  const namesake = known === null ? (byNumber?.person ?? null) : null;
  return {
    party,
    ask,
    before: known?.person ?? null,
    ids: [...idsIn(party, config), ...(namesake === null ? [] : [namesake])],
    companyBefore: company?.id ?? null,
    dealsBefore: new Map(deals),
    wantsCompany: false,
    wantsDeals: config.records.show.otherDeals,
    isClosed: closedBy(config.closedStages),
  };
}

function idsIn({ facts: { person, company }, integrationId }: Party, { crm }: Config): Search['ids'] {
  return crm === null ? [] : contactIdsIn(crm, { person, company, integrationId });
}

function wantsExtras({ records: { show } }: Config): boolean {
  return show.owner || show.stage || show.otherDeals || show.sharing;
}
