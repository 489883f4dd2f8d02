import * as v from 'valibot';
import { type CrmAnswer, CrmFailure } from '../contract.ts';
import { HUBSPOT_VERSION, type HubspotRead, hubspotRights, rightOf } from './reads.ts';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

/** Documented as always there; nothing is relied on. */
const errorBody = v.object({
  category: v.fallback(v.optional(v.string()), undefined),
  policyName: v.fallback(v.optional(v.string()), undefined),
});

const scopes = v.fallback(v.optional(v.array(v.string())), undefined);
/** Documented as `missingScopes`; the other two are what keys of other kinds have been told. */
const context = v.fallback(
  v.optional(v.object({ missingScopes: scopes, requiredGranularScopes: scopes, requiredScopes: scopes })),
  undefined,
);
const scopesBody = v.object({
  context,
  errors: v.optional(v.fallback(v.array(v.fallback(v.object({ context }), {})), []), []),
});

function scopesIn(json: unknown): readonly string[] {
  const found = v.safeParse(scopesBody, json);
  const contexts = found.success ? [found.output, ...found.output.errors] : [];
  return contexts.flatMap((one) => Object.values(one.context ?? {}).flatMap((names) => names ?? []));
}

/**
 * What an answer of HubSpot's means that is none; null: it is one. A 404 is one only when HubSpot says that the *record* is
 * not there: a proxy and an ended version answer 404 too.
 * Source: developers.hubspot.com › error handling (423, 477, 502 to 526), usage guidelines (429).
 */
export function hubspotFault(answer: CrmAnswer, read: HubspotRead): CrmFailure | null {
  const { status, json } = answer;
  const { category, policyName } = v.is(errorBody, json)
    ? v.parse(errorBody, json)
    : { category: undefined, policyName: undefined };
  if (status === 200 || status === 207) return isObject(json) ? null : unreadable(status);
  if (status === 404) return category === 'OBJECT_NOT_FOUND' ? null : noSuchRequest(status);
  if (status === 401) return refused();
  if (status === 403) return isObject(json) ? missing(read, json, category) : blocked();
  if (status === 429) return limited(answer, policyName);
  if (status === 423) return broken('HubSpot has locked what was asked for: it is asked again', 2 * SECOND);
  if (status === 477) return moving(answer);
  if (status >= 500)
    return broken(`HubSpot answers ${status}: the trouble is there, and it is asked again later`, null);
  if (status >= 200 && status < 300) return unreadable(status);
  if (status !== 400) return noSuchRequest(status);
  const why = category === undefined ? '' : `, ${plainWord(category)}`;
  return new CrmFailure('rejected', `HubSpot does not take what was asked (400${why}): update the relay`);
}

function refused(): CrmFailure {
  return new CrmFailure(
    'refused',
    'HubSpot does not take the key: make a new service key (Development › Keys › Service keys) and give it to the relay with `ringside-relay crm connect`',
  );
}

/** The right that HubSpot's own message names, if it is one of ours (hubspot-api-nodejs #268), else the one of the read. */
function missing(read: HubspotRead, json: unknown, category: string | undefined): CrmFailure {
  const named = scopesIn(json);
  const right = Object.values(hubspotRights).find(({ name }) => named.includes(name)) ?? rightOf[read];
  if (category === 'MISSING_SCOPES' && right !== null)
    return new CrmFailure(
      'missing-right',
      `HubSpot: the key lacks the scope ${right.name} (without it ${right.without}): add it under Development › Keys › Service keys`,
    );
  return new CrmFailure(
    'missing-right',
    `HubSpot does not let the key read this${right === null ? '' : ` (${right.name})`}: whoever made it may have lost the right to; make a new service key as a super admin`,
  );
}

function limited(answer: CrmAnswer, policyName: string | undefined): CrmFailure {
  if (policyName?.toUpperCase() === 'DAILY')
    return new CrmFailure(
      'limited',
      "HubSpot's requests for today are used up, by all apps together: links open the search page until midnight of the account",
      // Nothing says when that is; to ask once an hour costs nothing.
      unlessSaid(answer, HOUR),
    );
  return new CrmFailure(
    'limited',
    'HubSpot takes no more requests right now: other apps of the account may use up what it allows',
  );
}

function moving(answer: CrmAnswer): CrmFailure {
  return broken(
    'HubSpot is moving the account to another data centre, which takes up to a day: links open the search page meanwhile',
    unlessSaid(answer, 10 * MINUTE),
  );
}

/** Not `rejected`, which is a record or a property that is not taken. */
function noSuchRequest(status: number): CrmFailure {
  return new CrmFailure(
    'unreadable',
    `HubSpot answers ${status} to what its API is documented to know: version ${HUBSPOT_VERSION} may have ended, or something stands in between; update the relay, and look at this machine's way out`,
  );
}

function blocked(): CrmFailure {
  return broken(
    "HubSpot's network turns this machine away (403 without a reason): look at its way out",
    15 * MINUTE,
  );
}

function broken(message: string, retryAfterMs: number | null): CrmFailure {
  return new CrmFailure('broken', message, retryAfterMs);
}

function unreadable(status: number): CrmFailure {
  return new CrmFailure('unreadable', `HubSpot answered ${status} with something that is not its API's JSON`);
}

/** What to wait where HubSpot does not say: an answer's own `Retry-After` counts before it. */
function unlessSaid(answer: CrmAnswer, ms: number): number | null {
  return answer.header('retry-after') === null ? ms : null;
}

/** A category is a word of HubSpot's; anything else stays out of messages. */
function plainWord(category: string): string {
  return /^[A-Z_]{1,60}$/.test(category) ? category : 'no reason';
}

function isObject(json: unknown): boolean {
  return typeof json === 'object' && json !== null && !Array.isArray(json);
}

/** How much of the day's requests is used up, by all apps: on every answer but a search's. */
export function hubspotUsedUp(answer: CrmAnswer): number | null {
  const [of, left] = ['x-hubspot-ratelimit-daily', 'x-hubspot-ratelimit-daily-remaining'].map((name) =>
    Number(answer.header(name) ?? NaN),
  );
  if (of === undefined || left === undefined || !(of > 0) || !(left >= 0)) return null;
  return Math.max(0, 1 - left / of);
}
