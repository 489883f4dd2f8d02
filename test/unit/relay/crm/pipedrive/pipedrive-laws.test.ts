import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type CrmConnection, CrmFailure, type CrmPerson } from '../../../../../src-relay/crm/contract.ts';
import { pipedrive } from '../../../../../src-relay/crm/pipedrive/pipedrive.ts';
import { askedCrm, refresh, ring } from '../../../../fixtures/crm/asked.ts';
import {
  PIPEDRIVE_CAN,
  PIPEDRIVE_TOKEN,
  type PipedriveStandIn,
  startPipedrive,
} from '../../../../fixtures/crm/pipedrive.ts';
import type { Fault } from '../../../../fixtures/crm/stand-in.ts';

let crm: PipedriveStandIn;
let asked: CrmConnection;

function connect(token = PIPEDRIVE_TOKEN, isHeld = false): CrmConnection {
  return askedCrm(pipedrive, crm, { kind: 'token', token }, { isHeld });
}

beforeEach(async () => {
  // Its clock leaves room for every request.
  let at = 0;
  crm = await startPipedrive({ elapsed: () => (at += 10_000) });
  crm.tokensLeft = 1e9;
  asked = connect();
});
afterEach(() => crm.close());

const person: CrmPerson = {
  id: '201',
  kind: 'contact',
  name: 'Ann',
  emails: [],
  numbers: [],
  company: null,
  dealIds: null,
  owner: null,
  properties: {},
};
const ann = 'ann@acme.test';
const number = '+33612345678';
const questions: readonly (readonly [string, (crm: CrmConnection) => Promise<unknown>])[] = [
  ['who am I', (crm) => crm.whoAmI(ring())],
  ['people by e-mail', (crm) => crm.peopleBy({ emails: [ann], numbers: [] }, ring())],
  ['people by number', (crm) => crm.peopleBy({ emails: [], numbers: [number] }, ring())],
  ['a person', (crm) => crm.person({ id: '201', kind: 'contact' }, ring())],
  ['a company', (crm) => crm.company('202', ring())],
  ['companies by name', (crm) => crm.companiesNamed('Initech', ring())],
  ['open deals', (crm) => crm.openDealsOf({ person, companyId: '202' }, ring())],
  ['a deal', (crm) => crm.deal('203', ring())],
];

const html = { 'content-type': 'text/html' };
const faults: readonly (readonly [string, Fault, string])[] = [
  ['a token that is not taken', { status: 401, json: { success: false } }, 'refused'],
  ['a user who may not', { status: 403, json: { success: false } }, 'missing-right'],
  ['a page of Cloudflare', { status: 403, text: '<html>', headers: html }, 'limited'],
  ['too much, without a word of when', { status: 429, json: { success: false } }, 'limited'],
  ['a page in place of an answer', { status: 200, text: '<html>', headers: html }, 'unreadable'],
  ['a page that is not there', { status: 404, text: '<html>', headers: html }, 'unreadable'],
  ['nonsense', { status: 200, json: { success: true, data: 'none' } }, 'unreadable'],
  ['too much text', { flood: 3_000_000 }, 'unreadable'],
  ['another way', { status: 302, headers: { location: 'http://127.0.0.1:9/' }, text: '' }, 'unreadable'],
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
    expect(message).toMatch(/^Pipedrive.{20}/);
    expect(message).not.toMatch(/ann@|612345678|Initech|9f0d2c7b51/);
  });
});

test('an answer that does not come is too late', async () => {
  crm.play('hang', { on: 'deals.one' });
  await expect(asked.deal('203', ring(60))).rejects.toMatchObject({ trouble: 'too-late' });
});

test('the token is sent in its header alone', async () => {
  for (const [, ask] of questions) await ask(asked);
  for (const { headers, path, query } of crm.requests) {
    expect(headers['x-api-token']).toBe(PIPEDRIVE_TOKEN);
    expect(`${path}?${query.toString()}`).not.toContain(PIPEDRIVE_TOKEN);
  }
  expect(crm.complaints).toEqual([]);
});

test('many rings at once are never so many searches that Pipedrive turns them away', async () => {
  await crm.close();
  crm = await startPipedrive();
  crm.addPerson({ name: 'Ann', phones: ['0612345678'] });
  const held = connect(PIPEDRIVE_TOKEN, true);
  const rings = Array.from({ length: 6 }, () => held.peopleBy({ emails: [], numbers: [number] }, ring(8000)));
  for (const { items } of await Promise.all(rings)) expect(items).toHaveLength(1);
  expect(crm.requests.filter(({ status }) => status !== 200)).toEqual([]);
});

