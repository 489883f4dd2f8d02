import fc from 'fast-check';
import pg from 'pg';
import { expect, test } from 'vitest';
import { READ_AS, storable, written } from '../../../../src-relay/postgres/values.ts';

const text = fc.string({ unit: fc.constantFrom('a', '\0', '\uFFFD', 'é', '😀') });

test('a text is stored without U+0000, as long as it was, and what has none as it is', () => {
  fc.assert(
    fc.property(text, (one) => {
      expect(storable(one)).not.toContain('\0');
      expect(storable(one)).toHaveLength(one.length);
      if (!one.includes('\0')) expect(storable(one)).toBe(one);
      expect(storable(storable(one))).toBe(storable(one));
    }),
  );
});

test('values of a list are written as each of them alone', () => {
  const value = fc.oneof(text, fc.integer(), fc.constant(null), fc.uint8Array());
  fc.assert(
    fc.property(fc.array(value), (all) => {
      expect(written(all)).toEqual(all.map((one) => written(one)));
    }),
  );
});

test('bytes are written as the part of their buffer that they are', () => {
  const part = Uint8Array.of(1, 2, 3, 4).subarray(1, 3);
  expect(written(part)).toEqual(Buffer.of(2, 3));
});

const { BOOL, INT8, NUMERIC, TEXT } = pg.types.builtins;

test.each([
  ['a count', INT8, '42', 42],
  ['a sum', NUMERIC, '42', 42],
  ['a truth', BOOL, 't', 1],
  ['an untruth', BOOL, 'f', 0],
  ['a text', TEXT, '42', '42'],
])('%s is read as SQLite gives it', (_, type, said, read) => {
  expect((READ_AS.getTypeParser(type, 'text') as (text: string) => unknown)(said)).toBe(read);
});
