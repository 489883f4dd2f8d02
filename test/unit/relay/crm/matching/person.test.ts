import { describe, expect, test } from 'vitest';
import type { CrmPerson, Listed } from '../../../../../src-relay/crm/contract.ts';
import { explainPerson } from '../../../../../src-relay/crm/matching/explaining.ts';
import { cluesOf, type AlloFacts } from '../../../../../src-relay/crm/matching/facts.ts';
import { matchPerson } from '../../../../../src-relay/crm/matching/person.ts';
import { complete, company, contact, cut, facts, person } from './made.ts';

const NUMBER = '+33612345678';
const MAIL = 'marie.dupont@acme.fr';
const withMail = facts({ person: person({ email: MAIL }) });
const nobody = facts({ person: null });

/** `certain 1 email`, `several 1 2 shared`, `none`, `unknown cut`. */
function said(about: AlloFacts, found: Listed<CrmPerson>, named: readonly CrmPerson[] = []): string {
  const verdict = matchPerson(about, { found, named });
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

describe('an id that Allo has', () => {
  const named = contact('1', { numbers: [NUMBER] });

  test('is certain once an address, a number or the whole name agrees', () => {
    expect(said(nobody, complete(), [named])).toBe('certain 1 id');
    expect(said(withMail, complete(), [contact('1', { name: null, emails: [MAIL] })])).toBe('certain 1 id');
    expect(said(facts({ number: null }), complete(), [contact('1')])).toBe('certain 1 id');
  });

  test('is dropped when nothing agrees: it may be another CRM’s', () => {
    expect(said(facts(), complete(), [contact('1', { name: 'Marie' })])).toBe('none');
    expect(said(facts(), complete(contact('2', { numbers: [NUMBER] })), [contact('1', { name: null })])).toBe(
      'certain 2 number',
    );
  });

  test('stands above a twin, and not above a record that says more', () => {
    expect(said(facts(), complete(contact('2', { numbers: [NUMBER] })), [named])).toBe('certain 1 id');
    expect(said(withMail, complete(contact('2', { emails: [MAIL] })), [named])).toBe('several 1 2 shared');
  });

  test('and the name alone may be a namesake’s, once somebody else has the number', () => {
    const namesake = contact('1');
    expect(said(facts(), complete(contact('2', { numbers: [NUMBER] })), [namesake])).toBe(
      'several 1 2 shared',
    );
    const lead = contact('2', { kind: 'lead', numbers: [NUMBER] });
    expect(said(facts(), complete(lead), [namesake])).toBe('several 1 2 shared');
    expect(said(facts(), complete({ ...lead, name: null }), [namesake])).toBe('several 1 2 shared');
  });

  test('of somebody with another name is not certain', () => {
    const paul = contact('1', { name: 'Paul Martin', numbers: [NUMBER] });
    expect(said(facts(), complete(), [paul])).toBe('several 1 contradicted');
    expect(said(facts(), complete(contact('2', { numbers: [NUMBER] })), [paul])).toBe('several 1 2 shared');
  });

  test('is of no use beside another that agrees as well', () => {
    expect(said(facts(), complete(), [named, contact('2', { numbers: [NUMBER] })])).toBe(
      'several 1 2 shared',
    );
  });
});

describe('an e-mail address', () => {
  test('that one record has is certain, whatever its spelling', () => {
    expect(said(withMail, complete(contact('1', { name: null, emails: [' Marie.Dupont@ACME.fr '] })))).toBe(
      'certain 1 email',
    );
  });

  test('comes before the number, where the names do not speak for the number', () => {
    const owner = contact('1', { emails: [MAIL] });
    expect(said(withMail, complete(owner, contact('2', { name: 'Paul Martin', numbers: [NUMBER] })))).toBe(
      'certain 1 email-of-several',
    );
    expect(said(withMail, complete(owner, contact('2', { name: null, numbers: [NUMBER] })))).toBe(
      'certain 1 email-of-several',
    );
    expect(said(withMail, complete(owner, contact('2', { numbers: [NUMBER] })))).toBe('several 1 2 shared');
  });

  test('of somebody with another name is not certain', () => {
    expect(said(withMail, complete(contact('1', { name: 'Paul Dupont', emails: [MAIL] })))).toBe(
      'several 1 contradicted',
    );
  });

  test('that two records have is a duplicate', () => {
    const twice = complete(
      contact('1', { emails: [MAIL] }),
      contact('2', { emails: [MAIL], numbers: [NUMBER] }),
    );
    expect(said(withMail, twice)).toBe('several 2 1 shared');
  });

  test('of a desk counts no more than a number', () => {
    const desk = facts({ person: person({ email: 'info@acme.fr' }) });
    const marie = contact('1', { numbers: [NUMBER] });
    const info = contact('2', { name: 'Marie', emails: ['info@acme.fr'] });
    expect(said(desk, complete(info))).toBe('certain 2 email');
    expect(said(desk, complete(info, contact('3', { name: 'Marie', emails: ['info@acme.fr'] })))).toBe(
      'several 2 3 shared',
    );
    expect(said(desk, complete(marie, info))).toBe('certain 1 name-of-several');
    expect(said(desk, complete({ ...info, name: 'Paul Martin' }))).toBe('several 2 contradicted');
  });
});

describe('a number', () => {
  test.each([
    '+33612345678',
    '0033 6 12 34 56 78',
    '06 12 34 56 78',
    '06.12.34.56.78',
    '+33 (0)6 12 34 56 78',
    'tel:+33-6-12-34-56-78',
    '01 99 00 12 34 / 06 12 34 56 78',
    '+33199001234;+33612345678',
    'Mobile: 06/12/34/56/78',
  ])('is the same as %s', (written) => {
    expect(said(nobody, complete(contact('1', { numbers: [written] })))).toBe('certain 1 number');
  });

  test.each([
    ['US', '+14155550123', '(415) 555-0123'],
    ['IT', '+390612345678', '06 1234 5678'],
    ['DK', '+4532123456', '32 12 34 56'],
    ['AR', '+5491123456789', '011 15-2345-6789'],
    ['GB', '+442079460123', '020 7946 0123'],
  ])('written as people in %s write it is theirs', (country, number, written) => {
    const about = facts({ person: null, country, number });
    expect(said(about, complete(contact('1', { numbers: [written] })))).toBe('certain 1 number');
  });

  test('that shares its last digits needs the name as well', () => {
    const belgian = { number: '+32470123456', country: 'FR' };
    const written = contact('1', { numbers: ['0470 12 34 56'] });
    expect(said(facts(belgian), complete(written))).toBe('certain 1 tail-and-name');
    expect(said(facts({ ...belgian, person: null }), complete(written))).toBe('several 1 contradicted');
    expect(said(facts(belgian), complete({ ...written, name: 'Marie Martin' }))).toBe(
      'several 1 contradicted',
    );
  });

  test('of a switchboard with an extension needs the name as well', () => {
    const written = contact('1', { numbers: ['06 12 34 56 78 ext. 42'] });
    expect(said(nobody, complete(written))).toBe('several 1 contradicted');
    expect(said(facts(), complete(written))).toBe('certain 1 tail-and-name');
  });

  test('after which stands an extension is one number, not two', () => {
    expect(said(nobody, complete(contact('1', { numbers: ['06 12 34 56 78,,42'] })))).toBe(
      'several 1 contradicted',
    );
  });

  test('of a country of its own is not taken for another’s', () => {
    expect(said(facts(), complete(contact('1', { numbers: ['+32612345678'] })))).toBe('none');
  });

  test('that nobody has is nobody’s, and a short code or a withheld one is never shared', () => {
    expect(said(facts(), complete(contact('1', { numbers: ['+33612345679'] })))).toBe('none');
    expect(said(facts({ number: '3900' }), complete(contact('1', { numbers: ['3900'] })))).toBe('none');
    expect(said(facts({ number: null }), complete(contact('1', { numbers: ['anonymous'] })))).toBe('none');
  });

  test('with another name is offered, never opened', () => {
    const paul = contact('1', { name: 'Paul Martin', numbers: [NUMBER] });
    expect(said(facts(), complete(paul))).toBe('several 1 contradicted');
  });

  test('does not say which of a house’s people it is', () => {
    const marie = contact('1', { numbers: [NUMBER] });
    const paul = contact('2', { name: 'Paul Martin', numbers: [NUMBER] });
    const anna = contact('3', { name: 'Anna Weber', numbers: [NUMBER] });
    expect(said(nobody, complete(marie, paul, anna))).toBe('several 3 1 2 shared');
    expect(said(facts(), complete(paul, marie, anna))).toBe('certain 1 name-of-several');
    const first = facts({ person: person({ last_name: null }) });
    expect(said(first, complete(paul, marie, anna))).toBe('several 1 3 2 shared');
  });

  test('alone does not outweigh another address or another company', () => {
    const unnamed = person({ name: null, last_name: null, email: MAIL });
    const paul = contact('1', { name: 'Paul Martin', numbers: [NUMBER], emails: ['paul.martin@acme.fr'] });
    expect(said(facts({ person: unnamed }), complete(paul))).toBe('several 1 contradicted');
    const house = facts({ person: null, company: company('Acme') });
    const elsewhere = contact('1', { numbers: [NUMBER], company: { id: '9', name: 'Globex' } });
    expect(said(house, complete(elsewhere))).toBe('several 1 contradicted');
    expect(said(house, complete({ ...elsewhere, company: { id: '9', name: 'ACME SAS' } }))).toBe(
      'certain 1 number',
    );
  });

  test('of Allo’s contact is as good as the one that calls', () => {
    const about = facts({ number: '+33199001234', person: person({ numbers: ['06 12 34 56 78'] }) });
    expect(said(about, complete(contact('1', { numbers: [NUMBER] })))).toBe('certain 1 number');
  });
});

describe('a lead', () => {
  const lead = contact('7', { kind: 'lead', numbers: [NUMBER], emails: [MAIL] });

  test('is certain where there is no contact', () => {
    expect(said(withMail, complete(lead))).toBe('certain 7 email');
  });

  test('gives way to the contact that it became', () => {
    expect(said(withMail, complete(lead, contact('1', { emails: [MAIL] })))).toBe('certain 1 email');
    expect(said(facts(), complete(lead, contact('1', { numbers: [NUMBER] })))).toBe('certain 1 number');
  });

  test('beside a contact that may be somebody else is one of two', () => {
    const other = contact('1', { name: 'Paul Martin', numbers: [NUMBER] });
    expect(said(nobody, complete(lead, other))).toBe('several 1 7 shared');
  });

  test('of the same id is not the contact', () => {
    expect(said(nobody, complete(contact('7', { name: null, numbers: [NUMBER] }), lead))).toBe(
      'several 7 7 shared',
    );
  });
});

describe('a list', () => {
  const marie = contact('1', { numbers: [NUMBER], emails: [MAIL] });

  test('that was cut makes nobody certain', () => {
    expect(said(withMail, cut(marie))).toBe('several 1 cut');
    expect(said(withMail, cut(contact('2', { name: 'Paul Martin' })))).toBe('unknown cut');
    expect(said(withMail, cut())).toBe('unknown cut');
  });

  test('that has one record twice has it once', () => {
    expect(said(withMail, complete(marie, { ...marie, emails: [] }, { ...marie, numbers: [] }))).toBe(
      'certain 1 email',
    );
  });

  test('of people who have nothing in common with Allo’s has nobody', () => {
    expect(said(facts(), complete(contact('1'), contact('2')))).toBe('none');
  });
});

test('the CRM is asked by every address and number, each once, the caller’s number first', () => {
  const about = facts({
    number: '+33612345678',
    person: person({
      email: 'Marie@Acme.fr',
      emails: ['marie@acme.fr ', 'nonsense', 'INFO@acme.fr'],
      numbers: ['06 12 34 56 78', '01 99 00 12 34', '3900', 'anonymous', '+32470123456'],
    }),
  });
  expect(cluesOf(about)).toEqual({
    emails: ['marie@acme.fr', 'info@acme.fr'],
    numbers: ['+33612345678', '+33199001234', '+32470123456'],
  });
});

test('a verdict says by which rule, what agreed and what did not', () => {
  const people = complete(
    contact('1', { emails: [MAIL], company: { id: '9', name: 'Acme SAS' } }),
    contact('2', { name: 'Paul\u202E Martin', numbers: [NUMBER], emails: ['paul.martin@acme.fr'] }),
    contact('3', { name: null, numbers: ['06 00 00 00 00'] }),
  );
  const about = { ...withMail, company: company('Acme') };
  expect(explainPerson(matchPerson(about, { found: people, named: [] }))).toEqual({
    rule: 'certain: of several, only this one has the e-mail address',
    records: [
      'contact 1, Marie Dupont: same e-mail address, same name, same company',
      'contact 3, without a name: nothing in common',
      'contact 2, Paul Martin: OTHER e-mail address, same number, OTHER name',
    ],
  });
  expect(explainPerson(matchPerson(facts(), { found: cut(), named: [] })).rule).toBe(
    'unknown: the CRM may have more than it gave, and nothing of that fits',
  );
});
