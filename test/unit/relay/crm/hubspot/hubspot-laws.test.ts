import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type CrmConnection, CrmFailure, type CrmPerson } from '../../../../../src-relay/crm/contract.ts';
import { hubspot } from '../../../../../src-relay/crm/hubspot/hubspot.ts';
import { byNumber } from '../../../../../src-relay/crm/hubspot/searches.ts';
import { askedCrm, refresh, ring } from '../../../../fixtures/crm/asked.ts';
import {
  HUBSPOT_KEY,
  HUBSPOT_SCOPES,
  type HubspotStandIn,
  startHubspot,
} from '../../../../fixtures/crm/hubspot.ts';
import { invalid, tooMany } from '../../../../fixtures/crm/hubspot-answers.ts';
import type { Fault } from '../../../../fixtures/crm/stand-in.ts';

let crm: HubspotStandIn;
let asked: CrmConnection;

function connect(token = HUBSPOT_KEY, isHeld = false): CrmConnection {
  return askedCrm(hubspot, crm, { kind: 'token', token }, { isHeld });
}

beforeEach(async () => {
  // Its clock leaves room for every request.
  let at = 0;
  crm = await startHubspot({ elapsed: () => (at += 10_000) });
  asked = connect();
});
afterEach(() => crm.close());

const person: CrmPerson = {
  id: '101',
  kind: 'contact',
  name: 'Ann',
  emails: [],
  numbers: [],
  company: null,
  dealIds: null,
  owner: null,
  properties: {},
};
const withDeals = { ...person, dealIds: { items: ['103'], isComplete: true } };
const ann = 'ann@acme.test';
const questions: readonly (readonly [string, (crm: CrmConnection) => Promise<unknown>])[] = [
  ['who am I', (crm) => crm.whoAmI(ring())],
  ['people by e-mail', (crm) => crm.peopleBy({ emails: [ann], numbers: [] }, ring())],
  ['people by e-mails', (crm) => crm.peopleBy({ emails: [ann, 'bo@acme.test'], numbers: [] }, ring())],
  ['people by number', (crm) => crm.peopleBy({ emails: [], numbers: ['+33199001234'] }, ring())],
  ['a person', (crm) => crm.person({ id: '101', kind: 'contact' }, ring())],
  ['a company', (crm) => crm.company('102', ring())],
  ['companies by name', (crm) => crm.companiesNamed('Initech', ring())],
  ['open deals', (crm) => crm.openDealsOf({ person, companyId: '102' }, ring())],
  ['open deals by id', (crm) => crm.openDealsOf({ person: withDeals, companyId: null }, ring())],
  ['a deal', (crm) => crm.deal('103', ring())],
];

const html = { 'content-type': 'text/html' };
const faults: readonly (readonly [string, Fault, string])[] = [
  ['a key that is not taken', { status: 401, json: {} }, 'refused'],
  ['a missing right', { status: 403, json: { category: 'MISSING_SCOPES' } }, 'missing-right'],
  ['a page in place of an answer', { status: 200, text: '<html>', headers: html }, 'unreadable'],
  ['a page that is not there', { status: 404, text: '<html>', headers: html }, 'unreadable'],
  ['nonsense', { status: 200, json: { hello: 'world' } }, 'unreadable'],
  ['a list of nothing known', { status: 200, json: { results: 'none' } }, 'unreadable'],
  ['too much', { flood: 3_000_000 }, 'unreadable'],
  ['another way', { status: 302, headers: { location: 'http://127.0.0.1:9/' }, text: '' }, 'unreadable'],
  ['a full second', tooMany('SECONDLY'), 'limited'],
  ['a full day', tooMany('DAILY'), 'limited'],
  ['an account that moves', { status: 477, json: {}, headers: { 'retry-after': '86400' } }, 'broken'],
  ['trouble there', { status: 502, text: '<html>', headers: html }, 'broken'],
  ['a cut connection', 'drop', 'unreachable'],
  ['an answer cut short', 'cut', 'unreachable'],
];

