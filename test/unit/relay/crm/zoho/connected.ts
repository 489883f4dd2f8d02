import type { CrmConnection } from '../../../../../src-relay/crm/contract.ts';
import { zoho } from '../../../../../src-relay/crm/zoho/zoho.ts';
import { askedCrm, type AskedParts } from '../../../../fixtures/crm/asked.ts';
import { ZOHO_CLIENT, ZOHO_ORG } from '../../../../fixtures/crm/zoho-tokens.ts';
import type { ZohoStandIn } from '../../../../fixtures/crm/zoho.ts';

export const BLOCK = { preset: 'zoho', dataCenter: 'eu', org: ZOHO_ORG } as const;

/** Zoho's connection to a stand-in, with what the config says of it. */
export function connectZoho(standIn: ZohoStandIn, parts: AskedParts = {}): CrmConnection {
  return askedCrm(zoho, standIn, ZOHO_CLIENT, { block: BLOCK, ...parts });
}
