import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { CrmConnection, CrmPerson } from '../../../../../src-relay/crm/contract.ts';
import { hubspot } from '../../../../../src-relay/crm/hubspot/hubspot.ts';
import {
  HUBSPOT_KEY,
  type HubspotParts,
  type HubspotStandIn,
  startHubspot,
} from '../../../../fixtures/crm/hubspot.ts';
import { askedCrm, refresh, ring } from '../../../../fixtures/crm/asked.ts';

let crm: HubspotStandIn;
let asked: CrmConnection;

async function start(parts: HubspotParts = {}) {
  crm = await startHubspot(parts);
  asked = askedCrm(hubspot, crm, { kind: 'token', token: HUBSPOT_KEY });
}

beforeEach(() => start());
afterEach(async () => {
  expect(crm.complaints).toEqual([]);
  await crm.close();
});

const searches = () => crm.requests.filter(({ name }) => name?.endsWith('.search'));
const idsOf = ({ items }: { readonly items: readonly { readonly id: string }[] }) =>
  items.map(({ id }) => id);

describe('companies', () => {
  test('one is read by id, and found by its name with all that might be it', async () => {
    const id = crm.add('companies', { name: 'Initech', hubspot_owner_id: '41' });
    const labs = crm.add('companies', { name: 'Initech Labs' });
    const twin = crm.add('companies', { name: 'initech SAS' });
    expect(await asked.company(id, refresh())).toEqual({
      id,
      name: 'Initech',
      owner: 'Léa Martin',
      properties: {},
    });
    expect(await asked.company('999', ring())).toBeNull();
    const named = await asked.companiesNamed('INITECH', ring());
    expect([idsOf(named), named.isComplete]).toEqual([[id, labs, twin], true]);
  });

  test('a name that no search takes is not asked for, and nothing is certain of it', async () => {
    expect(await asked.companiesNamed('x'.repeat(3000), ring())).toEqual({ items: [], isComplete: false });
    expect(searches()).toEqual([]);
  });
});

