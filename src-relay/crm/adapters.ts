import { attio } from './attio/attio.ts';
import type { AskedCrm, CrmAdapter } from './contract.ts';
import { hubspot } from './hubspot/hubspot.ts';
import { pipedrive } from './pipedrive/pipedrive.ts';
import { salesforce } from './salesforce/salesforce.ts';
import { zoho } from './zoho/zoho.ts';

/** How each CRM is asked. */
export const ADAPTERS: Readonly<Record<AskedCrm, CrmAdapter>> = {
  hubspot,
  pipedrive,
  attio,
  salesforce,
  zoho,
};
