import { afterEach, beforeEach, expect, test } from 'vitest';
import type { CrmConnection } from '../../../../../src-relay/crm/contract.ts';
import { zoho } from '../../../../../src-relay/crm/zoho/zoho.ts';
import { startZoho, type ZohoStandIn } from '../../../../fixtures/crm/zoho.ts';
import { ZOHO_CLIENT } from '../../../../fixtures/crm/zoho-tokens.ts';
import { askedCrm, REFRESH, RING } from '../../../../fixtures/crm/asked.ts';
import { failureOf } from '../../../../fixtures/crm/plain-crm.ts';
import { BLOCK, connectZoho } from './connected.ts';

let standIn: ZohoStandIn;
let crm: CrmConnection;
let now = 0;

beforeEach(async () => {
  now = 0;
  standIn = await startZoho([], () => now);
  crm = connectZoho(standIn, { elapsed: () => now });
});
afterEach(async () => {
  expect(standIn.complaints).toEqual([]);
  await standIn.close();
});

const HOUR = 3_600_000;

function mints(): number {
  return standIn.requests.filter(({ name }) => name === 'token').length;
}

test('one token serves everybody who asks at once, and for almost an hour', async () => {
  await Promise.all([crm.whoAmI(RING), crm.whoAmI(RING), crm.deal('1', RING)]);
  now = HOUR - 61_000;
  await crm.whoAmI(RING);
  expect(mints()).toBe(1);
  now = HOUR - 60_000;
  await crm.whoAmI(RING);
  expect(mints()).toBe(2);
});

test('the id and secret go to the accounts server alone, and a token to the API alone', async () => {
  await crm.whoAmI(RING);
  for (const { name, text, headers } of standIn.requests) {
    expect(text.includes(ZOHO_CLIENT.secret)).toBe(name === 'token');
    expect(headers.authorization === undefined).toBe(name === 'token');
  }
  expect(zoho.reads.token.host).toBe('accounts');
  for (const [name, read] of Object.entries(zoho.reads)) if (name !== 'token') expect(read.host).toBe('api');
});

test('a token that Zoho forgot is replaced once, and the question asked again', async () => {
  await crm.whoAmI(RING);
  standIn.forgetTokens();
  expect((await crm.whoAmI(RING)).name).toBe('Acme Sales');
  expect(mints()).toBe(2);
});

test('several who meet a forgotten token share the next one', async () => {
  await crm.whoAmI(RING);
  standIn.forgetTokens();
  await Promise.all([crm.whoAmI(RING), crm.whoAmI(RING), crm.whoAmI(RING)]);
  expect(mints()).toBe(2);
});

test('when the new token is not known either, it is Zoho’s trouble, and the next one may ask', async () => {
  const stale = { status: 401, json: { code: 'INVALID_TOKEN', status: 'error', message: 'x', details: {} } };
  standIn.play(stale, { on: 'org', times: 2 });
  expect(await failureOf(crm.whoAmI(RING))).toMatchObject({ trouble: 'broken' });
  expect((await crm.whoAmI(RING)).name).toBe('Acme Sales');
});

test('no more than five tokens are asked for in ten minutes', async () => {
  crm = connectZoho(standIn, { elapsed: () => now, isHeld: true });
  for (let n = 0; n < 4; n += 1) {
    await crm.whoAmI(REFRESH);
    standIn.forgetTokens();
    now += 60_000;
  }
  await crm.whoAmI(REFRESH);
  expect(mints()).toBe(5);
  standIn.forgetTokens();
  const until = now + 10_000;
  expect(await failureOf(crm.whoAmI({ ...REFRESH, until }))).toMatchObject({ trouble: 'limited' });
  expect(mints()).toBe(5);
});

test.each([
  [{ error: 'invalid_client' }, 'refused', /Self Client.*data centre/],
  [{ error: 'invalid_scope' }, 'missing-right', /ZohoCRM\.coql\.READ/],
  [{ error: 'missing_org_info' }, 'rejected', /"org"/],
  [{ error: 'Access Denied', status: 'failure' }, 'limited', /ten minutes/],
  [{ error: 'new_error' }, 'rejected', /new_error/],
  [{ error: '<b>' }, 'unreadable', /token/],
  [{ access_token: 'a\nb', api_domain: 'https://www.zohoapis.eu' }, 'unreadable', /token/],
  [{ access_token: 't' }, 'unreadable', /token/],
  [[], 'unreadable', /token/],
] as const)('a token’s answer of %j is trouble: %s', async (json, trouble, message) => {
  standIn.play({ status: 200, json });
  const failure = await failureOf(crm.whoAmI(RING));
  expect(failure).toMatchObject({ trouble });
  expect(failure.message).toMatch(message);
  expect(failure.message).not.toContain(ZOHO_CLIENT.secret);
});

test.each(['invalid id', 'invalid secret'])('%s is refused', async (which) => {
  const wrong = which === 'invalid id' ? { id: 'x' } : { secret: 'x' };
  const connection = askedCrm(zoho, standIn, { ...ZOHO_CLIENT, ...wrong }, { block: BLOCK });
  expect(await failureOf(connection.whoAmI(RING))).toMatchObject({ trouble: 'refused' });
});

test.each([undefined, '', 'org1', "1' or"])('without an organisation (%j), nothing is asked', async (org) => {
  const config = { preset: 'zoho', dataCenter: 'eu', ...(org === undefined ? {} : { org }) };
  const failure = await failureOf(connectZoho(standIn, { block: config }).whoAmI(RING));
  expect(failure.message).toMatch(/"org".*\/crm\/org/);
  expect(standIn.requests).toEqual([]);
});

test('another organisation than the client’s is said to be none', async () => {
  const failure = await failureOf(connectZoho(standIn, { block: { ...BLOCK, org: '7' } }).whoAmI(RING));
  expect(failure).toMatchObject({ trouble: 'rejected' });
});

test.each([
  'https://www.zohoapis.com',
  'https://www.zohoapis.eu.evil.test',
  'https://evil.test/www.zohoapis.eu',
  'http://www.zohoapis.eu',
  'https://sandbox.zohoapis.eu',
  '',
])('a token for %s is given up, and sent nowhere', async (apiDomain) => {
  standIn.apiDomain = apiDomain;
  const failure = await failureOf(crm.whoAmI(RING));
  expect(failure).toMatchObject({ trouble: 'other-account' });
  expect(failure.message).toMatch(/dataCenter/);
  expect(standIn.requests.map(({ name }) => name)).toEqual(['token']);
});