describe.each(faults)('%s', (_name, fault, trouble) => {
  test.each(questions)('is what it is to: %s', async (_question, ask) => {
    crm.play(fault, { times: 30 });
    const failure: unknown = await ask(asked).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(CrmFailure);
    expect(failure).toMatchObject({ trouble });
    // For the admin: what it is, and nothing of anybody.
    const { message } = failure as CrmFailure;
    expect(message).toMatch(/^HubSpot.{20}/);
    expect(message).not.toMatch(/ann@|99001234|Initech|pat-eu1/);
  });
});

test('an answer that does not come is too late', async () => {
  crm.play('hang', { on: 'deals.one' });
  await expect(asked.deal('103', ring(60))).rejects.toMatchObject({ trouble: 'too-late' });
  crm.play({ drip: 10_000, everyMs: 5 }, { on: 'deals.one' });
  await expect(asked.deal('103', ring(60))).rejects.toMatchObject({ trouble: 'too-late' });
});

test('every ring has its answer within what HubSpot allows, also when another app takes of it', async () => {
  await crm.close();
  crm = await startHubspot();
  crm.add('contacts', { firstname: 'Ann', phone: '+33199001234' });
  const held = connect(HUBSPOT_KEY, true);
  crm.spend('searches', 2);
  const rings = Array.from({ length: 9 }, () =>
    held.peopleBy({ emails: [], numbers: ['+33199001234'] }, ring()),
  );
  for (const { items } of await Promise.all(rings)) expect(items).toHaveLength(1);
  // What was sent a second apart may arrive closer together: that is one refusal at most, and a rest.
  expect(crm.requests.filter(({ status }) => status === 429).length).toBeLessThan(3);
});

describe('rights', () => {
  test('a key with all of them lacks none, and nobody is read for it', async () => {
    expect(await asked.missingRights(ring())).toEqual([]);
    const isOfNobody = crm.requests.every(
      ({ query }) => query.get('properties') === 'hs_object_id' || query.get('limit') === '1',
    );
    expect(isOfNobody).toBe(true);
    expect(crm.complaints).toEqual([]);
  });

  test.each(HUBSPOT_SCOPES.map((scope) => [scope]))('one that is missing is named: %s', async (scope) => {
    crm.scopes = HUBSPOT_SCOPES.filter((one) => one !== scope);
    const missing = await asked.missingRights(ring());
    expect(missing.map(({ name }) => name)).toEqual([scope]);
    expect(hubspot.rights).toContainEqual(missing[0]);
  });

  test('a key that is not taken has no rights to name', async () => {
    await expect(connect('pat-eu1-old').missingRights(ring())).rejects.toMatchObject({ trouble: 'refused' });
  });

  test('without the right to deals people are still found', async () => {
    crm.scopes = HUBSPOT_SCOPES.filter((one) => !one.includes('deals'));
    const company = crm.add('companies', { name: 'Initech' });
    const id = crm.add('contacts', { firstname: 'Ann', email: ann }, { companies: [company] });
    const found = await asked.peopleBy({ emails: [ann], numbers: [] }, ring());
    const expected = { id, company: { id: company }, dealIds: null };
    expect(found).toMatchObject({ items: [expected], isComplete: true });
    await expect(asked.openDealsOf({ person, companyId: null }, ring())).rejects.toMatchObject({
      trouble: 'missing-right',
    });
  });
});

