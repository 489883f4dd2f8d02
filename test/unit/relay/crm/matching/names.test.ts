import fc from 'fast-check';
import { expect, test } from 'vitest';
import { compareCompanies } from '../../../../../src-relay/crm/matching/company-names.ts';
import { isDeskAddress } from '../../../../../src-relay/crm/matching/emails.ts';
import { compareNames, readName } from '../../../../../src-relay/crm/matching/names.ts';

test.each([
  ['Marie Dupont', 'DUPONT Marie', 'same'],
  ['Marie Dupont', 'Dupont, Marie', 'same'],
  ['Éloïse Lefèvre', 'Eloise LEFEVRE', 'same'],
  ['Jean-Pierre Martin', 'Jean Pierre Martin', 'same'],
  ['Mme Marie Dupont', 'Marie Dupont', 'same'],
  ['Dr. Anna Müller', 'Anna Mueller', 'same'],
  ['Anna Müller', 'Anna Muller', 'same'],
  ['Anna Mueller', 'Anna Muller', 'unlike'],
  ["Sean O'Brien", 'Sean O’Brien', 'same'],
  ['Sean O&#39;Brien', 'sean obrien', 'same'],
  ['Marie de la Tour', 'Marie Delatour', 'same'],
  ['Marie de la Tour', 'TOUR Marie', 'same'],
  ['Piet van den Berg', 'Vandenberg Piet', 'same'],
  ['Søren Kjær', 'Soeren Kjaer', 'same'],
  ['山田太郎', '山田 太郎', 'same'],
  ['太郎 山田', '山田太郎', 'same'],
  ['Marie', 'Marie Dupont', 'fits'],
  ['Marie', 'Marie', 'fits'],
  ['Jean-Pierre', 'JEAN-PIERRE', 'fits'],
  ['Mme Dupont', 'Mme Dupont', 'fits'],
  ['Dupont,Marie', 'Marie Dupont', 'same'],
  ['M. Dupont', 'Marie Dupont', 'fits'],
  ['M. Dupont', 'M. Dupont', 'fits'],
  ['de la Tour', 'De La Tour', 'fits'],
  ['J.-P. Martin', 'Jean-Pierre Martin', 'fits'],
  ['JP Martin', 'Jean-Pierre Martin', 'fits'],
  ['Marie Claire Dupont', 'Marie Dupont', 'fits'],
  ['Robert (Bob) Smith', 'Bob Smith', 'fits'],
  ['John Smith Jr', 'John Smith', 'fits'],
  ['John Smith Jr', 'John Smith Sr', 'unlike'],
  ['Marie Dupont', 'Paul Dupont', 'unlike'],
  ['Marie Dupont', 'Marie Martin', 'unlike'],
  ['M. Dupont', 'Paul Dupont', 'unlike'],
  ['Marie Dupont', 'ACME SARL', 'unlike'],
  ['Le Van Minh', 'Tran Minh', 'unlike'],
  ['J. D.', 'Jean Dupont', 'unsaid'],
  ['Marie Dupont', null, 'unsaid'],
  ['Marie Dupont', '', 'unsaid'],
  ['Marie Dupont', '+33 6 12 34 56 78', 'unsaid'],
  ['Marie Dupont', 'marie@acme.test', 'unsaid'],
  ['Marie Dupont', 'Unknown caller', 'unsaid'],
] as const)('%s and %s: %s', (a, b, likeness) => {
  const [one, other] = [readName(a), readName(b)];
  expect([compareNames(one, other), compareNames(other, one)]).toEqual([likeness, likeness]);
});

test.each([
  ['Acme', 'ACME SAS', 'same'],
  ['Acme S.A.S.', 'acme sas', 'same'],
  ['SARL Dupont & Fils', 'Dupont et Fils', 'same'],
  ['Müller GmbH & Co. KG', 'MULLER', 'same'],
  ['Acme Ltd.', 'Acme Limited', 'same'],
  ['Acme, Inc.', 'Acme Incorporated', 'same'],
  ['Coca-Cola', 'CocaCola', 'same'],
  ["L'Oréal S.A.", 'L’OREAL', 'same'],
  ['Acme Sp. z o.o.', 'Acme', 'same'],
  ['The Acme Company', 'Acme', 'same'],
  ['SAS Institute Inc.', 'SAS Institute Incorporated', 'same'],
  ['Acme SAS', 'Acme GmbH', 'unlike'],
  ['Acme', 'Acme France', 'fits'],
  ['Acme', 'Globex', 'unlike'],
  ['Co Living', 'Living', 'fits'],
  ['SAS', 'SARL', 'unlike'],
  ['SAS', 'sas', 'same'],
  ['Acme', null, 'unsaid'],
  ['Acme', 'N/A', 'unsaid'],
] as const)('companies %s and %s: %s', (a, b, likeness) => {
  expect([compareCompanies(a, b), compareCompanies(b, a)]).toEqual([likeness, likeness]);
});

test.each([
  'info@acme.fr',
  'contact@acme.fr',
  'service.client@acme.fr',
  'sales-fr@acme.com',
  'no-reply@acme.com',
  'ne-pas-repondre@acme.fr',
  'info2@acme.fr',
  'comptabilité@acme.fr',
  'acme@acme.com',
  '0612345678@sms.test',
])('%s is a desk’s', (email) => {
  expect(isDeskAddress(email)).toBe(true);
});

test.each(['marie.dupont@acme.fr', 'marie@acme.fr', 'mdupont@gmail.com', 'sales.marie@acme.fr'])(
  '%s is somebody’s own',
  (email) => {
    expect(isDeskAddress(email)).toBe(false);
  },
);

test('any two texts compare, and the same way round', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' }), (a, b) => {
      const [one, other] = [readName(a), readName(b)];
      expect(compareNames(one, other)).toBe(compareNames(other, one));
      expect(compareCompanies(a, b)).toBe(compareCompanies(b, a));
      expect(typeof isDeskAddress(a)).toBe('boolean');
    }),
  );
});
