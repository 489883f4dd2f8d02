import type { Crm } from './config.ts';
import { attio, hubspot, pipedrive, salesforce, zoho } from './pages/asked.ts';
import { close, copper, custom, dynamics, folk, monday } from './pages/linked.ts';
import type { CrmPages } from './pages/page.ts';

/** The pages of the admin's CRM. */
export function crmPages(crm: Crm): CrmPages {
  switch (crm.preset) {
    case 'hubspot':
      return hubspot(crm);
    case 'salesforce':
      return salesforce(crm);
    case 'pipedrive':
      return pipedrive(crm);
    case 'attio':
      return attio(crm);
    case 'zoho':
      return zoho(crm);
    case 'folk':
      return folk(crm);
    case 'dynamics':
      return dynamics(crm);
    case 'close':
      return close(crm);
    case 'copper':
      return copper(crm);
    case 'monday':
      return monday(crm);
    case 'custom':
      return custom(crm);
  }
}
