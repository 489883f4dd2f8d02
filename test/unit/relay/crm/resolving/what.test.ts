import { describe, expect, test } from 'vitest';
import type { CrmPerson } from '../../../../../src-relay/crm/contract.ts';
import type { PersonVerdict } from '../../../../../src-relay/crm/matching/person.ts';
import { findCompany, findDeals, type WhatParts } from '../../../../../src-relay/crm/resolving/what.ts';
import { company, complete, contact, crmDeal, cut, deal, facts } from '../matching/made.ts';
import { playedCrm, type PlayedRecords } from './played-crm.ts';

const certain = (record: CrmPerson): PersonVerdict => ({
  kind: 'certain',
  record,
  basis: 'email',
  weighed: [],
});
const acme = { id: '7', name: 'Acme', owner: null, properties: {} };
const atAcme = contact('1', { company: { id: '7', name: 'Acme' } });

function partsOf(parts: Partial<WhatParts>): WhatParts {
  return {
    facts: facts({ company: company('Acme'), deals: [deal('a')] }),
    verdict: certain(atAcme),
    companyBefore: null,
    dealsBefore: new Map(),
    wantsCompany: false,
    wantsDeals: false,
    isClosed: (status) => status === 'Won',
    ...parts,
  };
}

async function companySaid(parts: Partial<WhatParts>, records: PlayedRecords = {}): Promise<string> {
  const crm = playedCrm(records);
  const what = await findCompany(partsOf(parts), crm);
  const verdict = what?.verdict;
  const which = verdict?.kind === 'certain' ? ` ${verdict.record.id}` : '';
  const rest = what?.isWhole === false ? ' in part' : '';
  return `${verdict?.kind ?? 'nothing'}${which}${rest}: ${crm.asked.join(', ')}`;
}

describe('the company', () => {
  test('is the person’s own, with nothing more asked when its name is there and Allo’s', async () => {
    expect(await companySaid({})).toBe('certain 7: ');
    expect(await companySaid({ facts: facts({ company: null }) })).toBe('certain 7: ');
  });

  test('is read when its name is not there, or more of it is wanted', async () => {
    const companies = { '7': acme };
    const unnamed = certain(contact('1', { company: { id: '7', name: null } }));
    expect(await companySaid({ verdict: unnamed }, { companies })).toBe('certain 7: company 7');
    expect(await companySaid({ wantsCompany: true }, { companies })).toBe('certain 7: company 7');
    expect(await companySaid({ wantsCompany: true }, { silentOn: ['company 7'] })).toBe(
      'certain 7 in part: company 7',
    );
  });

  test('is searched for by its name when the person has another one, or none, or it is gone', async () => {
    const named = complete(acme);
    const elsewhere = certain(contact('1', { company: { id: '8', name: 'Initech' } }));
    expect(await companySaid({ verdict: elsewhere }, { named })).toBe('certain 7: companies Acme');
    expect(await companySaid({ verdict: certain(contact('1')) }, { named })).toBe(
      'certain 7: companies Acme',
    );
    const gone = certain(contact('1', { company: { id: '8', name: null } }));
    expect(await companySaid({ verdict: gone }, { named })).toBe('certain 7: company 8, companies Acme');
  });

  test('is looked at, and not searched for again, when it was found before', async () => {
    const nowhere = { verdict: certain(contact('1')), companyBefore: '7' };
    expect(await companySaid(nowhere, { companies: { '7': acme } })).toBe('certain 7: company 7');
    expect(await companySaid(nowhere, { named: complete({ ...acme, id: '9' }) })).toBe(
      'certain 9: company 7, companies Acme',
    );
  });

  test('without an answer is known in part', async () => {
    expect(await companySaid({ verdict: certain(contact('1')) }, { named: null })).toBe(
      'unknown in part: companies Acme',
    );
  });

  test('is none to ask for when nobody names one', async () => {
    expect(await companySaid({ verdict: certain(contact('1')), facts: facts({ company: null }) })).toBe(
      'nothing: ',
    );
  });
});

async function dealsSaid(parts: Partial<WhatParts>, records: PlayedRecords): Promise<string> {
  const crm = playedCrm(records);
  const what = await findDeals(partsOf(parts), crm);
  if (what === null || what === 'no-answer') return `${what ?? 'nothing'}: ${crm.asked.join(', ')}`;
  const said = [...what.verdicts].map(
    ([ours, verdict]) => `${ours} ${verdict.kind === 'certain' ? verdict.record.id : verdict.kind}`,
  );
  return `${said.join(', ')}${what.isWhole ? '' : ' in part'}: ${crm.asked.join(', ')}`;
}

