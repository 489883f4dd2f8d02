import { CrmFailure, type ConnectParts, type CrmAnswer, type CrmFilling, type Flight } from '../contract.ts';
import { isStaleToken } from './faults.ts';
import { gate } from './gate.ts';
import { AT_ONCE, type ZohoRead, type ZohoReads } from './reads.ts';
import { accessToken } from './token.ts';

/** Asks with an access token, which is got if there is none. @throws CrmFailure */
export type SendToZoho = (
  read: Exclude<ZohoRead, 'token'>,
  flight: Flight,
  filling?: CrmFilling,
) => Promise<CrmAnswer>;

export function sendToZoho(parts: ConnectParts<ZohoReads>): SendToZoho {
  const token = accessToken(parts);
  const enter = gate(AT_ONCE);

  return async (read, flight, filling = {}) => {
    const first = await token.current(flight);
    const withToken = (text: string) =>
      enter(flight, () =>
        parts.ask(read, { ...filling, headers: { authorization: `Zoho-oauthtoken ${text}` } }, flight),
      );
    try {
      return await withToken(first);
    } catch (error) {
      if (!isStaleToken(error)) throw error;
    }
    const second = await token.after(first, flight);
    try {
      return await withToken(second);
    } catch (error) {
      if (!isStaleToken(error)) throw error;
      throw new CrmFailure('broken', 'Zoho does not know the access token that it has just given');
    }
  };
}
