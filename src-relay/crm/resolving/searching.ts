import { closedBy } from '../../../src-shared/crm/deals.ts';
import { contactIdsIn } from '../../../src-shared/crm/links.ts';
import type { RelayConfig } from '../../config/schema.ts';
import type { Prints } from '../cache/prints.ts';
import { companyPrint, type Search } from './finding.ts';
import type { Due, Wanted } from './freshness.ts';
import type { Known } from './known.ts';
import type { Party } from './party.ts';

type Config = Pick<RelayConfig, 'crm' | 'records' | 'card' | 'closedStages'>;

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
    wantsExtras: isRing && (isAnyShown(config) || factsWanted(party, config).length > 0),
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
  const wanted = factsWanted(party, config);
  return {
    party,
    ask,
    before: known?.person ?? null,
    ids: idsIn(party, config),
    withNumber: known === null ? (byNumber?.person ?? null) : null,
    companyBefore: company?.id ?? null,
    dealsBefore: new Map(deals),
    wantsCompany: wanted.some((from) => from.startsWith('company.')),
    wantsDeals: config.records.show.otherDeals,
    wanted,
    isClosed: closedBy(config.closedStages),
  };
}

function idsIn({ facts: { person, company }, integrationId }: Party, { crm }: Config): Search['ids'] {
  return crm === null ? [] : contactIdsIn(crm, { person, company, integrationId });
}

/** What Allo does not say of the card's facts line. */
function factsWanted({ facts: { person, company } }: Party, { card }: Config): string[] {
  return card.facts
    .map(({ from }) => from)
    .filter((from) => {
      const [of = '', name = ''] = splitOnce(from);
      const properties = (of === 'person' ? person : company)?.properties ?? {};
      return !Object.hasOwn(properties, name);
    });
}

function splitOnce(from: string): string[] {
  const dot = from.indexOf('.');
  return [from.slice(0, dot), from.slice(dot + 1)];
}

function isAnyShown({ records: { show } }: Config): boolean {
  return show.owner || show.stage || show.otherDeals || show.sharing;
}