test('whoever is refused lets Pipedrive be, and is not turned away', async () => {
  await crm.close();
  crm = await startPipedrive();
  const held = connect(PIPEDRIVE_TOKEN, true);
  crm.spend('searches', 10);
  const refused = Array.from({ length: 8 }, () =>
    held.peopleBy({ emails: [], numbers: [number] }, refresh(1500)),
  );
  for (const failure of await Promise.allSettled(refused))
    expect(failure).toMatchObject({ status: 'rejected', reason: { trouble: 'limited' } });
  expect(crm.requests.filter(({ status }) => status === 403)).toEqual([]);
  expect(crm.requests.filter(({ name }) => name === 'people.find').length).toBeLessThanOrEqual(10);
});

test('the tokens that the admin allows in a day are never passed', async () => {
  const small = { ...pipedrive, pots: { ...pipedrive.pots, day: { units: 45, everyMs: 86_400_000 } } };
  const held = askedCrm(small, crm, { kind: 'token', token: PIPEDRIVE_TOKEN }, { isHeld: true });
  const before = crm.tokensLeft;
  const rings = Array.from({ length: 5 }, () => held.peopleBy({ emails: [ann], numbers: [] }, refresh(3000)));
  const settled = await Promise.allSettled(rings);
  expect(before - crm.tokensLeft).toBeLessThanOrEqual(45);
  expect(settled.filter(({ status }) => status === 'rejected').length).toBeGreaterThan(0);
});

describe('rights', () => {
  test('a user with all of them lacks none', async () => {
    expect(await asked.missingRights(ring())).toEqual([]);
    expect(crm.complaints).toEqual([]);
  });

  test.each(PIPEDRIVE_CAN.map((one) => [one]))('one that is missing is named: %s', async (one) => {
    crm.can = PIPEDRIVE_CAN.filter((other) => other !== one);
    const missing = await asked.missingRights(ring());
    expect(missing.map(({ name }) => name)).toEqual([`${one}:read`]);
    expect(pipedrive.rights).toContainEqual(missing[0]);
  });

  test('another token is refused', async () => {
    await expect(connect('old').whoAmI(ring())).rejects.toMatchObject({ trouble: 'refused' });
    await expect(connect('old').missingRights(ring())).rejects.toMatchObject({ trouble: 'refused' });
  });
});

test('no e-mail, number, name or id changes the form of a request', async () => {
  const odd = [
    '"',
    '../..',
    '..',
    '?a=b&c=d',
    '&fields=notes',
    '#',
    '%2e%2e',
    '+',
    '*',
    ',',
    '\u0000',
    '\u202e',
  ];
  const word = fc.oneof(fc.string(), fc.string({ unit: 'binary' }), fc.constantFrom(...odd));
  const queryOf = {
    'people.find': /^(?:exact_match,)?fields,limit,term$/,
    'organizations.find': /^fields,limit,term$/,
    'people.one': /^$/,
    'organizations.one': /^$/,
    'deals.one': /^$/,
  };
  await fc.assert(
    fc.asyncProperty(word, word, async (one, other) => {
      const since = crm.requests.length;
      await asked.peopleBy({ emails: [`${one}@${other}.test`.toLowerCase()], numbers: [one] }, ring());
      await asked.companiesNamed(one, ring());
      await asked.person({ id: one, kind: 'contact' }, ring());
      await asked.company(other, ring());
      await asked.deal(other, ring());
      for (const { name, query } of crm.requests.slice(since)) {
        expect(name).not.toBeNull();
        const wanted = queryOf[name as keyof typeof queryOf];
        if (wanted !== undefined) expect([...query.keys()].sort().join()).toMatch(wanted);
        if (name === 'people.find') expect(query.get('fields')).toMatch(/^(?:email|phone)$/);
      }
    }),
    { numRuns: 60 },
  );
  expect(crm.complaints).toEqual([]);
});

test('answers of another release throw nothing but failures, and never make a list look complete', async () => {
  const organization = crm.addOrganization({ name: 'Initech' });
  const id = crm.addPerson({ name: 'Ann', emails: [ann], phones: ['0612345678'], organization });
  crm.addPerson({ name: 'Bo', phones: ['0612345678'] });
  crm.addDeal({ title: 'Renewal', value: 12, person: id, organization });
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
        const found = await fresh.peopleBy({ emails: [], numbers: [number] }, ring()).catch(() => null);
        if (found?.isComplete === true && scramble.wrong === 0) expect(found.items).toHaveLength(2);
      },
    ),
    { numRuns: 40 },
  );
});
