import * as v from 'valibot';
import { CrmFailure, type CrmAnswer } from '../contract.ts';
import type { SalesforceError, SObject } from './fields.ts';
import { SALESFORCE_VERSION, salesforceRights, type SalesforceRead } from './reads.ts';

const HOUR_MS = 3_600_000;
const SETUP = 'Setup → External Client App Manager';

/** Told by its words, which is all that comes through whoever sends the requests. */
const STALE = 'Salesforce does not know the access token any more: it gets a new one';

/** Errors are a list, where an answer is an object. The message may repeat what was asked, so that it is shown nowhere. */
const errorsSchema = v.pipe(
  v.array(v.object({ errorCode: v.string(), message: v.optional(v.fallback(v.string(), ''), '') })),
  v.minLength(1),
);
const oauthSchema = v.object({
  error: v.pipe(v.string(), v.regex(/^[a-z_]{1,60}$/)),
  error_description: v.optional(v.fallback(v.string(), ''), ''),
});

/** Whether a new token may help. */
export function isStaleToken(error: unknown): boolean {
  return error instanceof CrmFailure && error.message === STALE;
}

/** The first of the errors; null: it is none of Salesforce's. */
export function errorIn(json: unknown): SalesforceError | null {
  const read = v.safeParse(errorsSchema, json);
  const [first] = read.success ? read.output : [];
  return first === undefined ? null : { code: first.errorCode, message: first.message };
}

/** What an answer of Salesforce's means. https://developer.salesforce.com/docs/atlas.en-us.api_rest.meta/api_rest/errorcodes.htm */
export function salesforceFault(answer: CrmAnswer, read: SalesforceRead): CrmFailure | null {
  const { status, json } = answer;
  if (read === 'token') return tokenFault(status, json);
  if (status >= 200 && status < 300) return isObject(json) ? null : unreadable(read);
  return failureFor(status, errorIn(json), read);
}

/** What one of its errors means; null: nothing that is known of Salesforce, so that the status alone tells. */
export function failureFor(
  status: number,
  error: SalesforceError | null,
  read: SalesforceRead,
): CrmFailure | null {
  if (status === 401) return new CrmFailure('rejected', STALE);
  if (status >= 500) return broken(status);
  if (status === 429) return tooMany();
  if (status === 404) return noSuchVersion(read);
  const code = codeOf(error);
  switch (code) {
    case null:
      return null;
    case 'INVALID_SESSION_ID':
      return new CrmFailure('rejected', STALE);
    case 'REQUEST_LIMIT_EXCEEDED':
      return overLimit(error);
    case 'SERVER_UNAVAILABLE':
    case 'QUERY_TIMEOUT':
    case 'UNKNOWN_EXCEPTION':
      return broken(status);
    case 'API_DISABLED_FOR_ORG':
    case 'API_CURRENTLY_DISABLED':
      return new CrmFailure(
        'missing-right',
        'this edition of Salesforce has no API, or the user may not use it: it needs "API Enabled" (Professional needs the API add-on)',
      );
    case 'INVALID_TYPE':
    case 'INSUFFICIENT_ACCESS':
    case 'INSUFFICIENT_ACCESS_OR_READONLY':
    case 'FUNCTIONALITY_NOT_ENABLED':
      return new CrmFailure(
        'missing-right',
        `Salesforce does not allow the read "${read}" (${code}): look at what the user of the app may read`,
      );
    default:
      return status === 403
        ? new CrmFailure('missing-right', `Salesforce does not allow the read "${read}" (${code})`)
        : new CrmFailure(
            'rejected',
            `Salesforce does not take the request "${read}" (${status} ${code}): please report it`,
          );
  }
}

export function unreadable(read: SalesforceRead): CrmFailure {
  return new CrmFailure(
    'unreadable',
    `Salesforce answered "${read}" with something that is none of its answers`,
  );
}

export function missingObject(object: SObject): CrmFailure {
  return new CrmFailure(
    'missing-right',
    `Salesforce: the user of the app lacks ${salesforceRights[object].name}: add it to its permission set`,
  );
}

/** A token that was just made is not taken. */
export function sessionRefused(): CrmFailure {
  return new CrmFailure(
    'refused',
    `Salesforce does not take the token that it has just given: look at the IP ranges of the user's profile and at the session settings`,
  );
}

/** https://help.salesforce.com/s/articleView?id=xcloud.remoteaccess_oauth_flow_errors.htm */
function tokenFault(status: number, json: unknown): CrmFailure | null {
  if (status >= 200 && status < 300) return isObject(json) ? null : unreadable('token');
  if (status >= 500) return broken(status);
  if (status === 429) return tooMany();
  const read = v.safeParse(oauthSchema, json);
  if (!read.success) return null;
  const { error, error_description: why } = read.output;
  if (error === 'invalid_client_id' || error === 'invalid_client')
    return new CrmFailure(
      'refused',
      `Salesforce does not take the consumer key and secret (${error}): copy both again under ${SETUP} → your app → Settings`,
    );
  if (/domain/i.test(why))
    return new CrmFailure(
      'rejected',
      'Salesforce gives no token at this domain: set "domain" to your My Domain, as in acme.my.salesforce.com',
    );
  // Settings of the app, which can be mended while the secret stays.
  return new CrmFailure(
    'missing-right',
    `Salesforce gives no token (${error}): under ${SETUP} → your app → Policies switch on the client credentials flow, with an active user to run as`,
  );
}

function overLimit(error: SalesforceError | null): CrmFailure {
  return /concurrent/i.test(error?.message ?? '')
    ? new CrmFailure('limited', 'Salesforce has too many long requests at once: it is asked again', 2000)
    : new CrmFailure(
        'limited',
        "Salesforce's calls of 24 hours are used up, by all programs together: links open the search page meanwhile",
        HOUR_MS,
      );
}

function tooMany(): CrmFailure {
  return new CrmFailure('limited', 'Salesforce has had too many requests for now: it is asked again later');
}

function broken(status: number): CrmFailure {
  return new CrmFailure('broken', `Salesforce answered ${status}: the trouble is at Salesforce`);
}

function noSuchVersion(read: SalesforceRead): CrmFailure {
  return new CrmFailure(
    'unreadable',
    `Salesforce answers 404 to "${read}": version ${SALESFORCE_VERSION} may have ended, or something stands in between; update the relay, and look at this machine's way out`,
  );
}

/** A code is a word of Salesforce's; anything else stays out of messages. */
function codeOf(error: SalesforceError | null): string | null {
  return error !== null && /^[A-Z_]{1,60}$/.test(error.code) ? error.code : null;
}

function isObject(json: unknown): boolean {
  return typeof json === 'object' && json !== null && !Array.isArray(json);
}

/** `api-usage=18/100000` of the last 24 hours, on every answer. */
export function salesforceUsedUp(answer: CrmAnswer): number | null {
  const [, used, of] =
    /(?:^|[\s,;])api-usage=(\d{1,12})\/(\d{1,12})/.exec(answer.header('sforce-limit-info') ?? '') ?? [];
  return used === undefined || Number(of) === 0 ? null : Number(used) / Number(of);
}
