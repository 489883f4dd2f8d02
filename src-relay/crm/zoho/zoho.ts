import type { CrmAdapter } from '../contract.ts';
import { connectZoho } from './connection.ts';
import { zohoFault } from './faults.ts';
import { zohoPots, type ZohoReads, zohoReads, zohoRights } from './reads.ts';

/** Zoho CRM, by its API v8 and a Self Client. */
export const zoho: CrmAdapter<ZohoReads> = {
  crm: 'zoho',
  title: 'Zoho CRM',
  secret: 'client',
  rights: Object.values(zohoRights),
  reads: zohoReads,
  pots: zohoPots,
  faultOf: zohoFault,
  connect: connectZoho,
};
