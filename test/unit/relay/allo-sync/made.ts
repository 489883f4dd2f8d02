import { DatabaseSync } from 'node:sqlite';
import type { AgentEmail } from '../../../../src-shared/brand.ts';
import { agentWriting } from '../../../../src-relay/agents/agents.ts';
import { directorySync } from '../../../../src-relay/allo-sync/sync.ts';
import type { AlloNumber, AlloTeam, AlloUser } from '../../../../src-relay/allo-sync/team.ts';
import { DEFAULT_CONFIG, type RelayConfig } from '../../../../src-relay/config/schema.ts';
import { MIGRATIONS } from '../../../../src-relay/sqlite/schema/schema.ts';

export const at = (name: string): AgentEmail => `${name}@ringside.example` as AgentEmail;
export const NAMES = ['ana', 'ben', 'cho', 'dee', 'eli'].map(at);
export const NUMBERS = ['+33199003300', '+33199003301', '+33199003302'];

function emptyJournal(): DatabaseSync {
  const db = new DatabaseSync(':memory:');
  for (const migration of MIGRATIONS) db.exec(migration);
  db.exec("INSERT INTO journal (one, epoch) VALUES (1, 'e')");
  return db;
}

/** Made once: what a run writes is rolled back by the next one. */
export const [first, second] = [emptyJournal(), emptyJournal()];
const clocks = new Map<DatabaseSync, number>();

export function journal(db = first): DatabaseSync {
  if (db.isTransaction) db.exec('ROLLBACK');
  db.exec('BEGIN');
  clocks.set(db, 0);
  return db;
}

export function add(
  db: DatabaseSync,
  email: AgentEmail,
  more: Partial<Record<'lines' | 'aliases', string[]>> = {},
) {
  agentWriting(db).add({ email, name: null, lines: [], aliases: [], ...more }, 1);
}

export function sync(db: DatabaseSync, allo: AlloTeam, remove = false, config: RelayConfig = DEFAULT_CONFIG) {
  const clock = (clocks.get(db) ?? 0) + 1;
  clocks.set(db, clock);
  const done = directorySync(db)({ allo, askedAt: clock, remove, config }, clock);
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
