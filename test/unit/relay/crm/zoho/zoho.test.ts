import { afterEach, beforeEach, expect, test } from 'vitest';
import type { CrmConnection, CrmPerson } from '../../../../../src-relay/crm/contract.ts';
import { startZoho, type ZohoStandIn } from '../../../../fixtures/crm/zoho.ts';
import {
  OWNER,
  zohoAccount,
  zohoContact,
  zohoDeal,
  zohoId,
  zohoLead,
} from '../../../../fixtures/crm/zoho-records.ts';
import { ZOHO_ORG } from '../../../../fixtures/crm/zoho-tokens.ts';
import { REFRESH, RING } from '../../../../fixtures/crm/asked.ts';
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

const NUMBER = '+33612345678';
const EMAIL = 'ann@acme.test';
const acme = zohoAccount({ name: 'Acme' });
const ann = zohoContact({ first: 'Ann', last: 'Lee', email: EMAIL, phone: NUMBER, account: acme });

test('the organisation says who it is, and the config block that leads there', async () => {
  expect(await crm.whoAmI(RING)).toEqual({
    id: ZOHO_ORG,
    name: 'Acme Sales',
    config: { preset: 'zoho', dataCenter: 'eu', org: ZOHO_ORG },
  });
});

test('a contact is found by e-mail, with company and owner by name', async () => {
  standIn.records.push(ann, acme, zohoContact({ last: 'Ray', email: 'ray@acme.test' }));
  expect(await crm.peopleBy({ emails: [EMAIL], numbers: [] }, RING)).toEqual({
    items: [
      {
        id: ann.id,
        kind: 'contact',
        name: 'Ann Lee',
        emails: [EMAIL],
        numbers: [NUMBER],
        company: { id: acme.id, name: 'Acme' },
        dealIds: null,
        owner: OWNER.name,
        properties: {},
      },
    ],
    isComplete: true,
  });
});

test.each([
  '06 12 34 56 78',
  '0612345678',
  '06.12.34.56.78',
  '06-12-34-56-78',
  '+33 6 12 34 56 78',
  '0033612345678',
  '+33-6-12-34-56-78',
  '+33 (0)6 12 34 56 78',
  '+33(0)612345678',
])('a number stored as %s is found, before the index has it too', async (phone) => {
  const isIndexed = false;
  standIn.records.push(
    zohoContact({ last: 'Lee', mobile: phone, isIndexed }),
    zohoLead({ last: 'Lead', phone, isIndexed }),
  );
  const found = await crm.peopleBy({ emails: [], numbers: [NUMBER] }, RING);
  expect(found.items.map(({ kind }) => kind)).toEqual(['contact', 'lead']);
  expect(found.isComplete).toBe(true);
});

test('an American number is found in its own spellings', async () => {
  for (const phone of [
    '(201) 555-0123',
    '201-555-0123',
    '201.555.0123',
    '2015550123',
    '+1 201-555-0123',
    '+1 (201) 555-0123',
  ])
    standIn.records.push(zohoContact({ last: 'Lee', phone, isIndexed: false }));
  const found = await crm.peopleBy({ emails: [], numbers: ['+12015550123'] }, RING);
  expect([found.items.length, found.isComplete]).toEqual([6, true]);
});

test('who was just saved is found before the index has them', async () => {
  standIn.records.push(zohoContact({ last: 'New', email: EMAIL, phone: NUMBER, isIndexed: false }));
  const byEmail = await crm.peopleBy({ emails: [EMAIL], numbers: [] }, RING);
  const byNumber = await crm.peopleBy({ emails: [], numbers: [NUMBER] }, RING);
  expect([byEmail.items[0]?.name, byNumber.items[0]?.name]).toEqual(['New', 'New']);
});

test('somebody with the number and somebody with the e-mail come both', async () => {
  const twin = zohoContact({ last: 'Twin', phone: '06 12 34 56 78' });
  standIn.records.push(zohoContact({ last: 'Lee', email: EMAIL }), twin);
  const found = await crm.peopleBy({ emails: [EMAIL], numbers: [NUMBER] }, RING);
  expect(found.items.map(({ name }) => name).sort()).toEqual(['Lee', 'Twin']);
});

