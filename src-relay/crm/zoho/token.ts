import * as v from 'valibot';
import { ZOHO_DATA_CENTERS } from '../asking/hosts.ts';
import { CrmFailure, type ConnectParts, type Flight } from '../contract.ts';
import { SCOPES, unreadable } from './faults.ts';
import type { ZohoReads } from './reads.ts';

/** An access token, in memory only: one is asked for when there is none, and shared by whoever waits for it. */
export interface AccessToken {
  /** @throws CrmFailure */
  current(flight: Flight): Promise<string>;
  /** Another than the one that Zoho does not know any more. @throws CrmFailure */
  after(stale: string, flight: Flight): Promise<string>;
}

const tokenSchema = v.object({
  access_token: v.pipe(v.string(), v.regex(/^[\x21-\x7e]{1,2048}$/)),
  api_domain: v.string(),
  /** Seconds: an hour. */
  expires_in: v.optional(v.fallback(v.pipe(v.number(), v.minValue(0)), 3600), 3600),
});

/** So long before its end, a token is not used any more. */
const MARGIN_MS = 60_000;
const LONGEST_MS = 3_600_000;

/** By the grant for client credentials: https://www.zoho.com/accounts/protocol/oauth/self-client/client-credentials-flow.html */
export function accessToken(
  parts: Pick<ConnectParts<ZohoReads>, 'ask' | 'secret' | 'config' | 'elapsed'>,
): AccessToken {
  const { ask, secret, config = {}, elapsed } = parts;
  let token: { readonly text: string; readonly until: number } | null = null;
  let minting: Promise<string> | null = null;

  async function mint(flight: Flight): Promise<string> {
    const form = {
      grant_type: 'client_credentials',
      client_id: secret.kind === 'client' ? secret.id : '',
      client_secret: secret.kind === 'client' ? secret.secret : '',
      scope: SCOPES,
      soid: `ZohoCRM.${orgOf(config)}`,
    };
    const { json } = await ask('token', { form }, flight);
    const read = v.safeParse(tokenSchema, json);
    if (!read.success) throw unreadable('token');
    checkDomain(read.output.api_domain, config);
    const lastsMs = Math.min(read.output.expires_in * 1000, LONGEST_MS) - MARGIN_MS;
    token = { text: read.output.access_token, until: elapsed() + lastsMs };
    return token.text;
  }

  async function another(flight: Flight): Promise<string> {
    token = null;
    minting ??= mint(flight).finally(() => {
      minting = null;
    });
    return minting;
  }

  return {
    current: async (flight) => (token !== null && elapsed() < token.until ? token.text : another(flight)),
    after: async (stale, flight) => (token !== null && token.text !== stale ? token.text : another(flight)),
  };
}

function orgOf(config: Readonly<Record<string, string>>): string {
  const org = config['org'] ?? '';
  if (/^\d{1,20}$/.test(org)) return org;
  throw new CrmFailure(
    'rejected',
    'Zoho gives a token for one organisation only: name it as "org" in the config, or with --org: the number after /crm/org in the address of your Zoho CRM',
  );
}

/** Where Zoho wants to be asked must be where it is asked: a token is never sent to an address out of an answer. */
function checkDomain(domain: string, { dataCenter = '' }: Readonly<Record<string, string>>): void {
  const hosts = Object.entries(ZOHO_DATA_CENTERS).find(([dc]) => dc === dataCenter)?.[1];
  if (hosts !== undefined && domain.replace(/\/$/, '') === `https://${hosts.api}`) return;
  throw new CrmFailure(
    'other-account',
    `this organisation of Zoho's is not in the data centre "${dataCenter}": set "dataCenter" as the address of your Zoho CRM ends, and make the Self Client there`,
  );
}
