import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { CrmConnection, CrmPerson } from '../../../../../src-relay/crm/contract.ts';
import { hubspot } from '../../../../../src-relay/crm/hubspot/hubspot.ts';
import {
  HUBSPOT_KEY,
  type HubspotParts,
  type HubspotStandIn,
  startHubspot,
} from '../../../../fixtures/crm/hubspot.ts';
import { askedCrm, ring } from '../../../../fixtures/crm/asked.ts';

let crm: HubspotStandIn;
let asked: CrmConnection;

async function start(
  parts: HubspotParts = {},
  properties = { person: [] as string[], company: [] as string[] },
) {
  crm = await startHubspot(parts);
  asked = askedCrm(hubspot, crm, { kind: 'token', token: HUBSPOT_KEY }, { properties });
}

beforeEach(() => start());
afterEach(async () => {
  expect(crm.complaints).toEqual([]);
  await crm.close();
});

const searches = () => crm.requests.filter(({ name }) => name?.endsWith('.search'));
const idsOf = ({ items }: { readonly items: readonly { readonly id: string }[] }) =>
  items.map(({ id }) => id);

describe('who am I', () => {
  test('the key says the account and the config that leads to its pages', async () => {
    expect(await asked.whoAmI(ring())).toEqual({
      id: '8812734',
      name: 'HubSpot account 8812734 (app-eu1.hubspot.com)',
      config: { preset: 'hubspot', portal: '8812734', host: 'app-eu1.hubspot.com' },
    });
  });

  test('a sandbox says that it is one, and an account its name, as far as it can be seen', async () => {
    await crm.close();
    await start({
      accountType: 'SANDBOX',
      uiDomain: 'app.hubspot.com',
      portalId: 7,
      portalName: 'Acme\u202e\u001b[2J',
    });
    expect((await asked.whoAmI(ring())).name).toBe('Acme[2J, HubSpot account 7 (app.hubspot.com, sandbox)');
  });

  test.each(['evil.test', 'app.hubspot.com.evil.test', 'app-eu1.hubspot.com:444', 'APP.hubspot.com/x', ''])(
    'an address that is not of HubSpot is no account: %s',
    async (uiDomain) => {
      await crm.close();
      await start({ uiDomain });
      await expect(asked.whoAmI(ring())).rejects.toMatchObject({ trouble: 'unreadable' });
    },
  );
});

