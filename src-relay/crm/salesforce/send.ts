import { CrmFailure, type ConnectParts, type CrmAnswer, type CrmFilling, type Flight } from '../contract.ts';
import { isStaleToken, sessionRefused } from './faults.ts';
import type { SalesforceRead, SalesforceReads } from './reads.ts';
import type { AccessToken, Grant } from './token.ts';

/** Asks with the access token, and once more with a new one when it is not known any more. @throws CrmFailure */
export type SendToSalesforce = (
  read: Exclude<SalesforceRead, 'token'>,
  filling: CrmFilling,
  flight: Flight,
) => Promise<CrmAnswer>;

export function sendToSalesforce(
  { ask, config }: Pick<ConnectParts<SalesforceReads>, 'ask' | 'config'>,
  tokens: AccessToken,
): SendToSalesforce {
  return async (read, filling, flight) => {
    const grant = checked(await tokens.current(flight), config?.['domain']);
    try {
      return await ask(read, { ...filling, headers: bearer(grant) }, flight);
    } catch (error) {
      if (!isStaleToken(error)) throw error;
    }
    const fresh = checked(await tokens.after(grant, flight), config?.['domain']);
    try {
      return await ask(read, { ...filling, headers: bearer(fresh) }, flight);
    } catch (error) {
      throw isStaleToken(error) ? sessionRefused() : error;
    }
  };
}

/** Links would lead to the config's domain, with ids of another. */
function checked(grant: Grant, domain: string | undefined): Grant {
  if (domain === undefined || domain === grant.domain) return grant;
  throw new CrmFailure(
    'other-account',
    `this secret is of the My Domain "${grant.domain}", and the config's is "${domain}"`,
  );
}

function bearer({ token }: Grant): Readonly<Record<string, string>> {
  return { authorization: `Bearer ${token}` };
}
