import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { CrmConnection, CrmPerson } from '../../../../../src-relay/crm/contract.ts';
import { termsFor } from '../../../../../src-relay/crm/pipedrive/people.ts';
import { pipedrive } from '../../../../../src-relay/crm/pipedrive/pipedrive.ts';
import { askedCrm, refresh, ring } from '../../../../fixtures/crm/asked.ts';
import {
  PIPEDRIVE_TOKEN,
  type PipedriveParts,
  type PipedriveStandIn,
  startPipedrive,
} from '../../../../fixtures/crm/pipedrive.ts';

let crm: PipedriveStandIn;
let asked: CrmConnection;

async function start(
  parts: PipedriveParts = {},
  properties = { person: [] as string[], company: [] as string[] },
) {
  // Its clock leaves room for every request.
  let at = 0;
  crm = await startPipedrive({ elapsed: () => (at += 10_000), ...parts });
  asked = askedCrm(pipedrive, crm, { kind: 'token', token: PIPEDRIVE_TOKEN }, { properties });
}

beforeEach(() => start());
afterEach(async () => {
  expect(crm.complaints).toEqual([]);
  await crm.close();
});

const termsAsked = () =>
  crm.requests
    .filter(({ name }) => name === 'people.find')
    .map(({ query }) => `${query.get('fields')} ${query.get('term')}`);
const idsOf = ({ items }: { readonly items: readonly { readonly id: string }[] }) =>
  items.map(({ id }) => id);
const number = '+33612345678';

describe('who am I', () => {
  test('the token says the company and the config that leads to its pages', async () => {
    expect(await asked.whoAmI(ring())).toEqual({
      id: 'acme',
      name: 'Acme (acme.pipedrive.com)',
      config: { preset: 'pipedrive', company: 'acme' },
    });
  });

  test.each(['evil.test/x', 'acme.evil', '', 'ACME', '-acme', 'acme:444'])(
    'a domain that is none of Pipedrive is no account: %s',
    async (domain) => {
      await crm.close();
      await start({ company: { domain, name: 'Acme' } });
      await expect(asked.whoAmI(ring())).rejects.toMatchObject({ trouble: 'unreadable' });
    },
  );
});

