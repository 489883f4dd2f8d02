import type { RelayConfig } from '../config/schema.ts';
import { ADAPTERS } from '../assembly/crm-adapters.ts';
import { blockOf } from '../crm/asking/keeper.ts';
import { ASKED_CRMS, type CrmAdapter } from '../crm/contract.ts';
import { UsageError } from './terminal.ts';

/** Which account it is to be, as far as somebody has to say so. */
export interface AccountOptions {
  readonly crm?: string;
  readonly domain?: string;
  readonly dataCenter?: string;
  readonly org?: string;
}

/** @throws UsageError */
export function adapterFor({ crm }: AccountOptions, config: RelayConfig): CrmAdapter {
  const name = crm?.toLowerCase() ?? config.crm?.preset;
  const asked = ASKED_CRMS.find((one) => one === name);
  if (asked === undefined) throw new UsageError(`--crm is one of ${ASKED_CRMS.join(', ')}`);
  return ADAPTERS[asked];
}

/** What is known of the account before it is asked: the host, where a CRM has many. @throws UsageError */
export function knownOf(
  options: AccountOptions,
  adapter: CrmAdapter,
  config: RelayConfig,
): Record<string, string> {
  const before = config.crm?.preset === adapter.crm ? blockOf(config) : {};
  const { domain, dataCenter, org } = options;
  const block: Record<string, string> = {
    ...before,
    preset: adapter.crm,
    ...(domain === undefined ? {} : { domain: myDomainIn(domain) }),
    ...(dataCenter === undefined ? {} : { dataCenter: dataCenter.toLowerCase() }),
    ...(org === undefined ? {} : { org: org.replace(/^org/, '') }),
  };
  if (adapter.crm === 'salesforce' && block['domain'] === undefined) {
    throw new UsageError('--domain says which Salesforce it is: acme, as in acme.my.salesforce.com');
  }
  if (adapter.crm === 'zoho' && block['dataCenter'] === undefined) {
    throw new UsageError('--data-center says which Zoho it is: com, eu, in, com.au, jp, com.cn, sa or ca');
  }
  return block;
}

/** However it is copied: with the rest of the host, or as an address. */
function myDomainIn(text: string): string {
  return text
    .trim()
    .toLowerCase()
    .replace(/^https:\/\//, '')
    .replace(/\/.*$/, '')
    .replace(/\.(?:my\.salesforce|lightning\.force)\.com$/, '');
}
