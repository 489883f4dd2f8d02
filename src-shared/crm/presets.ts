import { crmHost, type Crm, type RecordKind } from './config.ts';

/** How to get from a record to its page: `{id}` and `{name}` stand for URL-encoded values. */
export interface RecordPage {
  /** The record's own page; null when the CRM has none that an id leads to. */
  readonly page: string | null;
  /** Where the id comes from, best first. Custom templates name their sources themselves. */
  readonly ids: readonly string[];
  /** What an id must look like: anything else is not used. */
  readonly idPattern: RegExp;
  /** The page that finds a record by name. */
  readonly search: string | null;
}

export interface CrmPages {
  readonly name: string;
  readonly host: string;
  readonly pages: Readonly<Record<RecordKind, RecordPage>>;
  /** The page that makes a contact for a `{number}`; null when nobody said where it is. */
  readonly newContact: string | null;
  /** How a contact without a name is searched for: CRMs take the digits that one dials in the country itself, without its 0. */
  readonly findsNumber: 'national' | 'in-full';
}

const DIGITS = /^\d{1,20}$/;
const SALESFORCE_ID = {
  contact: /^003[A-Za-z0-9]{12}(?:[A-Za-z0-9]{3})?$/,
  company: /^001[A-Za-z0-9]{12}(?:[A-Za-z0-9]{3})?$/,
  deal: /^006[A-Za-z0-9]{12}(?:[A-Za-z0-9]{3})?$/,
};
/** For custom templates: a word that is one path segment or query value. */
const ANY_ID = /^(?!\.{1,2}$)[A-Za-z0-9._:@+-]{1,128}$/;

/** The pages of the admin's CRM. */
export function crmPages(crm: Crm): CrmPages {
  switch (crm.preset) {
    case 'hubspot':
      return hubspot(crm);
    case 'salesforce':
      return salesforce(crm);
    case 'pipedrive':
      return pipedrive(crm);
    case 'custom':
      return custom(crm);
  }
}

type Of<P extends Crm['preset']> = Extract<Crm, { preset: P }>;

/** Record pages: HubSpot's own link builder in npm @hubspot/mcp-server 0.4.0, tools/links. */
function hubspot(crm: Of<'hubspot'>): CrmPages {
  const base = `https://${crm.host}/contacts/${crm.portal}`;
  const page = (type: string, ids: readonly string[]): RecordPage => ({
    page: `${base}/record/${type}/{id}`,
    ids,
    idPattern: DIGITS,
    search: `${base}/objects/${type}/views/all/list?query={name}`,
  });
  return {
    name: 'HubSpot',
    host: crmHost(crm),
    newContact: crm.newContact ?? null,
    // https://developers.hubspot.com/docs/api-reference/search/guide: area code and local number only
    findsNumber: 'national',
    pages: {
      contact: page('0-1', crm.ids.contact ?? ['person.hubspot_id', 'integration_id']),
      company: page('0-2', crm.ids.company ?? ['company.hubspot_id', 'person.hubspot_company_id']),
      deal: page('0-3', crm.ids.deal ?? ['deal.hubspot_id']),
    },
  };
}

/** Record pages and id prefixes: https://developer.salesforce.com/docs/platform/lwc/guide/reference-page-reference-type.html */
function salesforce(crm: Of<'salesforce'>): CrmPages {
  const host = crmHost(crm);
  const page = (object: string, kind: RecordKind, ids: readonly string[]): RecordPage => ({
    page: `https://${host}/lightning/r/${object}/{id}/view`,
    ids,
    idPattern: SALESFORCE_ID[kind],
    search: `https://${host}/_ui/search/ui/UnifiedSearchResults?str={name}`,
  });
  return {
    name: 'Salesforce',
    host,
    // https://developer.salesforce.com/docs/platform/lwc/guide/use-navigate-default.html
    newContact: crm.newContact ?? `https://${host}/lightning/o/Contact/new?defaultFieldValues=Phone={number}`,
    findsNumber: 'national',
    pages: {
      contact: page('Contact', 'contact', crm.ids.contact ?? ['person.salesforce_id', 'integration_id']),
      company: page(
        'Account',
        'company',
        crm.ids.company ?? ['company.salesforce_id', 'person.salesforce_account_id'],
      ),
      deal: page('Opportunity', 'deal', crm.ids.deal ?? ['deal.salesforce_id']),
    },
  };
}

function pipedrive(crm: Of<'pipedrive'>): CrmPages {
  const host = crmHost(crm);
  const page = (path: string, ids: readonly string[]): RecordPage => ({
    page: `https://${host}/${path}/{id}`,
    ids,
    idPattern: DIGITS,
    search: `https://${host}/search?term={name}`,
  });
  return {
    name: 'Pipedrive',
    host,
    newContact: crm.newContact ?? null,
    findsNumber: 'national',
    pages: {
      contact: page('person', crm.ids.contact ?? ['person.pipedrive_id', 'integration_id']),
      company: page('organization', crm.ids.company ?? ['company.pipedrive_id', 'person.pipedrive_org_id']),
      deal: page('deal', crm.ids.deal ?? ['deal.pipedrive_id']),
    },
  };
}

function custom(crm: Of<'custom'>): CrmPages {
  const search = crm.search ?? null;
  const page = (template: string | undefined): RecordPage => ({
    page: template ?? null,
    ids: [],
    idPattern: ANY_ID,
    search,
  });
  return {
    name: crm.name,
    host: crmHost(crm),
    newContact: crm.newContact ?? null,
    findsNumber: 'in-full',
    pages: { contact: page(crm.contact), company: page(crm.company), deal: page(crm.deal) },
  };
}