describe('whatever is typed', () => {
  const odd = ['"', '\\', '../..', '..', '?a=b&c=d', '#', '%2e%2e', '"]}', '*', ',', '\u0000', '\u202e'];
  const word = fc.oneof(fc.string(), fc.string({ unit: 'binary' }), fc.constantFrom(...odd));
  const structure = (text: string) => text.replaceAll(/"(?:[^"\\]|\\.)*"/g, '""');
  const queryOf = {
    'contacts.one': /^associations,(?:idProperty,)?properties$/,
    'companies.one': /^properties$/,
  };
  const bodyOf = {
    'companies.search': /^\{"":\[\{"":\[\{"":"","":"","":""\}\]\}\],"":\["",""\],"":200\}$/,
    'contacts.many': /^\{"":"","":\[\{"":""\},\{"":""\}\],"":\[[",]*\]\}$/,
  };

  test('no e-mail, number, name or id changes the form of a request', async () => {
    await fc.assert(
      fc.asyncProperty(word, word, async (one, other) => {
        const since = crm.requests.length;
        const email = `${one}@${other}.test`.toLowerCase();
        await asked.peopleBy({ emails: [email], numbers: [one] }, ring());
        await asked.peopleBy({ emails: [email, ann], numbers: [] }, ring());
        await asked.companiesNamed(one, ring());
        await asked.person({ id: one, kind: 'contact' }, ring());
        await asked.company(other, ring());
        await asked.deal(other, ring());
        for (const { name, text, query } of crm.requests.slice(since)) {
          expect(name).not.toBeNull();
          const wanted = queryOf[name as keyof typeof queryOf];
          if (wanted !== undefined) expect([...query.keys()].sort().join()).toMatch(wanted);
          const body = bodyOf[name as keyof typeof bodyOf];
          if (body !== undefined) expect(structure(text)).toMatch(body);
        }
      }),
      { numRuns: 60 },
    );
    expect(crm.complaints).toEqual([]);
  });

  test('numbers never make a search longer than HubSpot takes', async () => {
    const country = fc.constantFrom('33', '39', '49', '1', '44', '351', '225');
    const digits = fc.integer({ min: 1_000_000_000, max: 9_999_999_999 });
    const number = fc.tuple(country, digits).map(([code, n]) => `+${code}${n}`);
    await fc.assert(
      fc.asyncProperty(fc.array(number, { maxLength: 12 }), async (numbers) => {
        await asked.peopleBy({ emails: [], numbers }, ring());
      }),
      { numRuns: 20 },
    );
    crm.play(invalid('no such property'), { on: 'contacts.search' });
    const numbers = Array.from({ length: 12 }, (_, n) => `+49301234567${n}`);
    await asked.peopleBy({ emails: [], numbers }, ring());
    expect(crm.complaints).toEqual([]);
    expect(Math.max(...crm.requests.map(({ text }) => text.length))).toBeLessThan(2500);
  });
});

test.each([
  ['+33612345678', ['612345678', '0612345678']],
  ['+390612345678', ['0612345678', '612345678']],
  ['+12025550123', ['2025550123']],
  ['+4930123456', ['30123456', '030123456']],
])('a number is searched for as it is dialled in its country, with and without a 0: %s', (number, digits) => {
  const [phone, mobile] = byNumber([number], []).filterGroups.map(({ filters }) => filters[0]);
  for (const filter of [phone, mobile])
    expect(filter?.operator === 'IN' ? filter.values : [filter?.value]).toEqual(digits);
});

test('answers of another release throw nothing but failures, and never make a list look complete', async () => {
  const company = crm.add('companies', { name: 'Initech' });
  const id = crm.add(
    'contacts',
    { firstname: 'Ann', email: ann, phone: '+33199001234' },
    { companies: [company] },
  );
  crm.add('contacts', { firstname: 'Bo', email: 'bo@acme.test', phone: '+33199001234' });
  const deal = { dealname: 'Renewal', amount: '12', hs_is_closed: 'false' };
  crm.add('deals', deal, { contacts: [id], companies: [company] });
  const odds = fc.constantFrom(0, 0.1, 0.6);
  await fc.assert(
    fc.asyncProperty(
      fc.record({ seed: fc.nat(), unknown: odds, missing: odds, wrong: odds }),
      async (scramble) => {
        const fresh = connect();
        crm.scramble = scramble;
        for (const [, ask] of questions) {
          const failure = await ask(fresh).then(
            () => null,
            (error: unknown) => error,
          );
          if (failure !== null) expect(failure).toBeInstanceOf(CrmFailure);
        }
        const found = await fresh
          .peopleBy({ emails: [], numbers: ['+33199001234'] }, refresh())
          .catch(() => null);
        if (found?.isComplete === true && scramble.wrong === 0) expect(found.items).toHaveLength(2);
      },
    ),
    { numRuns: 40 },
  );
});