describe('deals', () => {
  const open = {
    dealname: 'Renewal',
    amount: '1200.50',
    deal_currency_code: 'EUR',
    dealstage: 'contractsent',
    pipeline: 'default',
    hs_is_closed: 'false',
  };

  test('a deal is as people read it: stage, owner, and the day where the account is', async () => {
    const id = crm.add('deals', { ...open, hubspot_owner_id: '42', closedate: '2026-12-31T23:30:00Z' });
    expect(await asked.deal(id, refresh())).toEqual({
      id,
      title: 'Renewal',
      amount: 1200.5,
      currency: 'EUR',
      closeDate: '2027-01-01',
      isCloseDateVague: true,
      stage: 'Contract sent',
      isClosed: false,
      owner: 'Sam Okoye',
    });
    expect(await asked.deal('999', ring())).toBeNull();
  });

  test('what a deal does not say is null, but for the currency of an account that has one', async () => {
    const id = crm.add('deals', { dealname: null, amount: '', closedate: null });
    const nothing = {
      id,
      title: null,
      amount: null,
      closeDate: null,
      isCloseDateVague: false,
      stage: null,
      isClosed: null,
      owner: null,
    };
    expect(await asked.deal(id, refresh())).toEqual({ ...nothing, currency: 'EUR' });
    await crm.close();
    await start({ additionalCurrencies: ['USD'] });
    const other = crm.add('deals', {});
    expect((await asked.deal(other, refresh()))?.currency).toBeNull();
  });

  test('whether a deal is closed is told by its stage when the deal does not say', async () => {
    const won = crm.add('deals', { dealstage: 'closedwon', pipeline: 'default' });
    expect((await asked.deal(won, refresh()))?.isClosed).toBe(true);
  });

  test('those of somebody found by e-mail are read by id, without a search; closed ones are left out', async () => {
    const ids = [
      crm.add('deals', open),
      crm.add('deals', { ...open, hs_is_closed: 'true' }),
      crm.add('deals', open),
    ];
    crm.add('contacts', { email: 'ann@acme.test' }, { deals: ids });
    crm.archive('deals', ids[2] ?? '');
    const person = (await asked.peopleBy({ emails: ['ann@acme.test'], numbers: [] }, ring()))
      .items[0] as CrmPerson;
    const found = await asked.openDealsOf({ person, companyId: null }, ring());
    expect([idsOf(found), found.isComplete]).toEqual([[ids[0]], true]);
    expect(searches()).toEqual([]);
  });

  test('those of somebody found by number, and of the company, are one search', async () => {
    const company = crm.add('companies', { name: 'Initech' });
    crm.add('contacts', { phone: '+33199001234' }, { companies: [company] });
    const person = (await asked.peopleBy({ emails: [], numbers: ['+33199001234'] }, ring()))
      .items[0] as CrmPerson;
    const own = crm.add('deals', open, { contacts: [person.id] });
    const firm = crm.add('deals', open, { companies: [company] });
    crm.add('deals', { ...open, hs_is_closed: 'true' }, { contacts: [person.id] });
    crm.add('deals', open);
    const found = await asked.openDealsOf({ person, companyId: company }, ring());
    expect([idsOf(found), found.isComplete]).toEqual([[own, firm], true]);
    expect(searches().map(({ name }) => name)).toEqual(['contacts.search', 'deals.search']);
  });

  test('of somebody found by e-mail, those of the company too are one search', async () => {
    const company = crm.add('companies', { name: 'Initech' });
    const own = crm.add('deals', open);
    crm.add('contacts', { email: 'ann@acme.test' }, { companies: [company], deals: [own] });
    const firm = crm.add('deals', open, { companies: [company] });
    const { items } = await asked.peopleBy({ emails: ['ann@acme.test'], numbers: [] }, ring());
    const found = await asked.openDealsOf({ person: items[0] as CrmPerson, companyId: company }, ring());
    expect([idsOf(found), found.isComplete]).toEqual([[own, firm], true]);
    expect(searches().map(({ name }) => name)).toEqual(['deals.search']);
  });

  test('somebody with more deals than can be read at once is searched for the open ones', async () => {
    const deals = Array.from({ length: 130 }, () => crm.add('deals', { ...open, hs_is_closed: 'true' }));
    const last = crm.add('deals', open);
    crm.add('contacts', { email: 'ann@acme.test' }, { deals: [...deals, last] });
    const person = (await asked.peopleBy({ emails: ['ann@acme.test'], numbers: [] }, ring()))
      .items[0] as CrmPerson;
    expect(person.dealIds?.isComplete).toBe(false);
    const found = await asked.openDealsOf({ person, companyId: null }, ring());
    expect([idsOf(found), found.isComplete]).toEqual([[last], true]);
  });

  test('more open deals than a page are never a complete list', async () => {
    const id = crm.add('contacts', { phone: '+33199001234' });
    for (let n = 0; n < 201; n += 1) crm.add('deals', open, { contacts: [id] });
    const person = { ...(await asked.person({ id, kind: 'contact' }, ring())), dealIds: null } as CrmPerson;
    expect((await asked.openDealsOf({ person, companyId: null }, ring())).isComplete).toBe(false);
  });
});

describe('labels', () => {
  test('a ring never waits for stages and owners; they are there the next time, and are asked for once', async () => {
    const deal = crm.add('deals', { dealstage: 'contractsent', pipeline: 'default', hubspot_owner_id: '41' });
    const id = crm.add('contacts', { firstname: 'Ann', hubspot_owner_id: '41' });
    crm.play('hang', { on: 'pipelines' });
    crm.play('hang', { on: 'owners' });
    expect(await asked.deal(deal, ring())).toMatchObject({ stage: null, owner: null });
    await crm.close();
    await start();
    const again = crm.add('contacts', { firstname: 'Ann', hubspot_owner_id: '41' });
    expect(again).not.toBe(id);
    await asked.person({ id: again, kind: 'contact' }, refresh());
    expect(await asked.person({ id: again, kind: 'contact' }, ring())).toMatchObject({ owner: 'Léa Martin' });
    await asked.person({ id: again, kind: 'contact' }, refresh());
    expect(crm.requests.filter(({ name }) => name === 'owners')).toHaveLength(1);
  });

  test('without the right to owners nobody is named, and everything else is there', async () => {
    crm.scopes = crm.scopes.filter((one) => !one.includes('owners'));
    const id = crm.add('contacts', { firstname: 'Ann', hubspot_owner_id: '41' });
    expect(await asked.person({ id, kind: 'contact' }, refresh())).toMatchObject({
      name: 'Ann',
      owner: null,
    });
  });
});