test('nobody found is nobody, and nothing to ask for is no answer', async () => {
  const nobody = await crm.peopleBy({ emails: [EMAIL], numbers: [NUMBER] }, RING);
  expect(nobody).toEqual({ items: [], isComplete: true });
  const asked = standIn.requests.length;
  expect(await crm.peopleBy({ emails: [], numbers: [] }, RING)).toEqual({ items: [], isComplete: false });
  expect(await crm.companiesNamed(' \n', RING)).toEqual({ items: [], isComplete: false });
  expect(standIn.requests).toHaveLength(asked);
});

test('a full page of people may have had more', async () => {
  standIn.records.push(...Array.from({ length: 50 }, () => zohoContact({ last: 'Lee', phone: NUMBER })));
  const full = await crm.peopleBy({ emails: [], numbers: [NUMBER] }, RING);
  expect([full.items.length, full.isComplete]).toEqual([50, true]);
  standIn.records.push(zohoContact({ last: 'Lee', phone: NUMBER }));
  const more = await crm.peopleBy({ emails: [], numbers: [NUMBER] }, RING);
  expect([more.items.length, more.isComplete]).toEqual([50, false]);
});

test('clues beyond what is asked leave the answer open', async () => {
  const emails = Array.from({ length: 21 }, (_, n) => `a${n}@acme.test`);
  expect((await crm.peopleBy({ emails, numbers: [] }, RING)).isComplete).toBe(false);
  expect((await crm.peopleBy({ emails: emails.slice(0, 20), numbers: [] }, RING)).isComplete).toBe(true);
  const odd = ["o'neil@acme.test", ...emails.slice(0, 3)];
  expect((await crm.peopleBy({ emails: odd, numbers: [] }, RING)).isComplete).toBe(true);
  expect((await crm.peopleBy({ emails: odd.toReversed(), numbers: [] }, RING)).isComplete).toBe(false);
});

test('a record that cannot be read costs only itself, and leaves the list open', async () => {
  standIn.records.push(ann, { ...zohoContact({ last: 'Odd', email: EMAIL }), id: 'x' });
  const found = await crm.peopleBy({ emails: [EMAIL], numbers: [] }, RING);
  expect([found.items.map(({ name }) => name), found.isComplete]).toEqual([['Ann Lee'], false]);
});

test('a number in a field of its own, which is not read, leaves the list open', async () => {
  standIn.records.push(ann, zohoContact({ last: 'Own', fields: { Car_Phone: NUMBER } }));
  const found = await crm.peopleBy({ emails: [], numbers: [NUMBER] }, RING);
  expect([found.items.length, found.isComplete]).toEqual([2, false]);
});

test('without queries, searches alone find people', async () => {
  const error = { status: 400, json: { code: 'INVALID_QUERY', status: 'error', message: 'x', details: {} } };
  standIn.play(error, { on: 'coql', times: 4 });
  standIn.records.push(ann, acme);
  const found = await crm.peopleBy({ emails: [EMAIL], numbers: [NUMBER] }, RING);
  expect([found.items.map(({ name }) => name), found.isComplete]).toEqual([['Ann Lee'], true]);
  const emails = [EMAIL, 'b@acme.test', 'c@acme.test'];
  expect((await crm.peopleBy({ emails, numbers: [] }, RING)).isComplete).toBe(false);
});

test('whose profile does not see leads has none', async () => {
  standIn.hidden = ['Leads'];
  standIn.records.push(ann, zohoLead({ last: 'Lead', email: EMAIL }));
  const found = await crm.peopleBy({ emails: [EMAIL], numbers: [] }, RING);
  expect([found.items.map(({ kind }) => kind), found.isComplete]).toEqual([['contact'], true]);
});

