import { DatabaseSync } from 'node:sqlite';
import { expect, it } from 'vitest';
import { gapKeeping } from '../../../../src-relay/recovery/gap.ts';
import { sqliteSql } from '../../../../src-relay/sqlite/sql.ts';
import { RECOVERY_TABLES } from '../../../../src-relay/sqlite/schema/recovery.ts';
import { NOW } from './made.ts';

const DAY_MS = 24 * 3_600_000;

it('a gap that a clock far ahead had opened does not hide the one there is when it was set back', async () => {
  const db = new DatabaseSync(':memory:');
  db.exec(
    `CREATE TABLE webhook (id TEXT PRIMARY KEY, received_at INTEGER NOT NULL) STRICT; ${RECOVERY_TABLES}`,
  );
  db.prepare('INSERT INTO webhook VALUES (?, ?)').run('msg_last', NOW - DAY_MS);
  const gap = gapKeeping(sqliteSql(db));
  await gap.open(NOW + 12 * DAY_MS);
  expect(await gap.open(NOW)).toEqual({ from: NOW - DAY_MS, to: NOW, reads: 0 });
});
