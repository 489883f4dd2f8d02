import * as v from 'valibot';
import { myDomainOf } from '../asking/hosts.ts';
import { CrmFailure, type ConnectParts, type Flight } from '../contract.ts';
import { unreadable } from './faults.ts';
import type { SalesforceReads } from './reads.ts';

/** What Salesforce gives for key and secret, in memory only. */
export interface Grant {
  readonly token: string;
  /** The My Domain that it is of: `acme`, `acme--uat.sandbox`. */
  readonly domain: string;
  /** The org's id, in its 15 characters. */
  readonly org: string;
}

/** One is asked for when there is none, and shared by whoever waits for it. */
export interface AccessToken {
  /** @throws CrmFailure */
  current(flight: Flight): Promise<Grant>;
  /** Another than the one that Salesforce does not know any more. @throws CrmFailure */
  after(stale: Grant, flight: Flight): Promise<Grant>;
}

/** It does not say how long it lasts: until it is refused. https://help.salesforce.com/s/articleView?id=xcloud.remoteaccess_oauth_client_credentials_flow.htm */
const grantSchema = v.object({
  access_token: v.pipe(v.string(), v.regex(/^[\x21-\x7e]{1,4096}$/)),
  instance_url: v.string(),
  /** The user's address at Salesforce, the org's id within: `…/id/00D…/005…`. */
  id: v.pipe(v.string(), v.regex(/\/id\/00D[A-Za-z0-9]{12,15}\//)),
});

export function accessToken({
  ask,
  secret,
}: Pick<ConnectParts<SalesforceReads>, 'ask' | 'secret'>): AccessToken {
  let grant: Grant | null = null;
  let minting: Promise<Grant> | null = null;

  async function mint(flight: Flight): Promise<Grant> {
    const form = {
      grant_type: 'client_credentials',
      client_id: secret.kind === 'client' ? secret.id : '',
      client_secret: secret.kind === 'client' ? secret.secret : '',
    };
    const { json } = await ask('token', { form }, flight);
    const read = v.safeParse(grantSchema, json);
    if (!read.success) throw unreadable('token');
    const { access_token: token, instance_url, id } = read.output;
    // It is never asked at an address out of an answer: this only says whose token it is.
    const domain = myDomainOf(instance_url);
    if (domain === null) throw notMyDomain();
    grant = { token, domain, org: /00D[A-Za-z0-9]{12}/.exec(id)?.[0] ?? '' };
    return grant;
  }

  function another(flight: Flight): Promise<Grant> {
    minting ??= mint(flight).finally(() => {
      minting = null;
    });
    return minting;
  }

  return {
    current: async (flight) => grant ?? another(flight),
    after: async (stale, flight) => {
      if (grant === stale) grant = null;
      return grant ?? another(flight);
    },
  };
}

function notMyDomain(): CrmFailure {
  return new CrmFailure(
    'other-account',
    'Salesforce says that it is at another host than a My Domain: switch on enhanced domains under Setup → My Domain',
  );
}