describe('deals', () => {
  const before = new Map([['a', '5']]);

  test('are asked for of whoever is certain, when there are any or any are wanted', async () => {
    expect(await dealsSaid({}, { open: complete(crmDeal('5')) })).toBe('a 5: open deals');
    expect(await dealsSaid({ verdict: { kind: 'none', weighed: [] } }, {})).toBe('nothing: ');
    expect(await dealsSaid({ facts: facts() }, {})).toBe('nothing: ');
    expect(await dealsSaid({ facts: facts(), wantsDeals: true }, {})).toBe(': open deals');
    expect(await dealsSaid({}, { open: null })).toBe('no-answer: open deals');
    expect(await dealsSaid({}, { open: cut(crmDeal('5')) })).toBe('a several: open deals');
  });

  test('that were certain stay so whatever they are called by now, open or not', async () => {
    const renamed = crmDeal('5', { title: 'Another', amount: 1, closeDate: null });
    expect(await dealsSaid({ dealsBefore: before }, { open: complete(renamed) })).toBe('a 5: open deals');
    const won = crmDeal('5', { title: 'Another', isClosed: true });
    expect(await dealsSaid({ dealsBefore: before }, { deals: { '5': won } })).toBe('a 5: open deals, deal 5');
  });

  test('that are gone are matched anew', async () => {
    expect(await dealsSaid({ dealsBefore: before }, { open: complete(crmDeal('6')) })).toBe(
      'a 6: open deals, deal 5',
    );
    expect(await dealsSaid({ dealsBefore: before }, {})).toBe('a none: open deals, deal 5');
  });

  test('that are somebody else’s by now are not theirs any more, unless the list was cut', async () => {
    const elsewhere = { '5': crmDeal('5') };
    expect(await dealsSaid({ dealsBefore: before }, { deals: elsewhere })).toBe('a none: open deals, deal 5');
    expect(await dealsSaid({ dealsBefore: before }, { deals: elsewhere, open: cut(crmDeal('6')) })).toBe(
      'a 5: open deals, deal 5',
    );
    const unsaid = { '5': crmDeal('5', { isClosed: null }) };
    expect(await dealsSaid({ dealsBefore: before }, { deals: unsaid })).toBe('a 5: open deals, deal 5');
    // The record that a merge gave is among theirs.
    const merged = { '5': crmDeal('6') };
    expect(await dealsSaid({ dealsBefore: before }, { deals: merged, open: complete(crmDeal('6')) })).toBe(
      'a 6: open deals, deal 5',
    );
  });

  test('that are certain to be another now are that one', async () => {
    const old = crmDeal('5', { title: 'Another' });
    expect(await dealsSaid({ dealsBefore: before }, { open: complete(old, crmDeal('6')) })).toBe(
      'a 6: open deals',
    );
  });

  test('are never two of Allo’s at once', async () => {
    const two = facts({ deals: [deal('a', { name: 'Renamed since' }), deal('b')] });
    expect(await dealsSaid({ facts: two, dealsBefore: before }, { open: complete(crmDeal('5')) })).toBe(
      'a none, b 5: open deals',
    );
  });

  test('of which nothing is said stay as they were', async () => {
    expect(await dealsSaid({ dealsBefore: before }, { open: complete(), silentOn: ['deal 5'] })).toBe(
      ' in part: open deals, deal 5',
    );
  });

  test('that are not open any more are read three at a time, and the others left as they are', async () => {
    const ids = ['a', 'b', 'c', 'd', 'e'];
    const many = facts({ deals: ids.map((id) => deal(id, { name: id })) });
    const dealsBefore = new Map(ids.map((id) => [id, `crm-${id}`]));
    const deals = Object.fromEntries(
      ids.map((id) => [`crm-${id}`, crmDeal(`crm-${id}`, { title: id, isClosed: true })]),
    );
    expect(await dealsSaid({ facts: many, dealsBefore }, { deals })).toBe(
      'a crm-a, b crm-b, c crm-c: open deals, deal crm-a, deal crm-b, deal crm-c',
    );
  });
});
