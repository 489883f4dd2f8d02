import { DatabaseSync } from 'node:sqlite';
import type { AgentEmail } from '../../../../src-shared/brand.ts';
import { agentWriting } from '../../../../src-relay/agents/agents.ts';
import type { DirectoryChanges } from '../../../../src-relay/allo-sync/changes.ts';
import { syncDirectory } from '../../../../src-relay/allo-sync/sync.ts';
import type { AlloNumber, AlloTeam, AlloUser } from '../../../../src-relay/allo-sync/team.ts';
import { DEFAULT_CONFIG, type RelayConfig } from '../../../../src-relay/config/schema.ts';
import type { Sql } from '../../../../src-relay/sql/sql.ts';
import { MIGRATIONS } from '../../../../src-relay/sqlite/schema/schema.ts';
import { sqliteSql } from '../../../../src-relay/sqlite/sql.ts';

export const at = (name: string): AgentEmail => `${name}@ringside.example` as AgentEmail;
export const NAMES = ['ana', 'ben', 'cho', 'dee', 'eli'].map(at);
export const NUMBERS = ['+33199003300', '+33199003301', '+33199003302'];

interface Made {
  readonly db: DatabaseSync;
  readonly sql: Sql;
}

function emptyJournal(): Made {
  const db = new DatabaseSync(':memory:');
  for (const migration of MIGRATIONS) db.exec(migration);
  db.exec("INSERT INTO journal (one, epoch) VALUES (1, 'e')");
  return { db, sql: sqliteSql(db) };
}

/** Made once: what a run writes is rolled back by the next one. */
export const [first, second] = [emptyJournal(), emptyJournal()];
const clocks = new Map<Sql, number>();

export function journal({ db, sql } = first): Sql {
  if (db.isTransaction) db.exec('ROLLBACK');
  db.exec('BEGIN');
  clocks.set(sql, 0);
  return sql;
}

export async function add(
  sql: Sql,
  email: AgentEmail,
  more: Partial<Record<'lines' | 'aliases', string[]>> = {},
): Promise<void> {
  await agentWriting(sql).add({ email, name: null, lines: [], aliases: [], ...more }, 1);
}

export async function sync(
  sql: Sql,
  allo: AlloTeam,
  remove = false,
  config: RelayConfig = DEFAULT_CONFIG,
): Promise<DirectoryChanges> {
  const clock = (clocks.get(sql) ?? 0) + 1;
  clocks.set(sql, clock);
  const done = await syncDirectory(sql, { allo, askedAt: clock, remove, config }, clock);
  if (done.status !== 'done') throw new Error(done.status);
  return done.changes;
}

export const whole = <T>(list: readonly T[]) => ({ list, isWhole: true });
export const team = (users: readonly AlloUser[], numbers: readonly AlloNumber[] = []): AlloTeam => ({
  users: whole(users),
  numbers: whole(numbers),
  troubles: [],
});
export const user = (id: string, email: AgentEmail | null = at(id), isBlocked = false): AlloUser => ({
  id: `usr-${id}`,
  email,
  name: id,
  isBlocked,
});
