import { afterEach, beforeEach, expect, test } from 'vitest';
import type { CrmConnection } from '../../../../../src-relay/crm/contract.ts';
import { startZoho, type ZohoStandIn } from '../../../../fixtures/crm/zoho.ts';
import { zohoContact, zohoDeal } from '../../../../fixtures/crm/zoho-records.ts';
import { ZOHO_CLIENT } from '../../../../fixtures/crm/zoho-tokens.ts';
import { REFRESH, RING } from '../../../../fixtures/crm/asked.ts';
import { failureOf } from '../../../../fixtures/crm/plain-crm.ts';
import { connectZoho } from './connected.ts';

let standIn: ZohoStandIn;
let crm: CrmConnection;

beforeEach(async () => {
  standIn = await startZoho();
  crm = connectZoho(standIn);
});
afterEach(async () => {
  expect(standIn.complaints).toEqual([]);
  await standIn.close();
});

const EMAIL = 'ann@acme.test';
const clues = { emails: [EMAIL], numbers: ['+33612345678'] };
const html = { text: '<html>Just a moment…</html>', headers: { 'content-type': 'text/html' } };

function error(status: number, code: string) {
  return {
    status,
    json: { code, details: { email: EMAIL }, message: `Nothing for ${EMAIL}`, status: 'error' },
  };
}

test.each([
  [error(401, 'OAUTH_SCOPE_MISMATCH'), 'missing-right', /ZohoCRM\.modules\.contacts\.READ and ZohoSearch/],
  [error(403, 'NO_PERMISSION'), 'missing-right', /profile/],
  [error(200, 'OAUTH_SCOPE_MISMATCH'), 'missing-right', /ZohoSearch/],
  [error(200, 'INTERNAL_ERROR'), 'broken', /INTERNAL_ERROR/],
  [error(429, 'TOO_MANY_REQUESTS'), 'limited', /too many requests/],
  [error(200, 'LIMIT_EXCEEDED'), 'limited', /too many requests/],
  [error(400, 'INVALID_QUERY'), 'rejected', /"contacts" \(400 INVALID_QUERY\)/],
  [error(400, 'INVALID_DATA'), 'rejected', /"contacts" \(400 INVALID_DATA\)/],
  [error(404, 'INVALID_URL_PATTERN'), 'rejected', /INVALID_URL_PATTERN/],
  [error(500, 'WHAT_NOW'), 'broken', /500/],
  [{ status: 403, ...html }, 'missing-right', /ZohoSearch/],
  [{ status: 503, ...html }, 'broken', /503/],
  [{ status: 200, ...html }, 'unreadable', /200/],
  [{ status: 200, json: {} }, 'unreadable', /none of its answers/],
  [{ status: 200, json: { data: {} } }, 'unreadable', /none of its answers/],
  [{ status: 200 }, 'unreadable', /none of its answers/],
] as const)('an answer of %j is trouble: %s', async (answer, trouble, message) => {
  standIn.play(answer, { on: 'contacts' });
  const failure = await failureOf(crm.peopleBy(clues, REFRESH));
  expect(failure).toMatchObject({ trouble });
  expect(failure.message).toMatch(message);
  expect(failure.message).not.toContain(EMAIL);
  expect(failure.message).not.toContain(ZOHO_CLIENT.secret);
});

test('too many requests leave Zoho alone for a minute', async () => {
  standIn.play(error(429, 'TOO_MANY_REQUESTS'), { on: 'org' });
  expect(await failureOf(crm.whoAmI(REFRESH))).toMatchObject({ trouble: 'limited', retryAfterMs: 60_000 });
});

test('no more than four requests are under way, whatever comes at once', async () => {
  standIn.atOnce = 4;
  standIn.latency = 20;
  standIn.records.push(zohoContact({ last: 'Lee', email: EMAIL }));
  const answers = Array.from({ length: 8 }, () => crm.peopleBy(clues, { ...RING }));
  for (const { items } of await Promise.all(answers)) expect(items).toHaveLength(1);
});

test.each([
  ['drop', 'unreachable'],
  ['cut', 'unreachable'],
  [{ flood: 3_000_000 }, 'unreadable'],
] as const)('when the connection does %j, it is trouble: %s', async (fault, trouble) => {
  standIn.play(fault, { on: 'contacts' });
  expect(await failureOf(crm.peopleBy(clues, REFRESH))).toMatchObject({ trouble });
});

test.each([{ zgid: undefined }, { zgid: 'org7' }, { zgid: { id: 7 } }])(
  'an organisation that says %j of itself is not taken for one',
  async (odd) => {
    standIn.play({ status: 200, json: { org: [{ company_name: 'Acme', ...odd }] } }, { on: 'org' });
    expect(await failureOf(crm.whoAmI(RING))).toMatchObject({ trouble: 'unreadable' });
  },
);

test('with every right, none is missing', async () => {
  expect(await crm.missingRights(RING)).toEqual([]);
});

test.each([
  ['ZohoCRM.modules.contacts.READ'],
  ['ZohoCRM.modules.leads.READ'],
  ['ZohoCRM.modules.accounts.READ'],
  ['ZohoCRM.modules.deals.READ'],
  ['ZohoSearch.securesearch.READ'],
  ['ZohoCRM.coql.READ'],
  ['ZohoCRM.org.READ'],
  ['ZohoCRM.users.READ'],
  ['ZohoCRM.settings.layouts.READ'],
  ['ZohoCRM.settings.pipeline.READ'],
  ['ZohoCRM.modules.deals.READ ZohoCRM.users.READ'],
  ['ZohoSearch.securesearch.READ ZohoCRM.coql.READ'],
])('whoever lacks %s is told so by name', async (scopes) => {
  standIn.lackingScopes = scopes.split(' ');
  const missing = await crm.missingRights(RING);
  expect(missing.map(({ name }) => name)).toEqual(standIn.lackingScopes);
  for (const { without } of missing) expect(without).not.toBe('');
});

test('a module that the profile does not see is named', async () => {
  standIn.hidden = ['Deals', 'Accounts'];
  expect((await crm.missingRights(RING)).map(({ name }) => name)).toEqual([
    'ZohoCRM.modules.accounts.READ',
    'ZohoCRM.modules.deals.READ',
  ]);
});

test('a trouble that is not about rights is no missing right', async () => {
  standIn.play(error(500, 'INTERNAL_ERROR'), { on: 'leads' });
  expect(await failureOf(crm.missingRights(RING))).toMatchObject({ trouble: 'broken' });
});

test('without pipelines the words of a stage say whether a deal is closed, without users nobody owns it', async () => {
  standIn.lackingScopes = ['ZohoCRM.settings.pipeline.READ', 'ZohoCRM.users.READ', 'ZohoCRM.org.READ'];
  const ann = zohoContact({ last: 'Lee' });
  standIn.records.push(
    ann,
    zohoDeal({ title: 'Open', contact: ann, amount: 5 }),
    zohoDeal({ title: 'Won', contact: ann, stage: 'Closed Won' }),
  );
  const person = await crm.person({ id: ann.id, kind: 'contact' }, RING);
  if (person === null) throw new Error('nobody there');
  expect((await crm.openDealsOf({ person, companyId: null }, RING)).items).toMatchObject([
    { title: 'Open', owner: null, amount: 5, currency: null },
  ]);
});