test('people, companies and deals are read by their ids', async () => {
  const lead = zohoLead({ first: 'Lea', last: 'Dur', email: EMAIL });
  const deal = zohoDeal({ title: 'Renewal', amount: 12_000.5, closing: '2027-03-31', contact: ann });
  standIn.records.push(ann, acme, lead, deal);
  expect(await crm.person({ id: ann.id, kind: 'contact' }, RING)).toMatchObject({ name: 'Ann Lee' });
  expect(await crm.person({ id: lead.id, kind: 'lead' }, RING)).toMatchObject({
    name: 'Lea Dur',
    kind: 'lead',
  });
  expect(await crm.company(acme.id, RING)).toMatchObject({ name: 'Acme', owner: OWNER.name });
  expect(await crm.deal(deal.id, REFRESH)).toEqual({
    id: deal.id,
    title: 'Renewal',
    amount: 12_000.5,
    currency: 'EUR',
    closeDate: '2027-03-31',
    isCloseDateVague: false,
    stage: 'Qualification',
    isClosed: false,
    owner: OWNER.name,
  });
});

test('what is gone is null, a converted lead too, and an id of another CRM is not even asked for', async () => {
  const converted = zohoLead({ last: 'Old', fields: { Converted__s: true } });
  standIn.records.push(converted);
  expect(await crm.person({ id: converted.id, kind: 'lead' }, RING)).toBeNull();
  expect(await crm.person({ id: zohoId(), kind: 'contact' }, RING)).toBeNull();
  standIn.play({ status: 204 }, { on: 'account' });
  expect(await crm.company(zohoId(), RING)).toBeNull();
  const asked = recordsAsked();
  for (const id of ['97052eb9-e65e-443f-a297-f2d9a4a7f795', '../org', '', "1' or id is not null"]) {
    expect(await crm.company(id, RING)).toBeNull();
    expect(await crm.openDealsOf({ person: { ...somebody, id }, companyId: id }, RING)).toEqual({
      items: [],
      isComplete: false,
    });
  }
  expect(recordsAsked()).toBe(asked);
});

test('companies of a name come along in every case, and with what follows it', async () => {
  const names = ['Acme', 'ACME (France), SAS', 'Other'];
  standIn.records.push(...names.map((name) => zohoAccount({ name })));
  const found = await crm.companiesNamed('Acme', RING);
  expect([found.items.map(({ name }) => name), found.isComplete]).toEqual([
    ['Acme', 'ACME (France), SAS'],
    true,
  ]);
  expect((await crm.companiesNamed('ACME (France), SAS', RING)).items).toHaveLength(2);
  // Its twin may end with the form that this one begins with.
  expect(await crm.companiesNamed('SARL Acme', RING)).toEqual({ items: [], isComplete: false });
});

test('properties come as text, whatever their type, and names that are none are not asked for', async () => {
  const fields = {
    Plan: 'Gold',
    Tags: ['A', 'B'],
    Seats: 12,
    VIP: true,
    Boss: { id: zohoId(), name: 'Bea' },
    Empty: null,
  };
  standIn.records.push(zohoContact({ last: 'Lee', email: EMAIL, fields }));
  const person = [...Object.keys(fields), 'a,b', 'x y', 'constructor', ''];
  crm = connectZoho(standIn, { properties: { person, company: [] } });
  const { items } = await crm.peopleBy({ emails: [EMAIL], numbers: [] }, RING);
  expect(items[0]?.properties).toEqual({ Plan: 'Gold', Tags: 'A, B', Seats: '12', VIP: 'true', Boss: 'Bea' });
});

function recordsAsked(): number {
  const settings = new Set(['token', 'users', 'org', 'layouts', 'pipelines']);
  return standIn.requests.filter(({ name }) => !settings.has(name ?? '')).length;
}

const somebody: CrmPerson = {
  id: '1',
  kind: 'contact',
  name: null,
  emails: [],
  numbers: [],
  company: null,
  dealIds: null,
  owner: null,
  properties: {},
};
