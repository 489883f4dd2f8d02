import type { CrmAdapter } from '../contract.ts';
import { connectHubspot } from './connection.ts';
import { hubspotFault, hubspotUsedUp } from './faults.ts';
import { hubspotPots, hubspotReads, type HubspotReads, hubspotRights } from './reads.ts';

/** HubSpot, read with a service key. */
export const hubspot: CrmAdapter<HubspotReads> = {
  crm: 'hubspot',
  title: 'HubSpot',
  secret: 'token',
  rights: Object.values(hubspotRights),
  reads: hubspotReads,
  pots: hubspotPots,
  faultOf: hubspotFault,
  usedUp: hubspotUsedUp,
  connect: connectHubspot,
};
