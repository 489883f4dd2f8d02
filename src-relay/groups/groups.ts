import type { DatabaseSync } from 'node:sqlite';
import type { AgentEmail } from '../../src-shared/brand.ts';
import { query } from '../sqlite/database.ts';
import type { AgentId } from '../sql/ids.ts';
import type { GroupId } from './rules.ts';

export interface NewGroup {
  readonly name: string;
  readonly tokenHash: string;
  /** Null: every agent of this relay, those included who are added later. */
  readonly agents: readonly AgentId[] | null;
  /** How many computers at most. */
  readonly most: number;
  readonly approves: boolean;
  /** ms since 1970. */
  readonly expiresAt: number;
}

export interface ListedGroup {
  /** As the log calls it. */
  readonly number: GroupId;
  readonly group: string;
  /** Null: every agent of this relay. */
  readonly agents: readonly AgentEmail[] | null;
  readonly devices: number;
  readonly mostDevices: number;
  readonly waiting: number;
  readonly approve: boolean;
  readonly addedAt: string;
  readonly expiresAt: string;
  /** When a computer was paired last; null: never. */
  readonly usedAt: string | null;
  readonly state: 'valid' | 'expired' | 'revoked';
}

export interface ListedWaiting {
  /** As it is approved. */
  readonly computer: string;
  readonly agent: AgentEmail;
  readonly name: string | null;
  readonly group: string;
  readonly askedAt: string;
  readonly approved: boolean;
}

interface GroupRow {
  id: GroupId;
  name: string;
  everybody: number;
  most: number;
  approves: number;
  added_at: number;
  expires_at: number;
  used_at: number | null;
  revoked_at: number | null;
  devices: number;
  waiting: number;
}

/** There is one of that name already. */
export class GroupExists extends Error {
  override readonly name = 'GroupExists';
}

/** What the admin does with groups; runs inside a transaction. */
export function groupWriting(db: DatabaseSync) {
  const named = query<{ id: GroupId }>(
    db,
    'SELECT id FROM computer_group WHERE name = ? AND revoked_at IS NULL',
  );
  return {
    /** @throws GroupExists */
    add({ name, tokenHash, agents, most, approves, expiresAt }: NewGroup, now: number): void {
      if (named.get(name) !== undefined) throw new GroupExists(`there is a group ${name} already`);
      const id = query(
        db,
        `INSERT INTO computer_group (name, token_hash, everybody, most, approves, added_at, expires_at)
         VALUES (?, ?, ?, ?, ?, ?, ?)`,
      ).insert(name, tokenHash, Number(agents === null), most, Number(approves), now, expiresAt);
      const addAgent = query(db, 'INSERT OR IGNORE INTO group_agent (grp, agent) VALUES (?, ?)');
      for (const agent of agents ?? []) addAgent.run(id, agent);
    },
    /**
     * The token is void from now on.
     * @param withDevices whether what was paired by it is closed too
     * @returns how many devices were closed; null: there is no such group
     */
    revoke(name: string, withDevices: boolean, now: number): number | null {
      const id = named.get(name)?.id;
      if (id === undefined) return null;
      query(db, 'UPDATE computer_group SET revoked_at = ? WHERE id = ?').run(now, id);
      query(db, 'DELETE FROM waiting_computer WHERE grp = ?').run(id);
      if (!withDevices) return 0;
      return query(db, 'DELETE FROM device WHERE id IN (SELECT device FROM group_device WHERE grp = ?)').run(
        id,
      );
    },
    /** Lets a computer that waits be paired when it asks next. @returns null: none waits by that id */
    approve(computer: string, now: number): ListedWaiting | null {
      const found = query(db, 'UPDATE waiting_computer SET approved_at = ? WHERE id = ?').run(now, computer);
      return found === 0 ? null : (listWaiting(db).find((one) => one.computer === computer) ?? null);
    },
  };
}

/** Every group whose token is not revoked, and those revoked ones that computers are still paired by. */
export function listGroups(db: DatabaseSync, now: number): ListedGroup[] {
  const agentsOf = query<{ email: AgentEmail }>(
    db,
    'SELECT email FROM group_agent JOIN agent ON agent.id = group_agent.agent WHERE grp = ? ORDER BY email',
  );
  const rows = query<GroupRow>(
    db,
    `SELECT g.*, (SELECT count(*) FROM group_device WHERE grp = g.id) AS devices,
            (SELECT count(*) FROM waiting_computer WHERE grp = g.id AND approved_at IS NULL) AS waiting
     FROM computer_group g ORDER BY g.name, g.id`,
  ).all();
  return rows
    .filter((row) => row.revoked_at === null || row.devices > 0)
    .map((row) => ({
      number: row.id,
      group: row.name,
      agents: row.everybody === 1 ? null : agentsOf.all(row.id).map(({ email }) => email),
      devices: row.devices,
      mostDevices: row.most,
      waiting: row.waiting,
      approve: row.approves === 1,
      addedAt: new Date(row.added_at).toISOString(),
      expiresAt: new Date(row.expires_at).toISOString(),
      usedAt: row.used_at === null ? null : new Date(row.used_at).toISOString(),
      state: row.revoked_at !== null ? 'revoked' : row.expires_at <= now ? 'expired' : 'valid',
    }));
}

/** Every computer that waits for the admin, longest first. */
export function listWaiting(db: DatabaseSync): ListedWaiting[] {
  return query<{
    computer: string;
    agent: AgentEmail;
    name: string | null;
    grp: string;
    asked_at: number;
    approved_at: number | null;
  }>(
    db,
    `SELECT w.id AS computer, a.email AS agent, w.name, g.name AS grp, w.asked_at, w.approved_at
     FROM waiting_computer w JOIN agent a ON a.id = w.agent JOIN computer_group g ON g.id = w.grp
     ORDER BY w.asked_at, w.id`,
  )
    .all()
    .map(({ grp, asked_at: askedAt, approved_at: approvedAt, ...row }) => ({
      ...row,
      group: grp,
      askedAt: new Date(askedAt).toISOString(),
      approved: approvedAt !== null,
    }));
}
