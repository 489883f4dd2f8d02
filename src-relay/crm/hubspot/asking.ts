import { type ConnectParts, type CrmAnswer, CrmFailure, type CrmFilling, type Flight } from '../contract.ts';
import type { HubspotRead, HubspotReads } from './reads.ts';
import type { HubspotSearch } from './searches.ts';

/** An id of HubSpot's; another CRM's may look the same. */
export const HUBSPOT_ID = /^\d{1,20}$/;

/** One of HubSpot's reads, with the key. @throws CrmFailure */
export type AskHubspot = (read: HubspotRead, filling: CrmFilling, flight: Flight) => Promise<CrmAnswer>;

export function askHubspot({ ask, secret }: ConnectParts<HubspotReads>): AskHubspot {
  return async (read, filling, flight) => {
    if (secret.kind !== 'token')
      throw new CrmFailure('refused', 'HubSpot takes a service key, not the id and secret of an app');
    return ask(read, { ...filling, headers: { authorization: `Bearer ${secret.token}` } }, flight);
  };
}

/**
 * Searches by properties that not every account has. One that it lacks costs the whole search, so it is made again without,
 * and from then on without at once.
 */
export function searchWithout(ask: AskHubspot, read: 'findContacts' | 'findDeals') {
  let isWithout = false;
  return async (
    bodies: { readonly full: HubspotSearch; readonly without: HubspotSearch },
    flight: Flight,
  ): Promise<CrmAnswer> => {
    if (!isWithout) {
      const answer = await unlessRejected(ask(read, { json: bodies.full }, flight));
      if (answer !== null) return answer;
    }
    const answer = await ask(read, { json: bodies.without }, flight);
    isWithout = true;
    return answer;
  };
}

/** Null: HubSpot does not take what was asked, a property or an address that is none. */
export async function unlessRejected(answer: Promise<CrmAnswer>): Promise<CrmAnswer | null> {
  try {
    return await answer;
  } catch (failure) {
    if (failure instanceof CrmFailure && failure.trouble === 'rejected') return null;
    throw failure;
  }
}
