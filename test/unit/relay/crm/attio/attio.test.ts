import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { attio } from '../../../../../src-relay/crm/attio/attio.ts';
import type { CrmConnection } from '../../../../../src-relay/crm/contract.ts';
import {
  attioCompany,
  attioDeal,
  attioPerson,
  attioValue,
  emailValue,
  FORMER,
  numberValue,
  ownedBy,
  referenceTo,
} from '../../../../fixtures/crm/attio-records.ts';
import { ATTIO_TOKEN, type AttioStandIn, startAttio } from '../../../../fixtures/crm/attio.ts';
import { askedCrm, REFRESH, RING } from '../../../../fixtures/crm/asked.ts';

let standIn: AttioStandIn;
let crm: CrmConnection;

beforeEach(async () => {
  standIn = await startAttio();
  crm = connect();
});
afterEach(async () => {
  expect(standIn.complaints).toEqual([]);
  await standIn.close();
});

function connect(person: readonly string[] = [], company: readonly string[] = []): CrmConnection {
  const secret = { kind: 'token', token: ATTIO_TOKEN } as const;
  return askedCrm(attio, standIn, secret, { properties: { person, company } });
}

const NUMBER = '+33199001234';
const EMAIL = 'ann@acme.test';
const acme = attioCompany({ name: 'Acme' });
const ann = attioPerson({
  first: 'Ann',
  last: 'Lee',
  emails: [EMAIL],
  numbers: [NUMBER, '+33612345678'],
  company: acme.id,
});

test('the token says whose workspace it is, and the config block that leads there', async () => {
  expect(await crm.whoAmI(RING)).toEqual({
    id: '14beef7a-99f7-4534-a87e-70b564330a4c',
    name: 'Acme Sales',
    config: { preset: 'attio', workspace: 'acme-sales' },
  });
});

test('one request finds people by any of their e-mails and numbers, with company and deals', async () => {
  const deal = attioDeal({ title: 'Renewal', people: [ann.id] });
  const bob = attioPerson({ first: 'Bob', numbers: [NUMBER] });
  const cyd = attioPerson({ first: 'Cyd', emails: ['cyd@acme.test'] });
  const withDeal = { ...ann, values: { ...ann.values, associated_deals: [referenceTo('deals', deal.id)] } };
  standIn.records.push(withDeal, bob, cyd, deal, acme);
  const found = await crm.peopleBy({ emails: [EMAIL], numbers: [NUMBER] }, RING);
  expect(found.isComplete).toBe(true);
  expect(found.items.map(({ name }) => name)).toEqual(['Ann Lee', 'Bob']);
  expect(found.items[0]).toEqual({
    id: ann.id,
    kind: 'contact',
    name: 'Ann Lee',
    emails: [EMAIL],
    numbers: [NUMBER, '+33612345678'],
    company: { id: acme.id, name: null },
    dealIds: { items: [deal.id], isComplete: true },
    owner: null,
    properties: {},
  });
  expect(standIn.requests.filter(({ name }) => name === 'people')).toHaveLength(1);
});

test('nobody found is nobody, and nothing to ask for is no answer', async () => {
  expect(await crm.peopleBy({ emails: [EMAIL], numbers: [] }, RING)).toEqual({ items: [], isComplete: true });
  const asked = standIn.requests.length;
  expect(await crm.peopleBy({ emails: [], numbers: [] }, RING)).toEqual({ items: [], isComplete: false });
  expect(await crm.companiesNamed('  ', RING)).toEqual({ items: [], isComplete: false });
  expect(standIn.requests).toHaveLength(asked);
});

test('what a person was called, wrote from or worked for before is not them any more', async () => {
  const old = attioValue('personal-name', { full_name: 'Ann Ray' }, FORMER);
  const now = attioValue('personal-name', { first_name: 'Ann', last_name: 'Lee' });
  const before = { ...emailValue('ann@old.test'), active_until: FORMER };
  const person = attioPerson({
    values: {
      name: [old, now],
      email_addresses: [before, emailValue('Ann@Acme.test')],
      company: [{ ...referenceTo('companies', randomUUID()), active_until: FORMER }],
    },
  });
  standIn.records.push(person);
  expect(await crm.peopleBy({ emails: [EMAIL], numbers: [] }, RING)).toMatchObject({
    items: [{ name: 'Ann Lee', emails: [EMAIL], company: null }],
    isComplete: true,
  });
});

test('a number is told in E.164, however it was typed and whichever name its field has', async () => {
  const both = { ...numberValue(NUMBER, '01 99 00 12 34'), normalized_phone_number: NUMBER };
  standIn.records.push(
    attioPerson({ values: { phone_numbers: [numberValue(NUMBER, '01 99 00 12 34')] } }),
    attioPerson({ values: { phone_numbers: [both] } }),
  );
  const { items, isComplete } = await crm.peopleBy({ emails: [], numbers: [NUMBER] }, RING);
  expect(items.map(({ numbers }) => numbers)).toEqual([[NUMBER], [NUMBER]]);
  expect(isComplete).toBe(true);
});

