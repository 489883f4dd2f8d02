import type { CrmRead, CrmRight, Pot } from '../contract.ts';

const POT = 'requests';
const TOKENS = 'tokens';

/**
 * All that is asked of Zoho CRM, API v8. Searches go by an index that lags; COQL reads what was just saved.
 * https://www.zoho.com/crm/developer/docs/api/v8/search-records.html, …/Get-Records-through-COQL-Query.html
 */
export const zohoReads = {
  token: { method: 'POST', host: 'accounts', path: '/oauth/v2/token', pot: TOKENS, cost: 1 },
  org: get('/crm/v8/org'),
  users: get('/crm/v8/users'),
  layouts: get('/crm/v8/settings/layouts'),
  pipelines: get('/crm/v8/settings/pipeline'),
  contacts: get('/crm/v8/Contacts/search'),
  leads: get('/crm/v8/Leads/search'),
  accounts: get('/crm/v8/Accounts/search'),
  contact: get('/crm/v8/Contacts/{id}'),
  lead: get('/crm/v8/Leads/{id}'),
  account: get('/crm/v8/Accounts/{id}'),
  deal: get('/crm/v8/Deals/{id}'),
  contactsQuery: query(),
  leadsQuery: query(),
  dealsQuery: query(),
} as const satisfies Readonly<Record<string, CrmRead>>;
export type ZohoReads = typeof zohoReads;
export type ZohoRead = keyof ZohoReads;

/**
 * Zoho counts credits by 24 hours: 5,000 in the free edition, 50,000 and more in every other; a read is one. It gives ten
 * tokens in ten minutes. https://www.zoho.com/crm/developer/docs/api/v8/api-limits.html
 */
export const zohoPots: Readonly<Record<string, Pot>> = {
  [POT]: { units: 30, everyMs: 1000 },
  [TOKENS]: { units: 5, everyMs: 10 * 60_000 },
  day: { units: 4000, everyMs: 24 * 3_600_000 },
};

/** The free edition takes five at once, every other ten and more. With three, a ring takes a fifth longer. */
export const AT_ONCE = 4;

const NOBODY = 'nobody is found in Zoho: every link opens a list';

export const zohoRights = {
  contacts: right('ZohoCRM.modules.contacts.READ', NOBODY),
  leads: right('ZohoCRM.modules.leads.READ', 'leads are not found'),
  accounts: right('ZohoCRM.modules.accounts.READ', 'companies open the list of accounts'),
  deals: right('ZohoCRM.modules.deals.READ', 'deals open the list of deals'),
  search: right('ZohoSearch.securesearch.READ', NOBODY),
  coql: right(
    'ZohoCRM.coql.READ',
    'deals open the list of deals, and who was just saved is not found at once',
  ),
  org: right('ZohoCRM.org.READ', 'nobody can say whose Zoho it is, so that nothing is asked'),
  users: right('ZohoCRM.users.READ', 'the card does not always say who owns a deal'),
  layouts: right(
    'ZohoCRM.settings.layouts.READ',
    'whether a deal is closed follows from the words of its stage',
  ),
  pipelines: right(
    'ZohoCRM.settings.pipeline.READ',
    'whether a deal is closed follows from the words of its stage',
  ),
} as const satisfies Readonly<Record<string, CrmRight>>;

/** What each read needs, for whoever has to name what is missing. */
export const NEEDED: Readonly<Record<Exclude<ZohoRead, 'token'>, readonly CrmRight[]>> = {
  org: [zohoRights.org],
  users: [zohoRights.users],
  layouts: [zohoRights.layouts],
  pipelines: [zohoRights.pipelines],
  contacts: [zohoRights.contacts, zohoRights.search],
  leads: [zohoRights.leads, zohoRights.search],
  accounts: [zohoRights.accounts, zohoRights.search],
  contact: [zohoRights.contacts],
  lead: [zohoRights.leads],
  account: [zohoRights.accounts],
  deal: [zohoRights.deals],
  contactsQuery: [zohoRights.contacts, zohoRights.coql],
  leadsQuery: [zohoRights.leads, zohoRights.coql],
  dealsQuery: [zohoRights.deals, zohoRights.coql],
};

function get(path: string): CrmRead {
  return { method: 'GET', host: 'api', path, pot: POT, cost: 1 };
}

function query(): CrmRead {
  return { method: 'POST', host: 'api', path: '/crm/v8/coql', pot: POT, cost: 1 };
}

function right(name: string, without: string): CrmRight {
  return { name, without };
}
