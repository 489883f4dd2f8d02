import type { CrmRead, CrmRight, Pot } from '../contract.ts';

/**
 * The version of HubSpot's API that everything here is written for. Each is served for 18 months, this one until about
 * March 2028. Source: https://developers.hubspot.com/changelog (legacy APIs and legacy apps: what is going unsupported)
 */
export const HUBSPOT_VERSION = '2026-09';

const objects = `/crm/objects/${HUBSPOT_VERSION}`;

function get(path: string): CrmRead {
  return { method: 'GET', host: 'api', path, pot: 'reads', cost: 1 };
}

/** Reads many by id: a POST that changes nothing, and no search. */
function batch(path: string): CrmRead {
  return { method: 'POST', host: 'api', path, pot: 'reads', cost: 1 };
}

function search(path: string): CrmRead {
  return { method: 'POST', host: 'api', path, pot: 'searches', cost: 1 };
}

/** Source: HubSpot-public-api-spec-collection, the 2026-09 specs. */
export const hubspotReads = {
  account: get(`/account-info/${HUBSPOT_VERSION}/details`),
  contact: get(`${objects}/contacts/{id}`),
  contacts: batch(`${objects}/contacts/batch/read`),
  findContacts: search(`${objects}/contacts/search`),
  company: get(`${objects}/companies/{id}`),
  findCompanies: search(`${objects}/companies/search`),
  deal: get(`${objects}/deals/{id}`),
  deals: batch(`${objects}/deals/batch/read`),
  findDeals: search(`${objects}/deals/search`),
  pipelines: get(`/crm/pipelines/${HUBSPOT_VERSION}/deals`),
  owners: get(`/crm/owners/${HUBSPOT_VERSION}`),
} as const satisfies Readonly<Record<string, CrmRead>>;
export type HubspotReads = typeof hubspotReads;
export type HubspotRead = keyof HubspotReads;

/**
 * Ours of what there is: 5 searches a second for all apps of an account together, and 100 other requests in 10 s for each
 * app in the smallest plan. What is sent apart may arrive closer together: 4 searches in a second are the most that then do.
 * Source: developers.hubspot.com, usage guidelines and search.
 */
export const hubspotPots: Readonly<Record<string, Pot>> = {
  searches: { units: 2, everyMs: 700 },
  reads: { units: 40, everyMs: 10_000 },
};

export const hubspotRights = {
  contacts: {
    name: 'crm.objects.contacts.read',
    without: 'no contact is found: every link opens the search page',
  },
  companies: {
    name: 'crm.objects.companies.read',
    without: 'companies open the search page, unless they are found by their contact',
  },
  deals: { name: 'crm.objects.deals.read', without: 'deals open the search page' },
  owners: { name: 'crm.objects.owners.read', without: 'nobody is named as the owner of a contact or a deal' },
} as const satisfies Readonly<Record<string, CrmRight>>;

/** The right that a read takes; null: every key has it. */
export const rightOf: Readonly<Record<HubspotRead, CrmRight | null>> = {
  account: null,
  contact: hubspotRights.contacts,
  contacts: hubspotRights.contacts,
  findContacts: hubspotRights.contacts,
  company: hubspotRights.companies,
  findCompanies: hubspotRights.companies,
  deal: hubspotRights.deals,
  deals: hubspotRights.deals,
  findDeals: hubspotRights.deals,
  pipelines: hubspotRights.deals,
  owners: hubspotRights.owners,
};
