import fc from 'fast-check';
import { expect, test } from 'vitest';
import { digesting, type TableDigest } from '../../../../src-relay/move/digest.ts';
import type { SqlValue } from '../../../../src-relay/sql/sql.ts';

function digestOf(rows: readonly (readonly SqlValue[])[]): TableDigest {
  const digest = digesting();
  for (const row of rows) digest.add(row);
  return digest.done();
}

test('tables have one digest just when every value in them is the same', () => {
  const value = fc.oneof(
    fc.constantFrom<SqlValue>(
      null,
      '',
      'null',
      '1',
      1,
      0,
      -1,
      '{"bytes":"AQ=="}',
      new Uint8Array(),
      Uint8Array.of(1),
    ),
    fc.string(),
  );
  const table = fc.array(fc.array(value, { maxLength: 3 }), { maxLength: 3 });
  fc.assert(
    fc.property(table, table, (one, other) => {
      const isSame = fc.stringify(one) === fc.stringify(other);
      expect(digestOf(one).digest === digestOf(other).digest).toBe(isSame);
      expect(digestOf(one)).toEqual(digestOf(structuredClone(one)));
      expect(digestOf(one).rows).toBe(one.length);
    }),
    { numRuns: 500 },
  );
});

test.each<readonly [string, readonly (readonly SqlValue[])[], readonly (readonly SqlValue[])[]]>([
  ['a text and a number', [['1']], [[1]]],
  ['bytes and what they are written as', [[Uint8Array.of(1)]], [['AQ==']]],
  ['nothing and the word for it', [[null]], [['null']]],
  ['rows that end elsewhere', [['a', 'b']], [['a'], ['b']]],
  ['rows in another order', [['a'], ['b']], [['b'], ['a']]],
])('%s are told apart', (_, one, other) => {
  expect(digestOf(one).digest).not.toBe(digestOf(other).digest);
});
