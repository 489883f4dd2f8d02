import { afterEach, beforeEach, expect, test } from 'vitest';
import type { CrmConnection, CrmPerson } from '../../../../../src-relay/crm/contract.ts';
import { startZoho, type ZohoStandIn } from '../../../../fixtures/crm/zoho.ts';
import { OWNER, zohoAccount, zohoContact, zohoDeal } from '../../../../fixtures/crm/zoho-records.ts';
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

const acme = zohoAccount({ name: 'Acme' });
const ann = zohoContact({ first: 'Ann', last: 'Lee', account: acme });

test('open deals are those of the contact and of the account, closed ones left out', async () => {
  standIn.stages = { Qualification: 'Open', 'Deal is done': 'Closed Won', 'Lost contact?': 'Open' };
  const [mine, ours] = [
    zohoDeal({ title: 'Mine', contact: ann }),
    zohoDeal({ title: 'Ours', account: acme }),
  ];
  const both = zohoDeal({ title: 'Both', contact: ann, account: acme, stage: 'Lost contact?' });
  const closed = [
    zohoDeal({ title: 'Won', contact: ann, stage: 'Deal is done' }),
    zohoDeal({ title: 'Lost', contact: ann, stage: 'Closed Lost' }),
  ];
  standIn.records.push(mine, ours, both, ...closed, zohoDeal({ title: 'Others', contact: zohoContact({}) }));
  const person = { ...somebody, id: ann.id };
  const open = await crm.openDealsOf({ person, companyId: acme.id }, REFRESH);
  expect([open.items.map(({ title }) => title), open.isComplete]).toEqual([['Mine', 'Ours', 'Both'], true]);
  const alone = await crm.openDealsOf({ person, companyId: null }, REFRESH);
  expect(alone.items.map(({ title }) => title)).toEqual(['Mine', 'Both']);
});

test('a lead has no deals, and whatever its company has is the company’s', async () => {
  const lead: CrmPerson = { ...somebody, id: ann.id, kind: 'lead' };
  standIn.records.push(zohoDeal({ title: 'Mine', contact: ann }), zohoDeal({ title: 'Ours', account: acme }));
  expect(await crm.openDealsOf({ person: lead, companyId: null }, RING)).toEqual({
    items: [],
    isComplete: true,
  });
  const ours = await crm.openDealsOf({ person: lead, companyId: acme.id }, RING);
  expect(ours.items.map(({ title }) => title)).toEqual(['Ours']);
});

test('deals are read page by page, and beyond the last page there may be more', async () => {
  const deals = (count: number) =>
    Array.from({ length: count }, () => zohoDeal({ title: 'Deal', contact: ann }));
  standIn.records.push(...deals(450));
  const person = { ...somebody, id: ann.id };
  const some = await crm.openDealsOf({ person, companyId: null }, RING);
  expect([some.items.length, some.isComplete]).toEqual([450, true]);
  standIn.records.push(...deals(151));
  const many = await crm.openDealsOf({ person, companyId: null }, RING);
  expect([many.items.length, many.isComplete]).toEqual([600, false]);
});

test('a deal is in its own currency where there are several, else in the organisation’s', async () => {
  const deal = zohoDeal({ title: 'Renewal', amount: 5, contact: ann, fields: { Currency: 'USD' } });
  standIn.areCurrenciesSeveral = true;
  standIn.records.push(deal, zohoDeal({ title: 'Bare', amount: 5, contact: ann }));
  const { items } = await crm.openDealsOf({ person: { ...somebody, id: ann.id }, companyId: null }, REFRESH);
  expect(items.map(({ currency }) => currency)).toEqual(['USD', null]);
});

test('owners that a query has no name for are told from the list of users', async () => {
  standIn.users.push({ id: OWNER.id, full_name: 'Paul Roy' });
  standIn.records.push(zohoDeal({ title: 'Renewal', contact: ann }));
  const { items } = await crm.openDealsOf({ person: { ...somebody, id: ann.id }, companyId: null }, REFRESH);
  expect(items[0]?.owner).toBe('Paul Roy');
  await crm.openDealsOf({ person: { ...somebody, id: ann.id }, companyId: null }, REFRESH);
  for (const name of ['users', 'org', 'layouts', 'pipelines', 'token'])
    expect(standIn.requests.filter((one) => one.name === name)).toHaveLength(1);
});

test('a ring waits for no labels, but finds them known once the rights were looked at', async () => {
  standIn.stages = { Qualification: 'Closed Lost' };
  standIn.records.push(zohoDeal({ title: 'Renewal', contact: ann }));
  const of = { person: { ...somebody, id: ann.id }, companyId: null };
  for (const name of ['org', 'users', 'layouts']) standIn.play('hang', { on: name });
  expect((await crm.openDealsOf(of, RING)).items).toHaveLength(1);
  crm = connectZoho(standIn);
  await crm.missingRights(RING);
  expect((await crm.openDealsOf(of, RING)).items).toEqual([]);
});

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
