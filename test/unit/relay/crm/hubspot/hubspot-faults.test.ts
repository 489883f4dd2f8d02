import { describe, expect, test } from 'vitest';
import { type CrmAnswer, CrmFailure } from '../../../../../src-relay/crm/contract.ts';
import { hubspot } from '../../../../../src-relay/crm/hubspot/hubspot.ts';
import { hubspotError, missingScopes, tooMany } from '../../../../fixtures/crm/hubspot-answers.ts';

function answer(status: number, json?: unknown, headers: Readonly<Record<string, string>> = {}): CrmAnswer {
  return { status, json, header: (name) => headers[name] ?? null };
}

const HTML = undefined;

test.each([
  ['a record', answer(200, { id: '1' })],
  ['several of which some are not there', answer(207, { results: [] })],
  ['a record that is not there', answer(404, hubspotError('OBJECT_NOT_FOUND', 'Object not found.'))],
])('%s is an answer', (_name, given) => {
  expect(hubspot.faultOf(given, 'contact')).toBeNull();
});

test.each([
  ['a key that is not taken', answer(401, hubspotError('INVALID_AUTHENTICATION', '')), 'refused', null],
  ['a missing scope', answer(403, missingScopes(['x']).json), 'missing-right', null],
  [
    'a maker who lost the right',
    answer(403, hubspotError('USER_DOES_NOT_HAVE_PERMISSIONS', '')),
    'missing-right',
    null,
  ],
  ['a 403 in HTML', answer(403, HTML), 'broken', 15 * 60_000],
  ['a 404 in HTML', answer(404, HTML), 'unreadable', null],
  [
    'a 404 that is of no record',
    answer(404, { status: 'error', message: 'resource not found' }),
    'unreadable',
    null,
  ],
  ['a property that is not known', answer(400, hubspotError('VALIDATION_ERROR', '')), 'rejected', null],
  ['a locked account', answer(423, {}), 'broken', 2000],
  ['a second that is full', answer(429, tooMany('SECONDLY').json), 'limited', null],
  ['ten seconds that are full', answer(429, tooMany('TEN_SECONDLY_ROLLING').json), 'limited', null],
  ['a day that is full', answer(429, tooMany('DAILY').json), 'limited', 3_600_000],
  [
    'a day that is full until then',
    answer(429, tooMany('DAILY').json, { 'retry-after': '60' }),
    'limited',
    null,
  ],
  ['a 429 in HTML', answer(429, HTML), 'limited', null],
  ['an account that moves', answer(477, {}), 'broken', 600_000],
  ['an account that moves until then', answer(477, {}, { 'retry-after': '86400' }), 'broken', null],
  ['trouble there', answer(500, {}), 'broken', null],
  ['a timeout there', answer(504, HTML), 'broken', null],
  ["trouble on Cloudflare's way", answer(524, HTML), 'broken', null],
  ['a page in place of an answer', answer(200, HTML), 'unreadable', null],
  ['a list in place of an answer', answer(200, []), 'unreadable', null],
  ['nothing', answer(204), 'unreadable', null],
  ['another body than is taken', answer(415, {}), 'unreadable', null],
])('%s is a failure that says what to do', (_name, given, trouble, retryAfterMs) => {
  const failure = hubspot.faultOf(given, 'deals');
  expect(failure).toBeInstanceOf(CrmFailure);
  expect(failure).toMatchObject({ trouble, retryAfterMs });
  expect(failure?.message).toMatch(/^HubSpot.{30}/);
});

describe('a missing right', () => {
  test.each([
    ['findContacts', 'crm.objects.contacts.read'],
    ['company', 'crm.objects.companies.read'],
    ['deals', 'crm.objects.deals.read'],
    ['pipelines', 'crm.objects.deals.read'],
    ['owners', 'crm.objects.owners.read'],
  ] as const)('is named by what was read: %s', (read, scope) => {
    const failure = hubspot.faultOf(answer(403, missingScopes(['contacts']).json), read);
    expect(failure?.message).toContain(scope);
  });
});

test('the scope that HubSpot itself names is the one that is missing, if it is one that is asked for', () => {
  const named = (scopes: readonly string[]) =>
    hubspot.faultOf(answer(403, missingScopes(scopes).json), 'contact');
  expect(named(['crm.objects.deals.read'])?.message).toContain('crm.objects.deals.read');
  expect(named(['crm.objects.deals.read ann@acme.test'])?.message).toContain('crm.objects.contacts.read');
  const documented = { category: 'MISSING_SCOPES', context: { missingScopes: ['crm.objects.deals.read'] } };
  expect(hubspot.faultOf(answer(403, documented), 'contact')?.message).toContain('crm.objects.deals.read');
  for (const errors of [null, 'x', [null], [{ context: 7 }], [{ context: { requiredScopes: [7] } }]])
    expect(
      hubspot.faultOf(answer(403, { category: 'MISSING_SCOPES', errors }), 'contact')?.message,
    ).toContain('crm.objects.contacts.read');
});

test('words of an answer get into no message unless they are ones of its API', () => {
  const failure = hubspot.faultOf(
    answer(400, { category: 'ann@acme.test', message: '+33199001234' }),
    'contact',
  );
  expect(failure?.message).not.toMatch(/ann|199001234/);
});

test.each([
  [{}, null],
  [{ 'x-hubspot-ratelimit-daily': '250000', 'x-hubspot-ratelimit-daily-remaining': '50000' }, 0.8],
  [{ 'x-hubspot-ratelimit-daily': '0', 'x-hubspot-ratelimit-daily-remaining': '0' }, null],
  [{ 'x-hubspot-ratelimit-daily': 'many', 'x-hubspot-ratelimit-daily-remaining': '1' }, null],
])('the day is used up as far as the headers say: %o', (headers, used) => {
  const found = hubspot.usedUp?.(answer(200, {}, headers)) ?? null;
  if (used === null) expect(found).toBeNull();
  else expect(found).toBeCloseTo(used);
});
