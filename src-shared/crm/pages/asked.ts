import { crmHost } from '../config.ts';
import { UUID } from '../preset-entries.ts';
import { DIGITS, type CrmPages, type Of, type RecordPage } from './page.ts';

const salesforceId = (prefix: string) => new RegExp(`^${prefix}[A-Za-z0-9]{12}(?:[A-Za-z0-9]{3})?$`);

/** Record pages: HubSpot's own link builder in npm @hubspot/mcp-server 0.4.0, tools/links. */
export function hubspot(crm: Of<'hubspot'>): CrmPages {
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
    lead: null,
    pages: {
      contact: page('0-1', crm.ids.contact ?? ['person.hubspot_id', 'integration_id']),
      company: page('0-2', crm.ids.company ?? ['company.hubspot_id', 'person.hubspot_company_id']),
      deal: page('0-3', crm.ids.deal ?? ['deal.hubspot_id']),
    },
  };
}

/** Record pages and id prefixes: https://developer.salesforce.com/docs/platform/lwc/guide/reference-page-reference-type.html */
export function salesforce(crm: Of<'salesforce'>): CrmPages {
  const host = crmHost(crm);
  const page = (object: string, prefix: string, ids: readonly string[]): RecordPage => ({
    page: `https://${host}/lightning/r/${object}/{id}/view`,
    ids,
    idPattern: salesforceId(prefix),
    search: `https://${host}/_ui/search/ui/UnifiedSearchResults?str={name}`,
  });
  const people = crm.ids.contact ?? ['person.salesforce_id', 'integration_id'];
  const companies = crm.ids.company ?? ['company.salesforce_id', 'person.salesforce_account_id'];
  return {
    name: 'Salesforce',
    host,
    // https://developer.salesforce.com/docs/platform/lwc/guide/use-navigate-default.html
    newContact: crm.newContact ?? `https://${host}/lightning/o/Contact/new?defaultFieldValues=Phone={number}`,
    findsNumber: 'national',
    lead: page('Lead', '00Q', people),
    pages: {
      contact: page('Contact', '003', people),
      company: page('Account', '001', companies),
      deal: page('Opportunity', '006', crm.ids.deal ?? ['deal.salesforce_id']),
    },
  };
}

export function pipedrive(crm: Of<'pipedrive'>): CrmPages {
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
    lead: null,
    pages: {
      contact: page('person', crm.ids.contact ?? ['person.pipedrive_id', 'integration_id']),
      company: page('organization', crm.ids.company ?? ['company.pipedrive_id', 'person.pipedrive_org_id']),
      deal: page('deal', crm.ids.deal ?? ['deal.pipedrive_id']),
    },
  };
}

/**
 * Record pages as `web_url` of Attio's records has them: https://docs.attio.com/rest-api/endpoint-reference/records.
 * No address of its search is known: the workspace opens instead.
 */
export function attio(crm: Of<'attio'>): CrmPages {
  const base = `https://app.attio.com/${crm.workspace}`;
  const page = (path: string, ids: readonly string[]): RecordPage => ({
    page: `${base}/${path}/{id}`,
    ids,
    idPattern: UUID,
    search: crm.search ?? base,
  });
  return {
    name: 'Attio',
    host: crmHost(crm),
    newContact: crm.newContact ?? null,
    findsNumber: 'in-full',
    lead: null,
    pages: {
      contact: page('person', crm.ids.contact ?? ['person.attio_id', 'integration_id']),
      company: page('company', crm.ids.company ?? ['company.attio_id', 'person.attio_company_id']),
      deal: page('deals/record', crm.ids.deal ?? ['deal.attio_id']),
    },
  };
}

/** No address of Zoho's search with a word in it is known: the module's list opens instead. Deals are "Potentials" there. */
export function zoho(crm: Of<'zoho'>): CrmPages {
  const host = crmHost(crm);
  const base = `https://${host}/crm/${crm.org === undefined ? '' : `org${crm.org}/`}tab`;
  const page = (module: string, ids: readonly string[]): RecordPage => ({
    page: `${base}/${module}/{id}`,
    ids,
    idPattern: DIGITS,
    search: crm.search ?? `${base}/${module}`,
  });
  return {
    name: 'Zoho CRM',
    host,
    newContact: crm.newContact ?? null,
    findsNumber: 'national',
    // Its ids are digits like any other's: only the CRM itself can say that somebody is a lead.
    lead: page('Leads', []),
    pages: {
      contact: page('Contacts', crm.ids.contact ?? ['person.zoho_id', 'integration_id']),
      company: page('Accounts', crm.ids.company ?? ['company.zoho_id', 'person.zoho_account_id']),
      deal: page('Potentials', crm.ids.deal ?? ['deal.zoho_id']),
    },
  };
}
