import type { CrmAdapter } from '../contract.ts';
import { connectPipedrive } from './connection.ts';
import { pipedriveFault } from './faults.ts';
import { pipedrivePots, pipedriveReads, type PipedriveReads, pipedriveRights } from './reads.ts';

/** Pipedrive, read with a user's API token. */
export const pipedrive: CrmAdapter<PipedriveReads> = {
  crm: 'pipedrive',
  title: 'Pipedrive',
  secret: 'token',
  rights: Object.values(pipedriveRights),
  reads: pipedriveReads,
  pots: pipedrivePots,
  // It never says for how long. Whoever goes on asking is turned away altogether.
  rests: [2000, 60_000],
  faultOf: pipedriveFault,
  connect: connectPipedrive,
};