describe('people', () => {
  test('somebody is found by e-mail, with the company and without another search when the number is theirs too', async () => {
    const organization = crm.addOrganization({ name: 'Initech' });
    const id = crm.addPerson({
      name: 'Ann Lee',
      emails: ['ANN@acme.test', 'a@lee.test'],
      phones: ['06 12 34 56 78'],
      organization,
    });
    crm.addPerson({ name: 'Bo', emails: ['joann@acme.test'] });
    const expected = {
      id,
      kind: 'contact',
      name: 'Ann Lee',
      emails: ['ANN@acme.test', 'a@lee.test'],
      numbers: ['06 12 34 56 78'],
      company: { id: organization, name: 'Initech' },
      dealIds: null,
      properties: {},
    };
    const found = await asked.peopleBy({ emails: ['ann@acme.test'], numbers: [number] }, ring());
    expect(found).toMatchObject({ items: [expected], isComplete: true });
    expect(termsAsked()).toEqual(['email ann@acme.test']);
  });

  test('the number is asked for when the e-mail does not settle it: nobody, several, another number, or a desk', async () => {
    const phones = ['06 12 34 56 78'];
    const by = crm.addPerson({ name: 'Ann', phones });
    const clues = { emails: ['ann@acme.test'], numbers: [number] };
    expect(idsOf(await asked.peopleBy(clues, ring()))).toEqual([by]);
    const other = crm.addPerson({ name: 'Ann', emails: ['ann@acme.test'], phones: ['01 99 00 12 34'] });
    expect(idsOf(await asked.peopleBy(clues, ring()))).toEqual([other, by]);
    const twin = crm.addPerson({ name: 'Ann', emails: ['ann@acme.test'], phones });
    expect(idsOf(await asked.peopleBy(clues, ring()))).toEqual([other, twin, by]);
    const desk = crm.addPerson({ name: 'Desk', emails: ['info@acme.test'], phones });
    const found = await asked.peopleBy({ emails: ['info@acme.test'], numbers: [number] }, ring());
    expect([...idsOf(found)].sort()).toEqual([by, twin, desk].sort());
  });

  test.each([
    '+33612345678',
    '0612345678',
    '06 12 34 56 78',
    '+33 6 12 34 56 78',
    '0033612345678',
    '(0)6 12 34 56 78',
  ])('somebody is found by number as it was typed: %s', async (phone) => {
    const id = crm.addPerson({ name: 'Ann', phones: ['01 99 00 12 34', phone] });
    crm.addPerson({ name: 'Bo', phones: ['06 12 34 56 79'] });
    const found = await asked.peopleBy({ emails: [], numbers: [number, '+33199001234'] }, ring());
    expect([idsOf(found), found.isComplete]).toEqual([[id], true]);
    expect(termsAsked()).toEqual(['phone 612345678', 'phone 6 12 34 56 78']);
  });

  test.each([
    ['+33612345678', ['612345678', '6 12 34 56 78']],
    ['+12025550123', ['2025550123', '(202) 555-0123']],
    ['+4930123456', ['30123456', '30 123456']],
    ['+442079460958', ['2079460958', '20 7946 0958']],
    ['+390612345678', ['0612345678', '06 1234 5678']],
    ['+3225001234', ['25001234', '2 500 12 34']],
  ])('what is searched for is part of how people type it: %s', (e164, terms) => {
    expect(termsFor(e164)).toEqual(terms);
  });

  test('people with one number in two spellings are both found', async () => {
    const ids = [
      crm.addPerson({ name: 'Ann', phones: ['+33612345678'] }),
      crm.addPerson({ name: 'Bo', phones: ['06 12 34 56 78'] }),
    ];
    const found = await asked.peopleBy({ emails: [], numbers: [number] }, ring());
    expect([[...idsOf(found)].sort(), found.isComplete]).toEqual([ids, true]);
  });

  test('a cold ring costs 30 tokens by e-mail and 50 by number, and one that is known costs 11', async () => {
    const id = crm.addPerson({ name: 'Ann', emails: ['ann@acme.test'], phones: ['0612345678'] });
    // Names are known by then: they are asked for twice a day or so.
    await asked.person({ id, kind: 'contact' }, refresh());
    const spentBy = async (work: () => Promise<unknown>) => {
      const before = crm.tokensLeft;
      await work();
      return before - crm.tokensLeft;
    };
    const resolve = async (emails: string[]) => {
      const { items } = await asked.peopleBy({ emails, numbers: [number] }, ring());
      await asked.openDealsOf({ person: items[0] as CrmPerson, companyId: null }, ring());
    };
    expect(await spentBy(() => resolve(['ann@acme.test']))).toBe(30);
    expect(await spentBy(() => resolve([]))).toBe(50);
    const again = async () => {
      const person = (await asked.person({ id, kind: 'contact' }, ring())) as CrmPerson;
      await asked.openDealsOf({ person, companyId: null }, ring());
    };
    expect(await spentBy(again)).toBe(11);
  });

  test('nobody is an answer, and complete', async () => {
    const nobody = { items: [], isComplete: true };
    expect(await asked.peopleBy({ emails: ['no@acme.test'], numbers: [number] }, ring())).toEqual(nobody);
    expect(await asked.peopleBy({ emails: [], numbers: [] }, ring())).toEqual(nobody);
  });

  test('more people than a page, or more e-mails than are asked for, are never a complete list', async () => {
    for (let n = 0; n < 51; n += 1) crm.addPerson({ name: `P${n}`, phones: ['0612345678'] });
    const found = await asked.peopleBy({ emails: [], numbers: [number] }, ring());
    expect([found.items.length, found.isComplete]).toEqual([50, false]);
    const emails = ['a@acme.test', 'b@acme.test', 'c@acme.test'];
    expect(await asked.peopleBy({ emails, numbers: [] }, ring())).toEqual({ items: [], isComplete: false });
  });

  test('one is read by id, and is gone when it was deleted', async () => {
    const organization = crm.addOrganization({ name: 'Initech' });
    const id = crm.addPerson({
      name: 'Ann',
      emails: ['ann@acme.test'],
      phones: ['0612345678'],
      organization,
      owner: 42,
    });
    const found = await asked.person({ id, kind: 'contact' }, refresh());
    expect(found).toMatchObject({ id, name: 'Ann', emails: ['ann@acme.test'], numbers: ['0612345678'] });
    expect(found).toMatchObject({ company: { id: organization, name: null }, owner: 'Sam Okoye' });
    crm.remove('people', id);
    expect(await asked.person({ id, kind: 'contact' }, ring())).toBeNull();
    expect(await asked.person({ id: '999', kind: 'contact' }, ring())).toBeNull();
  });

  test('what cannot be an id of Pipedrive is not asked for', async () => {
    for (const id of ['..', 'rec_1', '', '1/2', 'a0c5f7d2-1', '9'.repeat(21)]) {
      expect(await asked.person({ id, kind: 'contact' }, ring())).toBeNull();
      expect(await asked.company(id, ring())).toBeNull();
      expect(await asked.deal(id, ring())).toBeNull();
    }
    expect(crm.requests.filter(({ name }) => name?.endsWith('.one'))).toEqual([]);
  });

  test('the properties that the admin asks for come as text, custom ones by their keys', async () => {
    await crm.close();
    await start({}, { person: ['a1b2', 'c3d4', 'nothing'], company: ['e5f6'] });
    const organization = crm.addOrganization({ name: 'Initech', custom: { e5f6: 'Gold' } });
    const custom = { a1b2: ' Gold ', c3d4: { value: 1200, currency: 'EUR' }, other: 'x' };
    const id = crm.addPerson({ name: 'Ann', phones: ['0612345678'], organization, custom });
    const { items } = await asked.peopleBy({ emails: [], numbers: [number] }, ring());
    expect(items).toMatchObject([
      { id, company: { name: 'Initech' }, properties: { a1b2: 'Gold', c3d4: '1200' } },
    ]);
    expect((await asked.company(organization, ring()))?.properties).toEqual({ e5f6: 'Gold' });
  });
});

