import type { IncomingMessage } from 'node:http';
import type { JournalReader, PairedDevice } from '../journal/reader.ts';
import { hashOf } from '../agents/secrets.ts';

/** A token is 43 characters of base64url; anything much longer is not worth hashing. */
const BEARER = /^Bearer ([A-Za-z0-9._~+/=-]{16,256})$/i;

/** Whose token a request carries; null: nobody's. */
export function deviceBearer(
  deviceWith: JournalReader['deviceWith'],
  trouble: (error: unknown) => void,
): (request: IncomingMessage) => Promise<PairedDevice | null | 'unreadable'> {
  return async (request) => {
    const token = BEARER.exec(request.headers.authorization ?? '')?.[1];
    if (token === undefined) return null;
    try {
      return await deviceWith(hashOf(token));
    } catch (error) {
      trouble(error);
      return 'unreadable';
    }
  };
}