test('two companies of one person are none that is known', async () => {
  const companies = [referenceTo('companies', acme.id), referenceTo('companies', randomUUID())];
  standIn.records.push(attioPerson({ emails: [EMAIL], values: { company: companies } }));
  expect((await crm.peopleBy({ emails: [EMAIL], numbers: [] }, RING)).items[0]?.company).toBeNull();
});

test('a full page of people may have had more', async () => {
  standIn.records.push(...Array.from({ length: 50 }, () => attioPerson({ numbers: [NUMBER] })));
  const full = await crm.peopleBy({ emails: [], numbers: [NUMBER] }, RING);
  expect([full.items.length, full.isComplete]).toEqual([50, false]);
  standIn.records.pop();
  const less = await crm.peopleBy({ emails: [], numbers: [NUMBER] }, RING);
  expect([less.items.length, less.isComplete]).toEqual([49, true]);
});

test('clues beyond what one filter takes leave the answer open', async () => {
  const emails = Array.from({ length: 11 }, (_, n) => `a${n}@acme.test`);
  standIn.records.push(attioPerson({ emails: ['a0@acme.test'] }));
  const found = await crm.peopleBy({ emails, numbers: [] }, RING);
  expect([found.items.length, found.isComplete]).toEqual([1, false]);
});

test('a record that cannot be read costs only itself, and leaves the list open', async () => {
  const broken = { ...attioPerson({ numbers: [NUMBER] }), id: 'no-uuid' };
  standIn.records.push(ann, broken);
  const found = await crm.peopleBy({ emails: [], numbers: [NUMBER] }, RING);
  expect([found.items.map(({ id }) => id), found.isComplete]).toEqual([[ann.id], false]);
});

test('whoever does not show what they were found by leaves the list open', async () => {
  const hidden = attioPerson({ values: { phone_numbers: [numberValue(NUMBER)] } });
  standIn.records.push(ann, hidden);
  standIn.play(
    { status: 200, json: { data: [{ id: { record_id: hidden.id }, values: {} }] } },
    { on: 'people' },
  );
  const found = await crm.peopleBy({ emails: [], numbers: [NUMBER] }, RING);
  expect([found.items.map(({ id }) => id), found.isComplete]).toEqual([[hidden.id], false]);
});

test('a person, a company and a deal are read by their ids', async () => {
  const deal = attioDeal({ title: 'Renewal', amount: 12_000.5, currency: 'NTD', stage: 'Negotiation' });
  standIn.records.push(ann, acme, deal);
  expect(await crm.person({ id: ann.id, kind: 'contact' }, RING)).toMatchObject({ name: 'Ann Lee' });
  expect(await crm.company(acme.id, RING)).toEqual({
    id: acme.id,
    name: 'Acme',
    owner: null,
    properties: {},
  });
  expect(await crm.deal(deal.id, RING)).toEqual({
    id: deal.id,
    title: 'Renewal',
    amount: 12_000.5,
    currency: 'TWD',
    closeDate: null,
    isCloseDateVague: false,
    stage: 'Negotiation',
    isClosed: false,
    owner: null,
  });
});

test('what is gone is null, and an id of another CRM is not even asked for', async () => {
  expect(await crm.person({ id: randomUUID(), kind: 'contact' }, RING)).toBeNull();
  expect(await crm.company(randomUUID(), RING)).toBeNull();
  expect(await crm.deal(randomUUID(), RING)).toBeNull();
  const asked = standIn.requests.length;
  for (const id of ['8812734', '0035g00000AbCdEAAV', '../self', '']) {
    expect(await crm.person({ id, kind: 'contact' }, RING)).toBeNull();
    expect(await crm.deal(id, RING)).toBeNull();
  }
  expect(standIn.requests).toHaveLength(asked);
});

test('companies of a name come along in every case, so that no twin stays unseen', async () => {
  standIn.records.push(acme, attioCompany({ name: 'ACME' }), attioCompany({ name: 'Other' }));
  const found = await crm.companiesNamed('Acme', RING);
  expect(found).toMatchObject({ items: [{ name: 'Acme' }, { name: 'ACME' }], isComplete: true });
});

test('open deals are those of the person and of the company, closed ones left out', async () => {
  const mine = attioDeal({ title: 'Mine', people: [ann.id] });
  const ours = attioDeal({ title: 'Ours', company: acme.id });
  const both = attioDeal({ title: 'Both', people: [ann.id], company: acme.id });
  const won = attioDeal({ title: 'Won', people: [ann.id], stage: 'Won 🎉' });
  const lost = attioDeal({ title: 'Lost', people: [ann.id], stage: 'Lost' });
  const others = attioDeal({ title: 'Others', people: [randomUUID()] });
  standIn.records.push(mine, ours, both, won, lost, others);
  const person = await personOf(ann.id);
  const open = await crm.openDealsOf({ person, companyId: acme.id }, RING);
  expect([open.items.map(({ title }) => title), open.isComplete]).toEqual([['Mine', 'Ours', 'Both'], true]);
  const alone = await crm.openDealsOf({ person, companyId: null }, RING);
  expect(alone.items.map(({ title }) => title)).toEqual(['Mine', 'Both']);
});

