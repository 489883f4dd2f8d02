import type { CrmAdapter } from '../contract.ts';
import { connectAttio } from './connection.ts';
import { attioFault } from './faults.ts';
import { attioPots, type AttioReads, attioReads } from './reads.ts';
import { attioRights } from './rights.ts';

/** Attio, by its REST API v2 and an access token of the workspace. */
export const attio: CrmAdapter<AttioReads> = {
  crm: 'attio',
  title: 'Attio',
  secret: 'token',
  rights: attioRights,
  reads: attioReads,
  pots: attioPots,
  faultOf: attioFault,
  connect: connectAttio,
};
