import { attio } from '../crm/attio/attio.ts';
import type { AskedCrm, CrmAdapter } from '../crm/contract.ts';
import { hubspot } from '../crm/hubspot/hubspot.ts';
import { pipedrive } from '../crm/pipedrive/pipedrive.ts';
import { salesforce } from '../crm/salesforce/salesforce.ts';
import { zoho } from '../crm/zoho/zoho.ts';

/** How each CRM is asked. */
export const ADAPTERS: Readonly<Record<AskedCrm, CrmAdapter>> = {
  hubspot,
  pipedrive,
  attio,
  salesforce,
  zoho,
};