describe('people', () => {
  test('somebody is found by e-mail without a search, with company and deals', async () => {
    const company = crm.add('companies', { name: 'Initech' });
    const deal = crm.add('deals', { dealname: 'Big one' });
    const id = crm.add(
      'contacts',
      {
        firstname: 'Ann',
        lastname: 'Lee',
        email: 'ann@acme.test',
        hs_additional_emails: 'a@lee.test;ann.lee@acme.test',
        phone: '01 99 00 12 34',
      },
      { companies: [company], deals: [deal] },
    );
    const expected: CrmPerson = {
      id,
      kind: 'contact',
      name: 'Ann Lee',
      emails: ['ann@acme.test', 'a@lee.test', 'ann.lee@acme.test'],
      numbers: ['01 99 00 12 34', '+33199001234'],
      company: { id: company, name: null },
      dealIds: { items: [deal], isComplete: true },
      owner: null,
      properties: {},
    };
    expect(await asked.peopleBy({ emails: ['ann@acme.test'], numbers: [] }, ring())).toEqual({
      items: [expected],
      isComplete: true,
    });
    expect(await asked.peopleBy({ emails: ['ann.lee@acme.test'], numbers: [] }, ring())).toEqual({
      items: [expected],
      isComplete: true,
    });
    expect(searches()).toEqual([]);
  });

  test.each([
    '+33 1 99 00 12 34',
    '01 99 00 12 34',
    '0199001234',
    '01.99.00.12.34',
    '+33199001234',
    '0033199001234',
  ])('somebody is found by number in whatever spelling it was typed: %s', async (phone) => {
    const id = crm.add('contacts', { firstname: 'Ann', phone });
    const mobile = crm.add('contacts', { firstname: 'Bo', mobilephone: phone });
    crm.add('contacts', { firstname: 'Cy', phone: '+33199001235' });
    const found = await asked.peopleBy({ emails: [], numbers: ['+33199001234'] }, ring());
    expect([idsOf(found), found.isComplete]).toEqual([[id, mobile], true]);
    expect(searches()).toHaveLength(1);
  });

  test('e-mail and number are asked for together, and who has both is there once', async () => {
    const both = crm.add('contacts', { firstname: 'Ann', email: 'ann@acme.test', phone: '+33199001234' });
    const other = crm.add('contacts', { firstname: 'Bo', phone: '+33199001234' });
    const found = await asked.peopleBy(
      { emails: ['ann@acme.test'], numbers: ['+33199001234', '+33199001235'] },
      ring(),
    );
    expect([idsOf(found), found.isComplete]).toEqual([[both, other], true]);
    // The one by e-mail, who names the deals.
    expect(found.items[0]?.dealIds).toEqual({ items: [], isComplete: true });
  });

  test('several e-mails are read at once, and those that nobody has cost nothing', async () => {
    const ann = crm.add('contacts', { firstname: 'Ann', email: 'ann@acme.test' });
    const bo = crm.add('contacts', {
      firstname: 'Bo',
      email: 'bo@acme.test',
      hs_additional_emails: 'b@bo.test',
    });
    const emails = ['ann@acme.test', 'b@bo.test', 'bo@acme.test', 'nobody@acme.test'];
    const found = await asked.peopleBy({ emails, numbers: [] }, ring());
    expect([idsOf(found), found.isComplete]).toEqual([[ann, bo], true]);
    expect(crm.requests.map(({ name, status }) => [name, status])).toContainEqual(['contacts.many', 207]);
  });

  test('an e-mail that HubSpot takes for none costs only itself', async () => {
    crm.add('contacts', { firstname: 'Ann', phone: '+33199001234' });
    const found = await asked.peopleBy({ emails: ['ann@localhost'], numbers: ['+33199001234'] }, ring());
    expect([found.items.length, found.isComplete]).toEqual([1, true]);
  });

  test('an account without calculated numbers is searched by what was typed, and asked only once whether it has them', async () => {
    await crm.close();
    await start({ hasCalculated: false });
    for (const phone of [
      '+33199001234',
      '01 99 00 12 34',
      '+33 1 99 00 12 34',
      '0199001234',
      '0033199001234',
    ])
      crm.add('contacts', { firstname: 'Ann', phone });
    for (const count of [2, 3]) {
      const found = await asked.peopleBy({ emails: [], numbers: ['+33199001234'] }, ring());
      expect(found.items).toHaveLength(5);
      expect(searches()).toHaveLength(count);
    }
  });

  test('nobody is an answer, and complete', async () => {
    const nobody = { items: [], isComplete: true };
    expect(await asked.peopleBy({ emails: ['no@acme.test'], numbers: ['+33199001234'] }, ring())).toEqual(
      nobody,
    );
    expect(await asked.peopleBy({ emails: [], numbers: [] }, ring())).toEqual(nobody);
  });

  test('more people than a page are never a complete list', async () => {
    for (let n = 0; n < 51; n += 1) crm.add('contacts', { firstname: `P${n}`, phone: '+33199001234' });
    const found = await asked.peopleBy({ emails: [], numbers: ['+33199001234'] }, ring());
    expect([found.items.length, found.isComplete]).toEqual([50, false]);
  });

  test('somebody whose number is hidden from the key leaves the list open: they may be the caller', async () => {
    crm.add('contacts', { firstname: 'Ann', phone: '+33199001234' });
    crm.play(
      {
        status: 200,
        json: {
          total: 2,
          results: [
            { id: '1', properties: { firstname: 'Ann', phone: '+33199001234' } },
            { id: '2', properties: { firstname: 'Bo', phone: '**********34' } },
          ],
        },
      },
      { on: 'contacts.search' },
    );
    const found = await asked.peopleBy({ emails: [], numbers: ['+33199001234'] }, ring());
    expect([idsOf(found), found.isComplete]).toEqual([['1', '2'], false]);
  });

  test('more numbers than are asked for are never a complete list', async () => {
    const numbers = Array.from({ length: 9 }, (_, n) => `+3319900123${n}`);
    expect(await asked.peopleBy({ emails: [], numbers }, ring())).toEqual({ items: [], isComplete: false });
  });

  test('a search that is refused costs nothing when e-mail and number are one person', async () => {
    const id = crm.add('contacts', {
      firstname: 'Ann',
      email: 'ann@acme.test',
      mobilephone: '06 12 34 56 78',
    });
    crm.spend('searches', 5);
    const found = await asked.peopleBy({ emails: ['ann@acme.test'], numbers: ['+33612345678'] }, ring());
    expect([idsOf(found), found.isComplete]).toEqual([[id], true]);
    const other = asked.peopleBy({ emails: ['ann@acme.test'], numbers: ['+33612345679'] }, ring());
    await expect(other).rejects.toMatchObject({ trouble: 'limited' });
  });

  test('a contact that was made just now is found by e-mail at once, and by number once it is indexed', async () => {
    let now = 0;
    await crm.close();
    await start({ indexLagMs: 10_000, elapsed: () => now });
    crm.add('contacts', { firstname: 'Ann', email: 'ann@acme.test', phone: '+33199001234' });
    expect((await asked.peopleBy({ emails: ['ann@acme.test'], numbers: [] }, ring())).items).toHaveLength(1);
    expect((await asked.peopleBy({ emails: [], numbers: ['+33199001234'] }, ring())).items).toHaveLength(0);
    now = 10_000;
    expect((await asked.peopleBy({ emails: [], numbers: ['+33199001234'] }, ring())).items).toHaveLength(1);
  });

  test('one is read by id, is gone when it is archived, and comes back under its new id when it was merged', async () => {
    const [a, b, c] = ['Ann', 'Bo', 'Cy'].map((firstname) => crm.add('contacts', { firstname })) as [
      string,
      string,
      string,
    ];
    crm.merge('contacts', a, b);
    crm.archive('contacts', c);
    expect(await asked.person({ id: a, kind: 'contact' }, ring())).toMatchObject({ id: b, name: 'Bo' });
    expect(await asked.person({ id: c, kind: 'contact' }, ring())).toBeNull();
    expect(await asked.person({ id: '999999', kind: 'contact' }, ring())).toBeNull();
  });

  test('what cannot be an id of HubSpot is not asked for', async () => {
    for (const id of ['..', 'rec_1', '003A00000abcdefQAB', '', '1/2', '9'.repeat(21)])
      expect(await asked.person({ id, kind: 'contact' }, ring())).toBeNull();
    expect(crm.requests.filter(({ name }) => name === 'contacts.one')).toEqual([]);
  });

  test('the properties that the admin asks for come as text', async () => {
    await crm.close();
    await start(
      { customProperties: ['plan', 'seats', 'nothing'] },
      { person: ['plan', 'seats', 'email,phone', 'nothing'], company: ['plan'] },
    );
    const company = crm.add('companies', { name: 'Initech', plan: 'Gold' });
    const id = crm.add('contacts', { firstname: 'Ann', plan: ' Gold ', seats: '12' });
    expect((await asked.person({ id, kind: 'contact' }, ring()))?.properties).toEqual({
      plan: 'Gold',
      seats: '12',
    });
    expect((await asked.company(company, ring()))?.properties).toEqual({ plan: 'Gold' });
  });

  test('the company is the primary one, or the only one, or none', async () => {
    const [a, b] = [crm.add('companies', { name: 'A' }), crm.add('companies', { name: 'B' })];
    const companyOf = async (properties: Record<string, string | null>, companies: string[]) => {
      const id = crm.add('contacts', { firstname: 'Ann', ...properties }, { companies });
      return (await asked.person({ id, kind: 'contact' }, ring()))?.company?.id;
    };
    expect(await companyOf({ associatedcompanyid: b }, [a, b])).toBe(b);
    expect(await companyOf({ associatedcompanyid: null }, [a])).toBe(a);
    expect(await companyOf({ associatedcompanyid: null }, [a, b])).toBeUndefined();
    expect(await companyOf({}, [])).toBeUndefined();
  });
});
