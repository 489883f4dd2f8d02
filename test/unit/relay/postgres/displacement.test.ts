import { DatabaseSync } from 'node:sqlite';
import { expect, test } from 'vitest';
import { displacementOf } from '../../../../src-relay/postgres/displacement.ts';
import { DISPLACED } from '../../../../src-relay/sql/errors.ts';
import { sqliteSql } from '../../../../src-relay/sqlite/sql.ts';

function database(key: string | null): DatabaseSync {
  const db = new DatabaseSync(':memory:');
  db.exec('CREATE TABLE erasing_key (key BLOB)');
  if (key !== null) db.prepare('INSERT INTO erasing_key VALUES (?)').run(Buffer.from(key));
  return db;
}

test.each<readonly [string, (db: DatabaseSync) => unknown, string | null]>([
  ['the one that was opened', () => undefined, null],
  ['another one', (db) => db.exec("UPDATE erasing_key SET key = x'00'"), DISPLACED],
  ['one without tables yet', (db) => db.exec('DROP TABLE erasing_key'), null],
  ['one that is being filled', (db) => db.exec('DELETE FROM erasing_key'), null],
  ['one that cannot be asked', (db) => db.close(), null],
])('a database is another one or not: %s', async (_, become, why) => {
  const db = database('key');
  const displacement = await displacementOf(sqliteSql(db));
  expect(await displacement()).toBeNull();
  become(db);
  expect(await displacement()).toBe(why);
});

test('a look that goes on is not joined by others', async () => {
  const sql = sqliteSql(database('key'));
  let asked = 0;
  const displacement = await displacementOf({
    get: (statement, ...values) => {
      asked += 1;
      return sql.get(statement, ...values);
    },
  });
  expect(await Promise.all([displacement(), displacement(), displacement()])).toEqual([null, null, null]);
  expect(asked).toBe(2);
});
