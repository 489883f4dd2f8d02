import type { AskedCrm, CrmAdapter, CrmSecret } from '../crm/contract.ts';
import { CrmSecretError, crmSecretIn, crmSecretOf } from '../crm/secret.ts';
import type { CliParts } from './context.ts';
import { UsageError } from './terminal.ts';

const CALLED: Readonly<Record<AskedCrm, string>> = {
  hubspot: 'Service key of HubSpot',
  pipedrive: 'API token of Pipedrive',
  attio: 'Access token of Attio',
  salesforce: 'Consumer key of the external client app',
  zoho: 'Client id of the self client',
};

/** What is piped in, or typed unseen. @throws UsageError that does not repeat it */
export async function askForSecret(adapter: CrmAdapter, input: CliParts['input']): Promise<CrmSecret> {
  const first = await input(`${CALLED[adapter.crm]} (it is not shown): `);
  if (first.trim() === '') throw new UsageError('no secret was given: paste it, or pipe it in');
  try {
    if (adapter.secret === 'token') return kindOf(adapter, crmSecretIn(first));
    const lines = first.split(/\r\n?|\n/).filter((line) => line.trim() !== '' && !line.startsWith('#'));
    if (lines.some((line) => line.startsWith('client-'))) return kindOf(adapter, crmSecretIn(first));
    const [clientId, clientSecret = await input('And its secret (it is not shown): ')] = lines;
    return kindOf(adapter, crmSecretOf({ clientId: clientId?.trim(), clientSecret: clientSecret.trim() }));
  } catch (error) {
    if (error instanceof CrmSecretError) throw new UsageError(error.message);
    throw error;
  }
}

function kindOf(adapter: CrmAdapter, secret: CrmSecret | null): CrmSecret {
  if (secret?.kind === adapter.secret) return secret;
  throw new UsageError(
    adapter.secret === 'token'
      ? `${adapter.title} takes one token`
      : `${adapter.title} takes an id and a secret`,
  );
}
