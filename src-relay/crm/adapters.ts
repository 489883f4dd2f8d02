import { attio } from './attio/attio.ts';
import type { AskedCrm, CrmAdapter } from './contract.ts';
import { hubspot } from './hubspot/hubspot.ts';
import { pipedrive } from './pipedrive/pipedrive.ts';
import { salesforce } from './salesforce/salesforce.ts';
import { zoho } from './zoho/zoho.ts';

/** The CRMs that the relay knows how to ask. */
export const ADAPTERS: Partial<Readonly<Record<AskedCrm, CrmAdapter>>> = {
  hubspot,
  pipedrive,
  attio,
  salesforce,
  zoho,
};
