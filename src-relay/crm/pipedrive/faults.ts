import { type CrmAnswer, CrmFailure } from '../contract.ts';
import { type PipedriveRead, rightOf } from './reads.ts';

const HOUR_MS = 3_600_000;
/** Whoever asks on after that is kept out for longer. */
const TURNED_AWAY_MS = 15 * 60_000;

/** Reads of one record, which may be gone. */
const OF_ONE: ReadonlySet<PipedriveRead> = new Set(['person', 'organization', 'deal']);

/**
 * What an answer of Pipedrive's means that is none; null: it is one. Read by its status: only answers with 200 have a
 * documented form. A 404 is one only when it is JSON and of a record: a page, and an ended version, answer 404 too.
 * Source: https://pipedrive.readme.io/docs/core-api-concepts-http-status-codes and -rate-limiting
 */
export function pipedriveFault({ status, json }: CrmAnswer, read: PipedriveRead): CrmFailure | null {
  const isJson = typeof json === 'object' && json !== null && !Array.isArray(json);
  if (status === 200) return isJson && !isRefusal(json) ? null : unreadable(status);
  if (status === 404)
    return isJson && OF_ONE.has(read) && !isUnknownMethod(json) ? null : noSuchRequest(status);
  if (status === 401) return refused();
  if (status === 402) return unpaid();
  if (status === 403) return isJson ? missing(read) : turnedAway();
  if (status === 429) return limited();
  if (status >= 500)
    return broken(`Pipedrive answers ${status}: the trouble is there, and it is asked again later`);
  if (status >= 200 && status < 300) return unreadable(status);
  if (status !== 400) return noSuchRequest(status);
  return new CrmFailure('rejected', 'Pipedrive does not take what was asked (400): update the relay');
}

function refused(): CrmFailure {
  return new CrmFailure(
    'refused',
    'Pipedrive does not take the token: a new one (Personal preferences › API) ends the old one; give it to the relay with `ringside-relay crm connect`',
  );
}

function missing(read: PipedriveRead): CrmFailure {
  const right = rightOf[read];
  const what = right === null ? '' : ` (${right.name}; without it ${right.without})`;
  return new CrmFailure(
    'missing-right',
    `Pipedrive does not let the token's user read this${what}: an admin gives it to the user's permission set, and with it the use of the API`,
  );
}

/** Whoever asks too much gets a 429 without a word of when to come back, and then a page of Cloudflare's. */
function limited(): CrmFailure {
  return new CrmFailure(
    'limited',
    "Pipedrive takes no more requests right now, or the company's tokens of the day are used up, by all its apps together: links open the search page until there are more",
  );
}

function turnedAway(): CrmFailure {
  return new CrmFailure(
    'limited',
    'Pipedrive turns this machine away for a while (403 with a page): it was asked too much, by whatever runs here; see what else uses its API, or lower records.tokensPerDay',
    TURNED_AWAY_MS,
  );
}

function unpaid(): CrmFailure {
  return broken('Pipedrive says that the company is not open (402): see its subscription', HOUR_MS);
}

/** Not `rejected`, which is a value that is not taken. */
function noSuchRequest(status: number): CrmFailure {
  return new CrmFailure(
    'unreadable',
    `Pipedrive answers ${status} to what its API is documented to know: its version may have ended, or something stands in between; update the relay, and look at this machine's way out`,
  );
}

function broken(message: string, retryAfterMs: number | null = null): CrmFailure {
  return new CrmFailure('broken', message, retryAfterMs);
}

function unreadable(status: number): CrmFailure {
  return new CrmFailure(
    'unreadable',
    `Pipedrive answered ${status} with something that is not its API's JSON`,
  );
}

function isRefusal(json: object): boolean {
  return 'success' in json && json.success === false;
}

function isUnknownMethod(json: object): boolean {
  return 'error' in json && typeof json.error === 'string' && /unknown method/i.test(json.error);
}
