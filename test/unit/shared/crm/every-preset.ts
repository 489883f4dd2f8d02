import * as v from 'valibot';
import type { Company, Deal, Person } from '../../../../src-shared/allo/parties.ts';
import { crmSchema, type Crm } from '../../../../src-shared/crm/config.ts';
import type { LinkFacts } from '../../../../src-shared/crm/links.ts';
import type { Records } from '../../../../src-shared/crm/records.ts';

export function crm(config: object): Crm {
  return v.parse(crmSchema, config);
}

export const GUID = '0b7dcb0a-7a3f-4c37-9a5e-2a3d6f1b8c11';
export const APP = '7f3f7c1e-4d8e-4b7c-8f62-5d1f6a0f9e22';

/** A CRM of every preset. */
export const CRMS = {
  hubspot: crm({ preset: 'hubspot', portal: '1234' }),
  salesforce: crm({ preset: 'salesforce', domain: 'acme' }),
  pipedrive: crm({ preset: 'pipedrive', company: 'acme', ids: { deal: ['deal.crm_id'] } }),
  attio: crm({ preset: 'attio', workspace: 'acme' }),
  zoho: crm({ preset: 'zoho', dataCenter: 'eu', org: '74822955' }),
  folk: crm({ preset: 'folk', network: GUID }),
  dynamics: crm({ preset: 'dynamics', host: 'acme.crm4.dynamics.com', app: APP }),
  close: crm({ preset: 'close' }),
  copper: crm({ preset: 'copper', account: '190749' }),
  monday: crm({ preset: 'monday', account: 'acme', contactBoard: '11', dealBoard: '33' }),
  custom: crm({
    preset: 'custom',
    name: 'Acme CRM',
    contact: 'https://crm.example/people/{person.crm_id}',
    deal: 'https://crm.example/deals/{deal.id}?from=ringside',
    search: 'https://crm.example/find?q={name}',
  }),
} satisfies Record<Crm['preset'], Crm>;

const ID_PROPERTIES = [
  'hubspot_id hubspot_company_id salesforce_id salesforce_account_id pipedrive_id pipedrive_org_id attio_id',
  'attio_company_id zoho_id zoho_account_id dynamics_id dynamics_account_id close_lead_id copper_id',
  'copper_company_id monday_id monday_company_id crm_id',
].flatMap((names) => names.split(' '));

/** The same id wherever a preset looks for one of its own. */
export function idProperties(id: unknown): Record<string, unknown> {
  return Object.fromEntries(ID_PROPERTIES.map((name) => [name, id]));
}

interface Over {
  readonly person?: object;
  readonly company?: object;
  readonly deal?: object;
  readonly integrationId?: string;
  readonly number?: string;
  readonly records?: Partial<Records>;
}

/** Somebody of a company with a deal. */
export function facts(over: Over = {}): LinkFacts {
  const person: Person = {
    id: 'con_1',
    name: 'Ana',
    last_name: 'Lopez',
    email: 'ana@globex.example',
    emails: [],
    numbers: [],
    job_title: null,
    properties: {},
    ...over.person,
  };
  const company: Company = { id: 'com-1', name: 'Globex', properties: {}, ...over.company };
  const deal: Deal = {
    id: 'dea-1',
    name: 'Hydra renewal',
    status: null,
    value: null,
    currency: null,
    close_date: null,
    properties: { id: 'dea-1' },
    ...over.deal,
  };
  return {
    person,
    company,
    deal,
    integrationId: over.integrationId ?? null,
    number: over.number ?? null,
    records: over.records === undefined ? null : { crm: 'hubspot', ...over.records },
  };
}
