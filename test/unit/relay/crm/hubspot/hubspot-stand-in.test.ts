import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import {
  HUBSPOT_KEY,
  type HubspotParts,
  type HubspotStandIn,
  startHubspot,
} from '../../../../fixtures/crm/hubspot.ts';

let crm: HubspotStandIn;
let now = 0;

async function start(parts: HubspotParts = {}) {
  now = 0;
  crm = await startHubspot({ elapsed: () => now, ...parts });
}
beforeEach(() => start());
afterEach(() => crm.close());

async function ask(path: string, body?: object, key = HUBSPOT_KEY) {
  const response = await fetch(`${crm.url}${path}`, {
    method: body === undefined ? 'GET' : 'POST',
    headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
    body: body === undefined ? null : JSON.stringify(body),
  });
  const text = await response.text();
  const json = (text.startsWith('{') ? JSON.parse(text) : {}) as {
    category?: string;
    policyName?: string;
    total?: number;
  };
  return { status: response.status, json, header: (name: string) => response.headers.get(name) };
}

const CONTACTS = '/crm/objects/2026-09/contacts';
const filter = (propertyName: string, value: string) => ({ propertyName, operator: 'EQ', value });
const search = (...groups: object[][]) => ({
  filterGroups: groups.map((filters) => ({ filters })),
  properties: ['email'],
  limit: 10,
});
const byPhone = search([filter('hs_searchable_calculated_phone_number', '199001234')]);

function many<T>(times: number, one: T): T[] {
  return Array.from({ length: times }, () => one);
}

describe('what HubSpot does not know is refused, and is a complaint', () => {
  test.each([
    ['another version', '/crm/objects/v3/contacts/1', undefined, 404],
    ['a list of everybody', CONTACTS, undefined, 404],
    ['a change', `${CONTACTS}/batch/update`, { inputs: [] }, 404],
    ['an unknown parameter', `${CONTACTS}/1?depth=2`, undefined, 400],
    ['an unknown property', `${CONTACTS}/1?properties=e-mail`, undefined, 400],
    [
      'associations of many',
      `${CONTACTS}/batch/read`,
      { inputs: [{ id: '1' }], properties: [], associations: ['deals'] },
      400,
    ],
    [
      'more than 100 at once',
      `${CONTACTS}/batch/read`,
      { inputs: many(101, { id: '1' }), properties: [] },
      400,
    ],
    ['a search of 3,001 characters', `${CONTACTS}/search`, search([filter('email', 'x'.repeat(3000))]), 400],
    ['six groups', `${CONTACTS}/search`, search(...many(6, [filter('email', 'x')])), 400],
    ['19 filters', `${CONTACTS}/search`, search(...many(4, many(5, filter('email', 'x')))), 400],
    [
      'an operator that there is not',
      `${CONTACTS}/search`,
      search([{ propertyName: 'email', operator: 'LIKE', value: 'x' }]),
      400,
    ],
  ])('%s', async (_name, path, body, status) => {
    expect((await ask(path, body)).status).toBe(status);
    expect(crm.complaints).toHaveLength(1);
  });
});

test('how much of the limits is left is said of everything but a search', async () => {
  const id = crm.add('contacts', { email: 'ann@acme.test' });
  expect((await ask(`${CONTACTS}/${id}`)).header('x-hubspot-ratelimit-remaining')).not.toBeNull();
  const { status, header } = await ask(`${CONTACTS}/search`, byPhone);
  expect([status, header('x-hubspot-ratelimit-remaining'), header('retry-after')]).toEqual([200, null, null]);
});

test('the five searches of a second are shared with whoever else asks', async () => {
  crm.spend('searches', 3);
  const answers = [await ask(`${CONTACTS}/search`, byPhone), await ask(`${CONTACTS}/search`, byPhone)];
  expect(answers.map(({ status }) => status)).toEqual([200, 200]);
  const refused = await ask(`${CONTACTS}/search`, byPhone);
  expect([refused.status, refused.json.policyName, refused.header('retry-after')]).toEqual([
    429,
    'SECONDLY',
    null,
  ]);
  now = 1001;
  expect((await ask(`${CONTACTS}/search`, byPhone)).status).toBe(200);
  expect(crm.complaints).toEqual([]);
});

test('the search lags behind, and never finds what is archived', async () => {
  await crm.close();
  await start({ indexLagMs: 60_000 });
  const id = crm.add('contacts', { phone: '+33 1 99 00 12 34' });
  const totals: unknown[] = [];
  for (const at of [0, 59_999, 60_000]) {
    now = at;
    totals.push((await ask(`${CONTACTS}/search`, byPhone)).json.total);
  }
  expect(totals).toEqual([0, 0, 1]);
  crm.archive('contacts', id);
  expect((await ask(`${CONTACTS}/search`, byPhone)).json.total).toBe(0);
});

test('a key is refused, lacks a scope, has used up the day, or its account moves', async () => {
  expect((await ask(`${CONTACTS}/1`, undefined, 'other')).status).toBe(401);
  crm.scopes = ['crm.objects.contacts.read'];
  expect(await ask(`${CONTACTS}/1?associations=deals`)).toMatchObject({
    status: 403,
    json: { category: 'MISSING_SCOPES' },
  });
  crm.leftToday = 0;
  expect(await ask(`${CONTACTS}/1`)).toMatchObject({ status: 429, json: { policyName: 'DAILY' } });
  crm.movingFor = 3600;
  const moving = await ask(`${CONTACTS}/1`);
  expect([moving.status, moving.header('retry-after')]).toEqual([477, '3600']);
  expect(crm.complaints).toEqual([]);
});
