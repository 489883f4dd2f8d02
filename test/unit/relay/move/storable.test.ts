import { DatabaseSync } from 'node:sqlite';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  hasOtherKeysThere,
  inOrderOfThere,
  storableRows,
  type Row,
} from '../../../../src-relay/move/storable.ts';
import type { MovedTable } from '../../../../src-relay/move/tables.ts';
import { storable } from '../../../../src-relay/postgres/values.ts';

const TABLE: MovedTable = { name: 'thing', key: ['place', 'name'], columns: ['name', 'place', 'about'] };

const text = fc.string({ unit: fc.constantFrom('\0', 'a', 'b', '\uFFFD', '\uFFFE', '😀'), maxLength: 3 });
const rows: fc.Arbitrary<[string, number, string][]> = fc.uniqueArray(
  fc.tuple(text, fc.nat({ max: 1 }), text),
  { selector: ([name, place]) => `${place} ${name}`, maxLength: 12 },
);

function filled(all: readonly Row[]): DatabaseSync {
  const db = new DatabaseSync(':memory:');
  db.exec('CREATE TABLE thing (name TEXT, place INTEGER, about TEXT, PRIMARY KEY (place, name))');
  const insert = db.prepare('INSERT INTO thing VALUES (?, ?, ?)');
  for (const row of all) insert.run(...row);
  return db;
}

function rowsOf(db: DatabaseSync): Row[] {
  const found = db.prepare('SELECT name, place, about FROM thing ORDER BY place, name').all();
  return found.map(({ name, place, about }) => [name, place, about] as Row);
}

test('rows are written as the executor would write them there', () => {
  fc.assert(
    fc.property(rows, (all) => {
      const expected = all.map(([name, place, about]) => [storable(name), place, storable(about)]);
      expect([...storableRows(all)]).toEqual(expected);
    }),
  );
});

test('rows come in the order of their keys there, and of those that are one there the first', () => {
  fc.assert(
    fc.property(rows, (all) => {
      const [here, there] = [filled(all), filled([])];
      const moved = inOrderOfThere(rowsOf(here), TABLE);
      const insert = there.prepare('INSERT INTO thing VALUES (?, ?, ?) ON CONFLICT DO NOTHING');
      for (const row of storableRows(rowsOf(here))) insert.run(...row);
      expect(moved).toEqual(rowsOf(there));
    }),
  );
});

test('only a key with a U+0000 has another place there', () => {
  fc.assert(
    fc.property(rows, (all) => {
      const isOther = all.some(([name]) => name.includes('\0'));
      expect(hasOtherKeysThere(filled(all), TABLE)).toBe(isOther);
      if (!isOther)
        expect(inOrderOfThere(rowsOf(filled(all)), TABLE)).toEqual([...storableRows(rowsOf(filled(all)))]);
    }),
  );
});
