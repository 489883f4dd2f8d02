import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { openSqlite } from '../../../../src-relay/sqlite/opened.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'ringside-at-once-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

it('several who have opened one journal in one process write by turns, and none is sent away', async () => {
  const opened = Array.from({ length: 4 }, () => openSqlite(folder));
  const rises = opened.flatMap(({ transaction }) =>
    Array.from({ length: 5 }, () =>
      transaction(async (sql) => {
        const row = await sql.get<{ n: number }>('SELECT first_seq AS n FROM journal');
        await sql.run('UPDATE journal SET first_seq = ?', (row?.n ?? 0) + 1);
      }),
    ),
  );
  await Promise.all(rises);
  expect(await opened[0]?.read.get('SELECT first_seq AS n FROM journal')).toEqual({ n: 20 });
  for (const { close } of opened) await close();
});
