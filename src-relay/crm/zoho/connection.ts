import type { ConnectParts, CrmConnection, DealsOf, Flight } from '../contract.ts';
import { knownFor } from '../remembered.ts';
import { isNoRecord } from './faults.ts';
import { isZohoId, type ZohoRecord } from './fields.ts';
import { listed, onlyOne, type Page, pageOf } from './lists.ts';
import { zohoPeople } from './people.ts';
import { accountsSearch, DEALS_A_PAGE, dealsQuery, PEOPLE_A_PAGE } from './questions.ts';
import type { ZohoReads } from './reads.ts';
import {
  companyOf,
  dealOf,
  type DealParts,
  isConverted,
  partiesOf,
  personOf,
  type Users,
} from './records.ts';
import { missingRights } from './rights.ts';
import { sendToZoho } from './send.ts';
import { accountOf, organisationIn, zohoSettings } from './settings.ts';

const DEAL_PAGES = 3;
const NOT_ASKED = { items: [], isComplete: false } as const;
const NOBODY: Users = new Map();

/** Reads one organisation of Zoho CRM with the id and secret of a Self Client. */
export function connectZoho(parts: ConnectParts<ZohoReads>): CrmConnection {
  const send = sendToZoho(parts);
  const settings = zohoSettings(send, parts.elapsed);
  const properties = parts.properties;
  const users = async (flight: Flight): Promise<Users> => (await knownFor(settings.users, flight)) ?? NOBODY;

  /** Null: it is gone. */
  async function one(
    read: 'contact' | 'lead' | 'account' | 'deal',
    id: string,
    flight: Flight,
  ): Promise<ZohoRecord | null> {
    if (!isZohoId(id)) return null;
    try {
      return onlyOne(await send(read, flight, { path: { id } }), read);
    } catch (error) {
      if (isNoRecord(error)) return null;
      throw error;
    }
  }

  async function dealParts(flight: Flight): Promise<DealParts> {
    const [names, stages, currencies] = await Promise.all([
      users(flight),
      knownFor(settings.stages, flight),
      knownFor(settings.currencies, flight),
    ]);
    return {
      users: names,
      stages: stages ?? new Map(),
      currencies: currencies ?? { isSeveral: false, home: null },
    };
  }

  async function dealPages(
    { person, companyId }: DealsOf,
    isSeveral: boolean,
    flight: Flight,
  ): Promise<Page | null> {
    const contactId = person.kind === 'contact' ? person.id : null;
    const records: unknown[] = [];
    for (let page = 0; page < DEAL_PAGES; page += 1) {
      const text = dealsQuery(contactId, companyId, { isSeveral, page });
      if (text === null) return null;
      const answer = await send('dealsQuery', flight, { json: { select_query: text } });
      const got = pageOf(answer, 'dealsQuery', DEALS_A_PAGE);
      records.push(...got.records);
      if (!got.hasMore) return { records, hasMore: false };
    }
    return { records, hasMore: true };
  }

  return {
    whoAmI: async (flight) =>
      accountOf(organisationIn(await send('org', flight)), parts.config?.['dataCenter'] ?? ''),

    async missingRights(flight) {
      const missing = await missingRights(send, flight);
      await Promise.all([settings.stages.ready(), settings.users.ready(), settings.currencies.ready()]);
      return missing;
    },

    peopleBy: (clues, flight) => zohoPeople({ send, users, properties: properties.person }, clues, flight),

    async person({ id, kind }, flight) {
      const [record, names] = await Promise.all([
        one(kind === 'lead' ? 'lead' : 'contact', id, flight),
        users(flight),
      ]);
      if (record === null || (kind === 'lead' && isConverted(record))) return null;
      return personOf(record, kind, names, properties.person).item;
    },

    async company(id, flight) {
      const [record, names] = await Promise.all([one('account', id, flight), users(flight)]);
      return record === null ? null : companyOf(record, names, properties.company).item;
    },

    async companiesNamed(name, flight) {
      const query = accountsSearch(name, properties.company);
      if (query === null) return NOT_ASKED;
      const [answer, names] = await Promise.all([send('accounts', flight, { query }), users(flight)]);
      return listed(pageOf(answer, 'accounts', PEOPLE_A_PAGE), (record) =>
        companyOf(record, names, properties.company),
      );
    },

    async openDealsOf(of, flight) {
      // Whoever is still a lead has no deals.
      if (of.person.kind === 'lead' && of.companyId === null) return { items: [], isComplete: true };
      const known = await dealParts(flight);
      const page = await dealPages(of, known.currencies.isSeveral, flight);
      if (page === null) return NOT_ASKED;
      const deals = listed(page, (record) => {
        const deal = dealOf(record, known);
        const isTheirs = partiesOf(record).some((id) => id === of.person.id || id === of.companyId);
        return { ...deal, isWhole: deal.isWhole && isTheirs };
      });
      return { ...deals, items: deals.items.filter(({ isClosed }) => isClosed !== true) };
    },

    async deal(id, flight) {
      const [record, known] = await Promise.all([one('deal', id, flight), dealParts(flight)]);
      return record === null ? null : dealOf(record, known).item;
    },
  };
}
