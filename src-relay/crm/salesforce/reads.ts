import type { CrmRead, CrmRight, Pot } from '../contract.ts';
import type { SObject } from './fields.ts';

/** Spring '26. Salesforce keeps a version for three years at least: https://developer.salesforce.com/docs/platform/api-rest/guide/api-rest-eol.html */
export const SALESFORCE_VERSION = 'v66.0';

const REQUESTS = 'requests';
const TOKENS = 'tokens';

/** All that is asked of Salesforce. Queries go in one `composite/batch`, which the day's calls count once. */
export const salesforceReads = {
  token: { method: 'POST', host: 'accounts', path: '/services/oauth2/token', pot: TOKENS, cost: 1 },
  queries: post('composite/batch'),
  search: post('parameterizedSearch'),
} as const satisfies Readonly<Record<string, CrmRead>>;
export type SalesforceReads = typeof salesforceReads;
export type SalesforceRead = keyof SalesforceReads;

/**
 * What an org allows is counted by the day, and every answer says how much of it is used: see `salesforceUsedUp`. These only
 * keep a burst small, and a token from being asked for again and again.
 */
export const salesforcePots: Readonly<Record<string, Pot>> = {
  [REQUESTS]: { units: 20, everyMs: 1000 },
  [TOKENS]: { units: 1, everyMs: 60_000 },
};

/** What the user that the app runs as must be able to read. */
export const salesforceRights: Readonly<Record<SObject, CrmRight>> = {
  Contact: {
    name: 'Read on Contact',
    without: 'nobody is found in Salesforce: every link opens the search page',
  },
  Lead: { name: 'Read on Lead', without: 'people who are only leads open the search page' },
  Account: { name: 'Read on Account', without: 'companies open the search page' },
  Opportunity: { name: 'Read on Opportunity', without: 'deals open the search page' },
};

/** A field that the user cannot see, though the object. */
export function fieldRight(object: SObject, field: string): CrmRight {
  const without = FIELD_WITHOUT[field] ?? 'what is in it is not compared';
  return { name: `read access to the field ${field} of ${object}`, without };
}

const FIELD_WITHOUT: Readonly<Record<string, string>> = {
  Email: 'nobody is found by e-mail',
  Phone: 'nobody is found by this number',
  MobilePhone: 'nobody is found by this number',
  AccountId: 'the company of a contact opens the search page',
  Amount: 'deals of one name cannot be told apart by their amounts',
  CloseDate: 'deals of one name cannot be told apart by their dates',
};

function post(resource: string): CrmRead {
  return {
    method: 'POST',
    host: 'api',
    path: `/services/data/${SALESFORCE_VERSION}/${resource}`,
    pot: REQUESTS,
    cost: 1,
  };
}
