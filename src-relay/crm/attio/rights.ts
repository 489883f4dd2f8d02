import * as v from 'valibot';
import { CrmFailure, type CrmAnswer, type CrmFilling, type CrmRight, type Flight } from '../contract.ts';
import { type AttioReads, DEALS, MEMBERS, OBJECTS, RECORDS } from './reads.ts';

export const attioRights: readonly CrmRight[] = [RECORDS, OBJECTS, DEALS, MEMBERS];

/** Asks with the access token. */
export type SendToAttio = (
  read: keyof AttioReads,
  flight: Flight,
  filling?: CrmFilling,
) => Promise<CrmAnswer>;

const SMALLEST = { json: { limit: 1, offset: 0 } };

/** Reads one person, one deal and the members, and what Attio says of the token. */
export async function missingRights(send: SendToAttio, flight: Flight): Promise<readonly CrmRight[]> {
  const scopes = scopesIn((await send('self', flight)).json);
  const missing = new Set<CrmRight>();
  if (await lacks('people', SMALLEST)) {
    const unsaid = [RECORDS, OBJECTS].filter(({ name }) => scopes?.has(name) !== true);
    for (const right of unsaid.length === 0 ? [RECORDS, OBJECTS] : unsaid) missing.add(right);
  } else if (await lacks('deals', SMALLEST)) missing.add(DEALS);
  if (await lacks('members')) missing.add(MEMBERS);
  return attioRights.filter((right) => missing.has(right));

  async function lacks(read: 'people' | 'deals' | 'members', filling?: CrmFilling): Promise<boolean> {
    try {
      return (await send(read, flight, filling)).status === 404;
    } catch (error) {
      if (error instanceof CrmFailure && error.trouble === 'missing-right') return true;
      throw error;
    }
  }
}

const selfSchema = v.object({ scope: v.string() });

/** Those that may be written may be read. Null: Attio does not say. */
function scopesIn(json: unknown): ReadonlySet<string> | null {
  const self = v.safeParse(selfSchema, json);
  if (!self.success) return null;
  return new Set(self.output.scope.split(/\s+/).map((scope) => scope.replace(/:read-write$/, ':read')));
}
