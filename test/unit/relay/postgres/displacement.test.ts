import { DatabaseSync } from 'node:sqlite';
import { expect, test } from 'vitest';
import { displacementOf } from '../../../../src-relay/postgres/displacement.ts';
import { sqliteSql } from '../../../../src-relay/sqlite/sql.ts';

function database(key: string | null): DatabaseSync {
  const db = new DatabaseSync(':memory:');
  db.exec('CREATE TABLE erasing_key (key BLOB)');
  if (key !== null) db.prepare('INSERT INTO erasing_key VALUES (?)').run(Buffer.from(key));
  return db;
}

test.each<readonly [string, (db: DatabaseSync) => unknown, boolean]>([
  ['the one that was opened', () => undefined, false],
  ['another one', (db) => db.exec("UPDATE erasing_key SET key = x'00'"), true],
  ['one without tables yet', (db) => db.exec('DROP TABLE erasing_key'), false],
  ['one that is being filled', (db) => db.exec('DELETE FROM erasing_key'), false],
  ['one that cannot be asked', (db) => db.close(), false],
])('a database is another one or not: %s', async (_, become, isAnother) => {
  const db = database('key');
  const isDisplaced = await displacementOf(sqliteSql(db));
  expect(await isDisplaced()).toBe(false);
  become(db);
  expect(await isDisplaced()).toBe(isAnother);
});

test('a look that goes on is not joined by others', async () => {
  const sql = sqliteSql(database('key'));
  let asked = 0;
  const isDisplaced = await displacementOf({
    get: (statement, ...values) => {
      asked += 1;
      return sql.get(statement, ...values);
    },
  });
  expect(await Promise.all([isDisplaced(), isDisplaced(), isDisplaced()])).toEqual([false, false, false]);
  expect(asked).toBe(2);
});
