import {
  type ConnectParts,
  type CrmCompany,
  type CrmConnection,
  type CrmDeal,
  CrmFailure,
  type DealsOf,
  type Flight,
  type Listed,
} from '../contract.ts';
import { NONE } from '../matching/lists.ts';
import { companyAsking } from '../matching/company-names.ts';
import { readAccount } from './account.ts';
import {
  askedFor,
  companyRecord,
  type CompanyRecord,
  dealRecord,
  type DealRecord,
  propertiesOf,
  type Read,
  readList,
  readRecord,
} from './answers.ts';
import { askHubspot, HUBSPOT_ID, searchWithout } from './asking.ts';
import { dealOf } from './deals.ts';
import { hubspotMemory } from './memory.ts';
import { hubspotPeople } from './people.ts';
import { hubspotRights, type HubspotReads } from './reads.ts';
import { byRecord, byWord, type RecordIds, MOST_SEARCH_BYTES } from './searches.ts';

/** HubSpot reads so many records by id at once. */
const BATCH = 100;
/** Names of HubSpot's: others are not asked for, since a comma would make two of them. */
const PROPERTY = /^[a-z0-9_]{1,100}$/i;

export function connectHubspot(parts: ConnectParts<HubspotReads>): CrmConnection {
  const ask = askHubspot(parts);
  const memory = hubspotMemory({ ask, elapsed: parts.elapsed });
  const people = hubspotPeople({ ask, memory, more: parts.properties.person.filter(isProperty) });
  const moreOfCompany = parts.properties.company.filter(isProperty);
  const companyProperties = [...new Set([...propertiesOf(companyRecord), ...moreOfCompany])];
  const dealProperties = propertiesOf(dealRecord);
  const searchDeals = searchWithout(ask, 'findDeals');

  function companyOf({ record, properties }: Read<CompanyRecord>): CrmCompany {
    const { name, hubspot_owner_id } = record.properties;
    const owner = memory.ownerOf(hubspot_owner_id);
    return { id: record.id, name, owner, properties: askedFor(properties, moreOfCompany) };
  }

  async function dealsById(ids: readonly string[], flight: Flight): Promise<Listed<CrmDeal>> {
    if (ids.length === 0) return NONE;
    const json = { inputs: ids.map((id) => ({ id })), properties: dealProperties };
    const answer = await ask('deals', { json }, flight);
    return openOf(readList(dealRecord, answer.json, 'batch'));
  }

  async function dealsBySearch(of: RecordIds, flight: Flight): Promise<Listed<CrmDeal>> {
    if (of.contact === null && of.company === null) return NONE;
    const bodies = {
      full: byRecord(of, { properties: dealProperties, isOpen: true }),
      without: byRecord(of, { properties: dealProperties, isOpen: false }),
    };
    const { json } = await searchDeals(bodies, flight);
    return openOf(readList(dealRecord, json, 'search'));
  }

  function openOf({ items, isComplete }: Listed<Read<DealRecord>>): Listed<CrmDeal> {
    const labels = memory.dealLabels();
    const deals = items.map(({ record }) => dealOf(record, labels));
    return { items: deals.filter(({ isClosed }) => isClosed !== true), isComplete };
  }

  async function openDealsOf({ person, companyId }: DealsOf, flight: Flight): Promise<Listed<CrmDeal>> {
    const company = companyId !== null && HUBSPOT_ID.test(companyId) ? companyId : null;
    const contact = HUBSPOT_ID.test(person.id) ? person.id : null;
    const { dealIds } = person;
    const canBeRead = dealIds?.isComplete === true && dealIds.items.length <= BATCH;
    // Those of the company take a search, and that one has those of the person as well.
    if (company !== null || !canBeRead) return dealsBySearch({ contact, company }, flight);
    return dealsById(
      dealIds.items.filter((id) => HUBSPOT_ID.test(id)),
      flight,
    );
  }

  return {
    whoAmI: async (flight) => {
      const { id, name, config } = readAccount((await ask('account', {}, flight)).json);
      // So that the first ring has its labels.
      memory.dealLabels();
      return { id, name, config };
    },
    missingRights: async (flight) => {
      const nobody = { path: { id: '1' }, query: { properties: 'hs_object_id' } };
      const tries = [
        { read: 'contact', filling: nobody, right: hubspotRights.contacts },
        { read: 'company', filling: nobody, right: hubspotRights.companies },
        { read: 'deal', filling: nobody, right: hubspotRights.deals },
        { read: 'owners', filling: { query: { limit: '1' } }, right: hubspotRights.owners },
      ] as const;
      const missing = tries.map(async ({ read, filling, right }) => {
        try {
          await ask(read, filling, flight);
          return [];
        } catch (failure) {
          if (failure instanceof CrmFailure && failure.trouble === 'missing-right') return [right];
          throw failure;
        }
      });
      return (await Promise.all(missing)).flat();
    },
    peopleBy: async (clues, flight) => {
      await memory.readyFor(flight);
      return people.peopleBy(clues, flight);
    },
    person: async ({ id }, flight) => {
      await memory.readyFor(flight);
      return people.person(id, flight);
    },
    company: async (id, flight) => {
      if (!HUBSPOT_ID.test(id)) return null;
      await memory.readyFor(flight);
      const query = { properties: companyProperties.join(',') };
      const answer = await ask('company', { path: { id }, query }, flight);
      const found = answer.status === 404 ? null : readRecord(companyRecord, answer.json);
      return found === null ? null : companyOf(found);
    },
    companiesNamed: async (name, flight) => {
      const asking = companyAsking(name);
      if (asking === null) return { items: [], isComplete: false };
      const json = byWord(asking.word, companyProperties);
      if (Buffer.byteLength(JSON.stringify(json)) > MOST_SEARCH_BYTES)
        return { items: [], isComplete: false };
      await memory.readyFor(flight);
      const answer = await ask('findCompanies', { json }, flight);
      const { items, isComplete } = readList(companyRecord, answer.json, 'search');
      return { items: items.map(companyOf), isComplete };
    },
    openDealsOf: async (of, flight) => {
      await memory.readyFor(flight);
      return openDealsOf(of, flight);
    },
    deal: async (id, flight) => {
      if (!HUBSPOT_ID.test(id)) return null;
      await memory.readyFor(flight);
      const query = { properties: dealProperties.join(',') };
      const answer = await ask('deal', { path: { id }, query }, flight);
      const found = answer.status === 404 ? null : readRecord(dealRecord, answer.json);
      return found === null ? null : dealOf(found.record, memory.dealLabels());
    },
  };
}

function isProperty(name: string): boolean {
  return PROPERTY.test(name);
}
