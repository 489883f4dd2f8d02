import * as v from 'valibot';
import { CrmFailure, type CrmAnswer } from '../contract.ts';
import { NEEDED, type ZohoRead, zohoRights } from './reads.ts';

/** `{code, details, message, status: "error"}`, with any status; details and message may repeat what was asked. */
const errorSchema = v.object({
  code: v.pipe(v.string(), v.regex(/^[A-Z_]{1,60}$/)),
  status: v.optional(v.unknown()),
});
/** The accounts server says `{error}`, often with 200. */
const oauthErrorSchema = v.object({ error: v.pipe(v.string(), v.regex(/^[A-Za-z_ ]{1,60}$/)) });

const MINUTE_MS = 60_000;

/** A failure that an adapter makes something of itself. Both are told by their words, which is all that comes through. */
const STALE = 'Zoho does not know the access token any more: it gets a new one';
const NO_RECORD = 'Zoho has no record of that id';

/** Whether a new token may help. */
export function isStaleToken(error: unknown): boolean {
  return error instanceof CrmFailure && error.message === STALE;
}

export function isNoRecord(error: unknown): boolean {
  return error instanceof CrmFailure && error.message === NO_RECORD;
}

export function isMissingRight(error: unknown): boolean {
  return error instanceof CrmFailure && error.trouble === 'missing-right';
}

/** What an answer of Zoho's means. https://www.zoho.com/crm/developer/docs/api/v8/status-codes.html */
export function zohoFault(answer: CrmAnswer, read: ZohoRead): CrmFailure | null {
  const { status, json } = answer;
  if (status === 429) return tooMany();
  if (status >= 500) return new CrmFailure('broken', `Zoho answered ${status}: the trouble is at Zoho`);
  if (read === 'token') return tokenFault(json);
  const code = codeIn(json);
  const isAnswer = status >= 200 && status < 300 && code === null;
  if (isAnswer) return null;
  return (
    faultByCode(code, read) ??
    faultByStatus(status, read) ??
    new CrmFailure(
      'rejected',
      `Zoho does not take the request "${read}" (${told(status, code)}): please report it`,
    )
  );
}

export function unreadable(read: ZohoRead): CrmFailure {
  return new CrmFailure('unreadable', `Zoho answered "${read}" with something that is none of its answers`);
}

function faultByCode(code: string | null, read: Exclude<ZohoRead, 'token'>): CrmFailure | null {
  switch (code) {
    case 'INVALID_TOKEN':
    case 'AUTHENTICATION_FAILURE':
      return new CrmFailure('rejected', STALE);
    case 'OAUTH_SCOPE_MISMATCH':
    case 'NO_PERMISSION':
    case 'PERMISSION_DENIED':
    case 'AUTHORIZATION_FAILED':
      return missingRight(read, code);
    case 'TOO_MANY_REQUESTS':
    case 'LIMIT_EXCEEDED':
      return tooMany();
    case 'INTERNAL_ERROR':
      return new CrmFailure('broken', 'Zoho answered INTERNAL_ERROR: the trouble is at Zoho');
    case 'INVALID_DATA':
      return isById(read) ? new CrmFailure('rejected', NO_RECORD) : null;
    default:
      return null;
  }
}

function faultByStatus(status: number, read: Exclude<ZohoRead, 'token'>): CrmFailure | null {
  if (status === 401) return new CrmFailure('rejected', STALE);
  if (status === 403) return missingRight(read, '403');
  return null;
}

function isById(read: ZohoRead): boolean {
  return read === 'contact' || read === 'lead' || read === 'account' || read === 'deal';
}

function tooMany(): CrmFailure {
  const message =
    'Zoho has had too many requests at once or today: it is asked again in a minute. See what else uses its API';
  return new CrmFailure('limited', message, MINUTE_MS);
}

function missingRight(read: Exclude<ZohoRead, 'token'>, said: string): CrmFailure {
  const names = NEEDED[read].map(({ name }) => name).join(' and ');
  return new CrmFailure(
    'missing-right',
    `Zoho does not allow "${read}" (${said}): it needs ${names}, and a profile that may see the module for whoever made the Self Client`,
  );
}

/** https://www.zoho.com/accounts/protocol/oauth/self-client/client-credentials-flow.html */
function tokenFault(json: unknown): CrmFailure | null {
  const read = v.safeParse(oauthErrorSchema, json);
  const error = read.success ? read.output.error.toLowerCase() : null;
  switch (error) {
    case null:
      return null;
    case 'invalid_client':
    case 'invalid_client_secret':
    case 'unauthorized_client':
    case 'invalid_grant':
    case 'unsupported_grant_type':
      return new CrmFailure(
        'refused',
        `Zoho does not take the client id and secret (${error}): they must be of a Self Client that was made in the data centre that the config names`,
      );
    case 'invalid_scope':
    case 'invalid_scopes':
      return new CrmFailure(
        'missing-right',
        `Zoho gives the Self Client no token for what Ringside reads: ${SCOPES.replaceAll(',', ', ')}`,
      );
    case 'missing_org_info':
    case 'invalid_org':
    case 'invalid_soid':
      return new CrmFailure(
        'rejected',
        `Zoho has no such organisation for this client (${error}): check "org" in the config, the number after /crm/org in the address of your Zoho CRM`,
      );
    case 'access denied':
    case 'access_denied':
      return new CrmFailure(
        'limited',
        'Zoho gives no more tokens for now: it is asked again in ten minutes',
        10 * MINUTE_MS,
      );
    default:
      return new CrmFailure('rejected', `Zoho gives no token (${error}): please report it`);
  }
}

/** What a token is asked for. */
export const SCOPES: string = Object.values(zohoRights)
  .map(({ name }) => name)
  .join(',');

function codeIn(json: unknown): string | null {
  const read = v.safeParse(errorSchema, json);
  return read.success && read.output.status !== 'success' ? read.output.code : null;
}

function told(status: number, code: string | null): string {
  return code === null ? String(status) : `${status} ${code}`;
}