describe('companies', () => {
  test('one is read by id, and found by its name with all that might be it', async () => {
    const id = crm.addOrganization({ name: 'Initech', owner: 41 });
    const twin = crm.addOrganization({ name: 'initech SAS' });
    expect(await asked.company(id, refresh())).toEqual({
      id,
      name: 'Initech',
      owner: 'Léa Martin',
      properties: {},
    });
    const named = await asked.companiesNamed('INITECH', ring());
    expect([idsOf(named), named.isComplete]).toEqual([[id, twin], true]);
    crm.remove('organizations', id);
    expect(await asked.company(id, ring())).toBeNull();
    expect(idsOf(await asked.companiesNamed('Initech', ring()))).toEqual([twin]);
  });

  test('a name that is too long for a search is not asked for, and nothing is certain of it', async () => {
    expect(await asked.companiesNamed('x'.repeat(300), ring())).toEqual({ items: [], isComplete: false });
    expect(await asked.companiesNamed('  ', ring())).toEqual({ items: [], isComplete: false });
  });
});

describe('deals', () => {
  test('a deal is as people read it', async () => {
    const id = crm.addDeal({
      title: 'Renewal',
      value: 1200.5,
      currency: 'EUR',
      stage: 4,
      owner: 42,
      closes: '2026-12-31',
    });
    expect(await asked.deal(id, refresh())).toEqual({
      id,
      title: 'Renewal',
      amount: 1200.5,
      currency: 'EUR',
      closeDate: '2026-12-31',
      isCloseDateVague: false,
      stage: 'Proposal made',
      isClosed: false,
      owner: 'Sam Okoye',
    });
  });

  test('a ring never waits for the names of stages and owners', async () => {
    const id = crm.addDeal({ title: 'Renewal' });
    crm.play('hang', { on: 'stages' });
    crm.play('hang', { on: 'users' });
    expect(await asked.deal(id, ring())).toMatchObject({ title: 'Renewal', stage: null, owner: null });
  });

  test('one is closed when it is won, lost or put away, and gone when it was deleted', async () => {
    const closed = await Promise.all(
      [{ status: 'won' as const }, { status: 'lost' as const }, { isArchived: true }, {}].map(async (one) =>
        asked.deal(crm.addDeal({ title: 'Deal', ...one }), ring()),
      ),
    );
    expect(closed.map((one) => one?.isClosed)).toEqual([true, true, true, false]);
    const id = crm.addDeal({ title: 'Deal' });
    crm.remove('deals', id);
    expect(await asked.deal(id, ring())).toBeNull();
  });

  test('the open ones of the person and of the company are each there once', async () => {
    const organization = crm.addOrganization({ name: 'Initech' });
    const person = crm.addPerson({ name: 'Ann', organization });
    const both = crm.addDeal({ title: 'Both', person, organization });
    const own = crm.addDeal({ title: 'Own', person });
    const firm = crm.addDeal({ title: 'Firm', organization });
    crm.addDeal({ title: 'Won', person, status: 'won' });
    crm.addDeal({ title: 'Other' });
    const who = (await asked.person({ id: person, kind: 'contact' }, ring())) as CrmPerson;
    const found = await asked.openDealsOf({ person: who, companyId: organization }, ring());
    expect([idsOf(found), found.isComplete]).toEqual([[both, own, firm], true]);
    expect(idsOf(await asked.openDealsOf({ person: who, companyId: null }, ring()))).toEqual([both, own]);
    for (let n = 0; n < 100; n += 1) crm.addDeal({ title: `D${n}`, person });
    expect((await asked.openDealsOf({ person: who, companyId: null }, ring())).isComplete).toBe(false);
  });
});
