import type { CrmFilling, CrmRight, Flight } from '../contract.ts';
import { isMissingRight } from './faults.ts';
import { type ZohoRead, zohoRights } from './reads.ts';
import type { SendToZoho } from './send.ts';
import { layoutsOf } from './settings.ts';

/** Nobody has it: .invalid is nobody's. */
const NOBODY = { query: { email: 'nobody@ringside.invalid', per_page: '1', page: '1', fields: 'id' } };
const NO_ACCOUNT = {
  query: { criteria: '(Account_Name:equals:ringside.invalid)', per_page: '1', page: '1', fields: 'id' },
};
const one = (module: string): CrmFilling => ({
  json: { select_query: `select id from ${module} where id is not null limit 1` },
});

/**
 * Tries each read. A search needs two scopes and so does a query: where all of a kind fail, it is the scope that they share.
 * @throws CrmFailure for any trouble but a missing right
 */
export async function missingRights(send: SendToZoho, flight: Flight): Promise<readonly CrmRight[]> {
  const searches = {
    contacts: await lacks('contacts', NOBODY),
    leads: await lacks('leads', NOBODY),
    accounts: await lacks('accounts', NO_ACCOUNT),
  };
  const queries = {
    contacts: await lacks('contactsQuery', one('Contacts')),
    leads: await lacks('leadsQuery', one('Leads')),
    deals: await lacks('dealsQuery', one('Deals')),
  };
  const search = Object.values(searches).every(Boolean);
  const coql = Object.values(queries).every(Boolean);
  const missing: Readonly<Record<keyof typeof zohoRights, boolean>> = {
    search,
    coql,
    contacts: (searches.contacts && !search) || (queries.contacts && !coql),
    leads: (searches.leads && !search) || (queries.leads && !coql),
    accounts: searches.accounts && !search,
    deals: queries.deals && !coql,
    org: await lacks('org'),
    users: await lacks('users', { query: { type: 'CurrentUser' } }),
    ...(await lacksStages()),
  };
  return Object.entries(zohoRights).flatMap(([name, right]) =>
    missing[name as keyof typeof zohoRights] ? [right] : [],
  );

  async function lacks(read: Exclude<ZohoRead, 'token'>, filling?: CrmFilling): Promise<boolean> {
    return (await unlessLacking(send(read, flight, filling))) === null;
  }

  async function lacksStages(): Promise<{ layouts: boolean; pipelines: boolean }> {
    const layouts = await unlessLacking(layoutsOf(send, flight));
    const [layout] = layouts ?? [];
    const pipelines = layout !== undefined && (await lacks('pipelines', { query: { layout_id: layout } }));
    return { layouts: layouts === null, pipelines };
  }
}

async function unlessLacking<T>(asked: Promise<T>): Promise<T | null> {
  try {
    return await asked;
  } catch (error) {
    if (isMissingRight(error)) return null;
    throw error;
  }
}
