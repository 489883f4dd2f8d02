import { describe, expect, test } from 'vitest';
import type { CrmPerson } from '../../../../../src-relay/crm/contract.ts';
import { RING } from '../../../../fixtures/crm/asked.ts';
import {
  accountRecord,
  contactRecord,
  idOf,
  leadRecord,
  opportunityRecord,
  orgId,
  roleRecord,
} from '../../../../fixtures/crm/salesforce-records.ts';
import { EMAIL, idsOf, nobody, useOrg } from './org.ts';

const org = useOrg();

describe('one record', () => {
  test('is read by its id, in 15 characters as well', async () => {
    const [globex, ana, max] = org.plant(
      accountRecord(),
      contactRecord({ Email: EMAIL }),
      leadRecord({ Name: 'Max' }),
    );
    const [deal] = org.plant(opportunityRecord({}, globex));
    expect(await org.crm.person({ id: idOf(ana), kind: 'contact' }, RING)).toMatchObject({ id: idOf(ana) });
    expect(await org.crm.person({ id: idOf(max), kind: 'lead' }, RING)).toMatchObject({
      kind: 'lead',
      name: 'Max',
    });
    expect(await org.crm.company(idOf(globex), RING)).toEqual({
      id: idOf(globex),
      name: 'Globex',
      owner: 'Paul Roy',
      properties: {},
    });
    expect(await org.crm.deal(idOf(deal), RING)).toEqual({
      id: idOf(deal),
      title: 'Hydra renewal',
      amount: 48_500,
      currency: 'EUR',
      closeDate: '2026-12-31',
      isCloseDateVague: false,
      stage: 'Negotiation',
      isClosed: false,
      owner: 'Paul Roy',
    });
  });

  test('that is gone is none', async () => {
    const gone = { ...contactRecord(), isDeleted: true };
    org.plant(gone);
    for (const id of [idOf(gone), orgId('Contact')])
      expect(await org.crm.person({ id, kind: 'contact' }, RING)).toBeNull();
    expect(await org.crm.person({ id: orgId('Lead'), kind: 'lead' }, RING)).toBeNull();
    expect(await org.crm.company(orgId('Account'), RING)).toBeNull();
    expect(await org.crm.deal(orgId('Opportunity'), RING)).toBeNull();
  });

  test('that was merged comes back as the other', async () => {
    const [kept, into] = org.plant(contactRecord(), accountRecord());
    const lost = [
      { ...contactRecord(), isDeleted: true, mergedInto: idOf(kept) },
      { ...accountRecord(), isDeleted: true, mergedInto: idOf(into) },
    ] as const;
    org.plant(...lost);
    expect(await org.crm.person({ id: idOf(lost[0]), kind: 'contact' }, RING)).toMatchObject({
      id: idOf(kept),
    });
    expect(await org.crm.company(idOf(lost[1]), RING)).toMatchObject({ id: idOf(into) });
  });

  test('a lead that became a contact comes back as that', async () => {
    const [ana] = org.plant(contactRecord({ Email: EMAIL }));
    const [lead, lost] = org.plant(
      leadRecord({ IsConverted: true, ConvertedContactId: idOf(ana) }),
      leadRecord({ IsConverted: true }),
    );
    expect(await org.crm.person({ id: idOf(lead), kind: 'lead' }, RING)).toMatchObject({
      id: idOf(ana),
      kind: 'contact',
    });
    expect(await org.crm.person({ id: idOf(lost), kind: 'lead' }, RING)).toBeNull();
  });

  test('of another object is not asked for', async () => {
    for (const id of [orgId('Account'), '512', '', "003' OR Id != null"])
      expect(await org.crm.person({ id, kind: 'contact' }, RING)).toBeNull();
    expect(org.standIn.requests).toEqual([]);
  });
});

describe('open deals', () => {
  test('are those of the contact’s roles and of the company, each once, in one call', async () => {
    const [globex, other] = org.plant(accountRecord(), accountRecord());
    const [ana] = org.plant(contactRecord({}, globex));
    const [both, role, company] = org.plant(
      opportunityRecord({ Name: 'Both' }, globex),
      opportunityRecord({ Name: 'Role' }, other),
      opportunityRecord({ Name: 'Company' }, globex),
      opportunityRecord({ Name: 'Closed', IsClosed: true }, globex),
      opportunityRecord({ Name: 'Other' }, other),
    );
    org.plant(roleRecord(both, ana), roleRecord(role, ana));
    const person = { ...nobody, id: idOf(ana) };
    const open = await org.crm.openDealsOf({ person, companyId: idOf(globex) }, RING);
    expect(open.isComplete).toBe(true);
    expect(idsOf(open.items).toSorted()).toEqual([both, role, company].map(idOf).toSorted());
    expect(org.asked('queries')).toHaveLength(1);
    expect(idsOf((await org.crm.openDealsOf({ person, companyId: null }, RING)).items)).toEqual(
      [both, role].map(idOf),
    );
  });

  test('that are cut are not all of them', async () => {
    const [globex] = org.plant(accountRecord());
    org.plant(...Array.from({ length: 201 }, (_, n) => opportunityRecord({ Name: `No ${n}` }, globex)));
    const of = { person: nobody, companyId: idOf(globex) };
    expect((await org.crm.openDealsOf(of, RING)).isComplete).toBe(false);
  });

  test('of a lead without a company are none', async () => {
    const person: CrmPerson = { ...nobody, kind: 'lead', id: orgId('Lead') };
    expect(await org.crm.openDealsOf({ person, companyId: null }, RING)).toEqual({
      items: [],
      isComplete: true,
    });
    expect(org.standIn.requests).toEqual([]);
  });

  test('of an org of one currency say none, which is asked once', async () => {
    org.standIn.isMultiCurrency = false;
    const [globex] = org.plant(accountRecord());
    org.plant(opportunityRecord({}, globex));
    const of = { person: nobody, companyId: idOf(globex) };
    expect((await org.crm.openDealsOf(of, RING)).items).toMatchObject([{ amount: 48_500, currency: null }]);
    expect(org.asked('queries')).toHaveLength(2);
    await org.crm.openDealsOf(of, RING);
    expect(org.asked('queries')).toHaveLength(3);
  });

  test('are not all of them when roles cannot be read', async () => {
    org.standIn.hidden.add('OpportunityContactRole');
    const [globex] = org.plant(accountRecord());
    const [ana, deal] = org.plant(contactRecord({}, globex), opportunityRecord({}, globex));
    const of = { person: { ...nobody, id: idOf(ana) }, companyId: idOf(globex) };
    expect(await org.crm.openDealsOf(of, RING)).toMatchObject({
      isComplete: false,
      items: [{ id: idOf(deal) }],
    });
  });
});

test('companies are found by the beginning of their name, twins of another legal form among them', async () => {
  const planted = org.plant(
    accountRecord({ Name: 'Globex SAS' }),
    accountRecord({ Name: 'GLOBEX' }),
    accountRecord({ Name: 'The Globex' }),
  );
  const found = await org.crm.companiesNamed(' Globex  GmbH ', RING);
  expect(found.isComplete).toBe(true);
  expect(idsOf(found.items)).toEqual(planted.slice(0, 2).map(idOf));
  expect(await org.crm.companiesNamed('  ', RING)).toEqual({ items: [], isComplete: false });
});