test('deals are read page by page, and beyond the last page there may be more', async () => {
  const deals = Array.from({ length: 250 }, (_, n) => attioDeal({ title: `Deal ${n}`, people: [ann.id] }));
  standIn.records.push(...deals);
  const person = await personOf(ann.id);
  const some = await crm.openDealsOf({ person, companyId: null }, RING);
  expect([some.items.length, some.isComplete]).toEqual([250, true]);
  standIn.records.push(...deals.map((deal) => ({ ...deal, id: randomUUID() })));
  const many = await crm.openDealsOf({ person, companyId: null }, RING);
  expect([many.items.length, many.isComplete]).toEqual([300, false]);
});

test.each([
  ['close_date', 'date', '2027-03-31', '2027-03-31', false],
  ['expected_close_date', 'timestamp', '2027-03-31T22:30:00.000000000Z', '2027-03-31', true],
  ['close_date', 'date', '9999-12-31', null, false],
  ['close_date', 'text', 'soon', null, false],
])('a close date that the workspace made as %s (%s %s) is %s', async (slug, type, value, date, isVague) => {
  const deal = attioDeal({ title: 'Renewal', values: { [slug]: [attioValue(type, { value })] } });
  standIn.records.push(deal);
  expect(await crm.deal(deal.id, RING)).toMatchObject({ closeDate: date, isCloseDateVague: isVague });
});

test('owners are members of the workspace by name, asked for once a day', async () => {
  const member = { id: randomUUID(), first: 'Paul', last: 'Roy' };
  standIn.members.push(member);
  const deal = attioDeal({ title: 'Renewal', people: [ann.id], owner: member.id });
  const owned = attioPerson({ emails: [EMAIL], values: { owner: [ownedBy(member.id)] } });
  const stranger = attioDeal({ title: 'Other', people: [ann.id], owner: randomUUID() });
  standIn.records.push(deal, owned, stranger);
  let now = 0;
  const secret = { kind: 'token', token: ATTIO_TOKEN } as const;
  crm = askedCrm(attio, standIn, secret, { elapsed: () => now });
  // A ring does not wait for names, but has them asked for.
  expect((await crm.peopleBy({ emails: [EMAIL], numbers: [] }, RING)).items[0]?.owner).toBeNull();
  const people = await crm.peopleBy({ emails: [EMAIL], numbers: [] }, REFRESH);
  expect(people.items[0]?.owner).toBe('Paul Roy');
  const person = await personOf(owned.id);
  const deals = await crm.openDealsOf({ person: { ...person, id: ann.id }, companyId: null }, RING);
  expect(deals.items.map(({ owner }) => owner)).toEqual(['Paul Roy', null]);
  now = 24 * 3_600_000 + 1;
  await crm.deal(deal.id, REFRESH);
  expect(standIn.requests.filter(({ name }) => name === 'members')).toHaveLength(2);
});

test('properties come as text, whatever their type, and what has no text is left out', async () => {
  const values = {
    plan: [attioValue('select', { option: { id: {}, title: 'Gold' } })],
    tags: ['A', 'B'].map((title) => attioValue('select', { option: { id: {}, title } })),
    seats: [attioValue('number', { value: 12 })],
    vip: [attioValue('checkbox', { value: true })],
    spent: [attioValue('currency', { currency_value: 99.5, currency_code: 'EUR' })],
    home: [attioValue('location', { locality: 'Lyon', region: null, country_code: 'FR' })],
    last_interaction: [attioValue('interaction', { interacted_at: '2026-11-02T10:00:00.000Z' })],
    site: [attioValue('domain', { domain: 'acme.test', root_domain: 'acme.test' })],
    empty: [],
    boss: [referenceTo('people', randomUUID())],
  };
  standIn.records.push(attioPerson({ emails: [EMAIL], values }));
  crm = connect([...Object.keys(values), 'constructor', '__proto__', 'unknown']);
  expect((await crm.peopleBy({ emails: [EMAIL], numbers: [] }, RING)).items[0]?.properties).toEqual({
    plan: 'Gold',
    tags: 'A, B',
    seats: '12',
    vip: 'true',
    spent: '99.5 EUR',
    home: 'Lyon, FR',
    last_interaction: '2026-11-02',
    site: 'acme.test',
  });
});

async function personOf(id: string) {
  standIn.records.push(...(standIn.records.some((one) => one.id === id) ? [] : [ann]));
  const person = await crm.person({ id, kind: 'contact' }, RING);
  if (person === null) throw new Error('nobody there');
  return person;
}
