import type { CrmAdapter } from '../contract.ts';
import { connectSalesforce } from './connection.ts';
import { salesforceFault, salesforceUsedUp } from './faults.ts';
import { salesforcePots, salesforceReads, salesforceRights, type SalesforceReads } from './reads.ts';

/** Salesforce, with the client credentials of an external client app. */
export const salesforce: CrmAdapter<SalesforceReads> = {
  crm: 'salesforce',
  title: 'Salesforce',
  secret: 'client',
  rights: Object.values(salesforceRights),
  reads: salesforceReads,
  pots: salesforcePots,
  faultOf: salesforceFault,
  usedUp: salesforceUsedUp,
  connect: connectSalesforce,
};
