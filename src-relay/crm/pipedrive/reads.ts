import type { CrmRead, CrmRight, Pot } from '../contract.ts';

/** @param cost in the tokens of Pipedrive's daily budget */
function get(path: string, pot: string, cost: number): CrmRead {
  return { method: 'GET', host: 'api', path, pot, cost };
}

/**
 * Version 2, whose twins of version 1 ended on 31 July 2026; users are in version 1 alone.
 * Source: the OpenAPI documents in pipedrive/client-nodejs, and developers.pipedrive.com for the tokens.
 */
export const pipedriveReads = {
  me: get('/v1/users/me', 'few', 2),
  users: get('/v1/users', 'few', 20),
  stages: get('/api/v2/stages', 'few', 5),
  findPeople: get('/api/v2/persons/search', 'searches', 20),
  findOrganizations: get('/api/v2/organizations/search', 'searches', 20),
  person: get('/api/v2/persons/{id}', 'records', 1),
  organization: get('/api/v2/organizations/{id}', 'records', 1),
  deal: get('/api/v2/deals/{id}', 'records', 1),
  deals: get('/api/v2/deals', 'lists', 10),
} as const satisfies Readonly<Record<string, CrmRead>>;
export type PipedriveReads = typeof pipedriveReads;
export type PipedriveRead = keyof PipedriveReads;

const BURST_MS = 2000;
const DAY_MS = 24 * 3_600_000;

/**
 * In tokens. Of any 2 s Pipedrive takes 20 requests in its smallest plan, 10 of them searches: ours are about half, since
 * what is sent 2 s apart may arrive closer together. Of the day's tokens, which all users and apps share, 6,000 are a fifth
 * of what the smallest plan has for one seat. Source: https://pipedrive.readme.io/docs/core-api-concepts-rate-limiting
 */
export const pipedrivePots: Readonly<Record<string, Pot>> = {
  searches: { units: 5 * 20, everyMs: BURST_MS },
  lists: { units: 4 * 10, everyMs: BURST_MS },
  records: { units: 3, everyMs: BURST_MS },
  // Whoever connects asks who they are, and twice for the users: for their names, and whether it may.
  few: { units: 60, everyMs: BURST_MS },
  day: { units: 6000, everyMs: DAY_MS },
};

/** A token has all that its user may do: none can be given to it alone. Named as Pipedrive's OAuth names them. */
export const pipedriveRights = {
  contacts: { name: 'contacts:read', without: 'nobody is found: every link opens the search page' },
  deals: { name: 'deals:read', without: 'deals open the search page' },
  users: { name: 'users:read', without: 'nobody is named as the owner of a contact or a deal' },
} as const satisfies Readonly<Record<string, CrmRight>>;

/** The right that a read takes; null: every user has it. */
export const rightOf: Readonly<Record<PipedriveRead, CrmRight | null>> = {
  me: null,
  users: pipedriveRights.users,
  stages: pipedriveRights.deals,
  findPeople: pipedriveRights.contacts,
  findOrganizations: pipedriveRights.contacts,
  person: pipedriveRights.contacts,
  organization: pipedriveRights.contacts,
  deal: pipedriveRights.deals,
  deals: pipedriveRights.deals,
};
