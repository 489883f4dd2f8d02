import fc from 'fast-check';
import { expect, test } from 'vitest';
import { foldText } from '../../../../../src-shared/history/fold-text.ts';
import { companyAsking, compareCompanies } from '../../../../../src-relay/crm/matching/company-names.ts';

test.each([
  ['Acme', 'Acme', 'Acme'],
  ['ACME (France), SAS', 'France', 'ACME'],
  ['SARL Dupont', 'Dupont', null],
  ['The Boring Company', 'Boring', null],
  ['L’Oréal S.A.', 'Oréal', 'L’Oréal'],
  ['acme.com', 'acme', 'acme'],
  ['A.B.C. GmbH', 'A', 'A.B.C.'],
  ['3M', '3M', '3M'],
])('%j is asked for by %j, from its beginning by %j', (name, word, start) => {
  expect(companyAsking(name)).toEqual({ word, start });
});

test.each(['', '  ', '—', 'x'.repeat(301)])('there is nothing to ask for in %j', (name) => {
  expect(companyAsking(name)).toBeNull();
});

const FORMS = ['', ' SAS', ' S.A.S.', ' sas', ' GmbH & Co. KG', ', Inc.', ' Ltd'];
const word = fc.constantFrom('Acme', 'Globex', 'L’Oréal', 'Nord', 'Müller', '3M', 'Dupont', 'France', 'Sud');
const written = fc.tuple(fc.constantFrom(...FORMS), fc.boolean());
const called = (words: readonly string[], [form, isLoud]: readonly [string, boolean]): string => {
  const name = `${words.join(' ')}${form}`;
  return isLoud ? name.toUpperCase() : name;
};

test('whoever has the same name, in any case and legal form, has what is asked for in theirs', () => {
  const fold = (text: string) => foldText(text).replaceAll(/[^\p{L}\p{N}]+/gu, '');
  let same = 0;
  fc.assert(
    fc.property(fc.array(word, { minLength: 1, maxLength: 3 }), written, written, (words, one, other) => {
      const [ours, theirs] = [called(words, one), called(words, other)];
      if (compareCompanies(ours, theirs) !== 'same') return;
      same += 1;
      const asking = companyAsking(ours);
      expect(asking).not.toBeNull();
      expect(fold(theirs)).toContain(fold(asking?.word ?? 'nothing'));
      if (asking?.start !== null)
        expect(fold(theirs).startsWith(fold(asking?.start ?? 'nothing'))).toBe(true);
    }),
    { numRuns: 500 },
  );
  expect(same).toBeGreaterThan(50);
});

test('text of any kind is asked for, or is not', () => {
  fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => void companyAsking(text)));
});
