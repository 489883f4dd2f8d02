import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { DatabaseSync } from 'node:sqlite';
import type { AgentEmail } from '../../../../src-shared/brand.ts';
import { agentWriting } from '../../../../src-relay/agents/agents.ts';
import { newDeviceId } from '../../../../src-relay/agents/devices.ts';
import { DEFAULT_CONFIG } from '../../../../src-relay/config/schema.ts';
import { lookAtGroups } from '../../../../src-relay/doctor/groups.ts';
import { groupWriting } from '../../../../src-relay/groups/groups.ts';
import { groupJoining } from '../../../../src-relay/groups/joining.ts';
import { openJournalDatabase } from '../../../../src-relay/sqlite/database.ts';
import { sqliteSql } from '../../../../src-relay/sqlite/sql.ts';
import type { Sql } from '../../../../src-relay/sql/sql.ts';
import { NORA } from '../../../fixtures/allo.ts';

const NOW = 1_000_000_000_000;
const DAY = 86_400_000;
let folder: string;
let db: DatabaseSync;
let sql: Sql;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'ringside-groups-'));
  db = openJournalDatabase(folder);
  sql = sqliteSql(db);
  await agentWriting(sql).add({ email: NORA as AgentEmail, name: null, lines: [], aliases: [] }, NOW);
});
afterEach(() => {
  db.close();
  rmSync(folder, { recursive: true });
});

const add = (
  name: string,
  options: { most?: number; approves?: boolean; days?: number } = {},
): Promise<void> =>
  groupWriting(sql).add(
    {
      name,
      tokenHash: `hash of ${name}`,
      agents: null,
      most: options.most ?? 50,
      approves: options.approves ?? false,
      expiresAt: NOW + (options.days ?? 30) * DAY,
    },
    NOW,
  );
const ask = (name: string, computer: string) =>
  groupJoining(sql)(
    {
      tokenHash: `hash of ${name}`,
      address: NORA,
      computerHash: computer,
      device: { id: newDeviceId(), tokenHash: computer, name: computer },
    },
    DEFAULT_CONFIG,
    NOW,
  );
const told = async () => (await lookAtGroups(sql, NOW)).map(({ level, found }) => `${level} ${found}`);

test('nothing is said where there are no groups', async () => {
  expect(await told()).toEqual([]);
});

test('each group is told with its computers; what is full, expired or waiting wants doing', async () => {
  await add('desks');
  await add('one', { most: 1 });
  await add('old', { days: -1 });
  await add('asks', { approves: true });
  await ask('desks', 'a');
  await ask('one', 'b');
  await ask('asks', 'c');
  expect(await told()).toEqual([
    'ok asks: 0 of 50 computers, until 2001-10-09T01:46:40.000Z',
    'ok desks: 1 of 50 computers, until 2001-10-09T01:46:40.000Z',
    'warn the token of old has expired on 2001-09-08T01:46:40.000Z: new computers get nothing by it',
    'warn one is full, with 1 of 1 computers: no other is paired',
    'warn computers that wait to be approved: 1',
  ]);
  await groupWriting(sql).revoke('one', false, NOW);
  expect((await told()).join()).not.toContain('one is full');
});
