import type { Records } from './records.ts';
import type { Crm } from './config.ts';

/**
 * What of the config names the account of a CRM that is asked: another one has other records under the same ids. Null: the
 * CRM is none that is asked.
 */
export function accountIn(crm: Crm | null): string | null {
  switch (crm?.preset) {
    case 'hubspot':
      return crm.portal;
    case 'salesforce':
      return crm.domain.toLowerCase();
    case 'pipedrive':
      return crm.company.toLowerCase();
    case 'attio':
      return crm.workspace.toLowerCase();
    case 'zoho':
      return `${crm.dataCenter} ${crm.org ?? ''}`.trim();
    default:
      return null;
  }
}

/** Whether records are of this very CRM, and as far as they say so, of this account. */
export function areOf(crm: Crm | null, records: Records | null): records is Records {
  if (crm === null || records?.crm !== crm.preset) return false;
  return records.account === undefined || records.account === accountIn(crm);
}
