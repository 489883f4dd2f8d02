import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  and,
  anyIn,
  beginsWith,
  equals,
  hasRoleOf,
  isField,
  isIdOf,
  NOT_CLOSED,
  NOT_CONVERTED,
  select,
} from '../../../../../src-relay/crm/salesforce/soql.ts';
import { holds, MalformedQuery, readSoql } from '../../../../fixtures/crm/salesforce-soql.ts';

const hostile = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 60 }),
  fc.constantFrom(
    "' OR Name LIKE '%",
    String.raw`\' OR Id != null`,
    String.raw`\\' OR ''='`,
    String.raw`x\\`,
    "') OR (Name = '",
    '%',
    '_',
    String.raw`\%`,
    '\u0000',
    'a\nb',
    'LIMIT 2000',
    '"',
    '\ud800',
  ),
);
/** As a literal keeps it: on one line, and without half characters. */
const kept = (text: string) => text.toWellFormed().replaceAll(/\p{Cc}+/gu, ' ');

describe('whatever stands in a text', () => {
  test('the query keeps its form, and compares with that very text', () => {
    fc.assert(
      fc.property(fc.array(hostile, { minLength: 1, maxLength: 4 }), (texts) => {
        const where = and(NOT_CONVERTED, anyIn(['Email', 'Phone'], texts));
        const values = texts.map(kept);
        expect(readSoql(select('Lead', ['Id', 'Name'], where, 50))).toEqual({
          fields: ['Id', 'Name'],
          object: 'Lead',
          limit: 50,
          where: {
            kind: 'and',
            parts: [
              { kind: 'is', field: 'IsConverted', value: false },
              {
                kind: 'or',
                parts: ['Email', 'Phone'].map((field) => ({ kind: 'in', field, values })),
              },
            ],
          },
        });
      }),
      { numRuns: 500 },
    );
  });

  test('a name that begins with it is found, and no other', () => {
    fc.assert(
      fc.property(hostile, fc.string({ maxLength: 5 }), (text, more) => {
        fc.pre(text !== '');
        const { where } = readSoql(select('Account', ['Id'], beginsWith('Name', text), 5));
        const isFound = (Name: string) => holds(where, { Name }, () => []);
        expect(isFound(kept(text) + more)).toBe(true);
        expect(isFound(`~${kept(text)}`)).toBe(kept(text).startsWith('~') && /^~+$/.test(kept(text)));
      }),
      { numRuns: 500 },
    );
  });

  test('it is no id and no name of a field, unless it looks like one', () => {
    fc.assert(
      fc.property(hostile, (text) => {
        if (isField(text)) expect(text).toMatch(/^[A-Za-z]\w*(?:\.[A-Za-z]\w*)?$/);
        if (isIdOf('Contact', text)) expect(text).toMatch(/^003\w{12}(?:\w{3})?$/);
        expect(() => readSoql(select('Contact', ['Id', text], equals('Id', text), 1))).not.toThrow();
      }),
    );
  });
});

test('an id is of the object that it begins as', () => {
  const id = 'Qy0000000001IAQ';
  expect(isIdOf('Contact', `003${id}`)).toBe(true);
  expect(isIdOf('Contact', `003${id.slice(0, 12)}`)).toBe(true);
  for (const odd of [`001${id}`, `003${id.slice(0, 13)}`, `003${id}A`, '003', '', "003'"])
    expect(isIdOf('Contact', odd), odd).toBe(false);
});

describe('the stand-in reads SOQL as Salesforce does', () => {
  const role = hasRoleOf('003Qy0000000001IAQ');

  test('a semi-join stands at the top alone, or beside ANDs', () => {
    expect(() => readSoql(select('Opportunity', ['Id'], and(NOT_CLOSED, role), 5))).not.toThrow();
  });

  test.each([
    `SELECT Id FROM Opportunity WHERE IsClosed = false AND (AccountId = '001' OR ${role}) LIMIT 5`,
    `SELECT Id FROM Opportunity WHERE AccountId = '001' OR ${role} LIMIT 5`,
    "SELECT Id FROM Contact WHERE Name = 'a' AND Phone = 'b' OR Email = 'c' LIMIT 5",
    "SELECT Id FROM Contact WHERE Name = 'it's' LIMIT 5",
    "SELECT Id FROM Contact WHERE Name = 'a",
    'SELECT Id FROM Contact LIMIT 5; DELETE',
    'SELECT Id FROM Contact LIMIT',
    "SELECT Id FROM Contact WHERE Name = 'a\nb' LIMIT 5",
    String.raw`SELECT Id FROM Contact WHERE Name = '\q' LIMIT 5`,
    'SELECT * FROM Contact LIMIT 5',
    '',
  ])('%j is malformed', (soql) => {
    expect(() => readSoql(soql)).toThrow(MalformedQuery);
  });
});
