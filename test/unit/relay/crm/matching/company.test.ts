import { expect, test } from 'vitest';
import type { CrmCompany, CrmPerson, Listed } from '../../../../../src-relay/crm/contract.ts';
import { matchCompany, needsCompanyByName } from '../../../../../src-relay/crm/matching/company.ts';
import { matchPerson } from '../../../../../src-relay/crm/matching/person.ts';
import { company, complete, contact, cut, facts } from './made.ts';

function crmCompany(id: string, name: string | null): CrmCompany {
  return { id, name, owner: null, properties: {} };
}

function certainPerson(of: CrmPerson['company']) {
  const marie = contact('1', { numbers: ['+33612345678'], company: of });
  return matchPerson(facts(), { found: complete(marie), named: [] });
}

function said(
  name: string | null,
  person: ReturnType<typeof certainPerson> | null,
  found: Listed<CrmCompany> | null,
): string {
  const verdict = matchCompany({ company: name === null ? null : company(name) }, person, found);
  switch (verdict.kind) {
    case 'certain':
      return `certain ${verdict.record.id} ${verdict.basis}`;
    case 'several':
      return `several ${verdict.candidates.map(({ id }) => id).join(' ')} ${verdict.doubt}`;
    case 'none':
      return 'none';
    case 'unknown':
      return `unknown ${verdict.why}`;
  }
}

const acme = certainPerson({ id: '5', name: 'ACME SAS' });

test('the contact’s own company is certain where Allo says no other', () => {
  expect(said('Acme', acme, null)).toBe('certain 5 of-the-person');
  expect(said(null, acme, null)).toBe('certain 5 of-the-person');
  expect(said('Acme', acme, complete(crmCompany('6', 'Acme')))).toBe('certain 5 of-the-person');
});

test('a company of another name is looked for by it, and the contact’s own is offered', () => {
  expect(said('Globex', acme, null)).toBe('several 5 contradicted');
  expect(said('Globex', acme, complete(crmCompany('6', 'Globex Ltd')))).toBe('certain 6 name');
  expect(said('Globex', acme, complete(crmCompany('6', 'Globex'), crmCompany('7', 'Globex SA')))).toBe(
    'several 6 7 5 shared',
  );
  expect(said('Globex', acme, cut(crmCompany('6', 'Globex')))).toBe('several 6 5 cut');
  expect(said('Acme GmbH', acme, null)).toBe('several 5 contradicted');
});

test('the name that the contact’s answer left out may come from the search', () => {
  const unnamed = certainPerson({ id: '5', name: null });
  expect(said('Acme', unnamed, null)).toBe('several 5 contradicted');
  expect(said('Acme', unnamed, complete(crmCompany('5', 'Acme')))).toBe('certain 5 of-the-person');
});

test('a company is never taken from somebody who is not certain', () => {
  const doubtful = matchPerson(facts(), {
    found: cut(contact('1', { numbers: ['+33612345678'], company: { id: '5', name: 'Acme' } })),
    named: [],
  });
  expect(said('Acme', doubtful, null)).toBe('unknown not-asked');
  expect(said('Acme', doubtful, complete())).toBe('none');
  expect(said('Acme', null, complete(crmCompany('6', 'Acme')))).toBe('certain 6 name');
  expect(said('Acme', null, cut())).toBe('unknown cut');
});

test('a search for the name is worth it only where the contact’s own company does not settle it', () => {
  expect(needsCompanyByName({ company: company('Acme') }, acme)).toBe(false);
  expect(needsCompanyByName({ company: null }, null)).toBe(false);
  expect(needsCompanyByName({ company: company('Globex') }, acme)).toBe(true);
  expect(needsCompanyByName({ company: company('Acme') }, certainPerson(null))).toBe(true);
});
