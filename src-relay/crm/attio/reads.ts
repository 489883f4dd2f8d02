import type { CrmRead, CrmRight, Pot } from '../contract.ts';

const POT = 'requests';

/**
 * All that is asked of Attio. `records/query` reads what was just written; `records/search` is an index that lags, and is
 * not used. https://docs.attio.com/rest-api/endpoint-reference/records/list-records
 */
export const attioReads = {
  self: get('/v2/self'),
  members: get('/v2/workspace_members'),
  people: query('/v2/objects/people/records/query'),
  person: get('/v2/objects/people/records/{id}'),
  companies: query('/v2/objects/companies/records/query'),
  company: get('/v2/objects/companies/records/{id}'),
  deals: query('/v2/objects/deals/records/query'),
  deal: get('/v2/objects/deals/records/{id}'),
} as const satisfies Readonly<Record<string, CrmRead>>;
export type AttioReads = typeof attioReads;

/** A fifth of the 100 reads a second that Attio allows: https://docs.attio.com/rest-api/guides/rate-limiting */
export const attioPots: Readonly<Record<string, Pot>> = { [POT]: { units: 20, everyMs: 1000 } };

/** Every record needs both scopes: https://docs.attio.com/rest-api/endpoint-reference/records/list-records */
export const RECORDS: CrmRight = {
  name: 'record_permission:read',
  without: 'nobody is found in Attio: every link opens the search page',
};
export const OBJECTS: CrmRight = {
  name: 'object_configuration:read',
  without: 'nobody is found in Attio: every link opens the search page',
};
/** No scope: the object is off in a new workspace. https://docs.attio.com/docs/standard-objects-deals */
export const DEALS: CrmRight = {
  name: 'the object Deals, switched on under Workspace settings → Objects',
  without: 'deals open the search page',
};
export const MEMBERS: CrmRight = {
  name: 'user_management:read',
  without: 'the card does not say who owns a contact or a deal',
};

function get(path: string): CrmRead {
  return { method: 'GET', host: 'api', path, pot: POT, cost: 1 };
}

function query(path: string): CrmRead {
  return { method: 'POST', host: 'api', path, pot: POT, cost: 1 };
}
