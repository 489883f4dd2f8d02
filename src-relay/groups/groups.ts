import type { AgentEmail } from '../../src-shared/brand.ts';
import type { AgentId } from '../sql/ids.ts';
import type { Sql } from '../sql/sql.ts';
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

const NAMED = 'SELECT id FROM computer_group WHERE name = ? AND revoked_at IS NULL';
const ADD = `
  INSERT INTO computer_group (name, token_hash, everybody, most, approves, added_at, expires_at)
  VALUES (?, ?, ?, ?, ?, ?, ?) RETURNING id`;
const ADD_AGENT = 'INSERT INTO group_agent (grp, agent) VALUES (?, ?) ON CONFLICT DO NOTHING';
const REVOKE = 'UPDATE computer_group SET revoked_at = ? WHERE id = ?';
const WAIT_NO_MORE = 'DELETE FROM waiting_computer WHERE grp = ?';
const DROP_DEVICES = 'DELETE FROM device WHERE id IN (SELECT device FROM group_device WHERE grp = ?)';
const APPROVE = 'UPDATE waiting_computer SET approved_at = ? WHERE id = ?';

/** What the admin does with groups; runs inside a transaction. */
export function groupWriting(sql: Sql) {
  const named = async (name: string) => (await sql.get<{ id: GroupId }>(NAMED, name))?.id;
  return {
    /** @throws GroupExists */
    async add(group: NewGroup, now: number): Promise<void> {
      await sql.lock('directory');
      const { name, tokenHash, agents, most, approves, expiresAt } = group;
      if ((await named(name)) !== undefined) throw new GroupExists(`there is a group ${name} already`);
      const [everybody, waits] = [Number(agents === null), Number(approves)];
      const row = await sql.get<{ id: GroupId }>(
        ADD,
        name,
        tokenHash,
        everybody,
        most,
        waits,
        now,
        expiresAt,
      );
      if (row === undefined) throw new Error('the group has no row');
      for (const agent of agents ?? []) await sql.run(ADD_AGENT, row.id, agent);
    },
    /**
     * The token is void from now on.
     * @param withDevices whether what was paired by it is closed too
     * @returns how many devices were closed; null: there is no such group
     */
    async revoke(name: string, withDevices: boolean, now: number): Promise<number | null> {
      await sql.lock('directory');
      const id = await named(name);
      if (id === undefined) return null;
      await sql.run(REVOKE, now, id);
      await sql.run(WAIT_NO_MORE, id);
      return withDevices ? sql.run(DROP_DEVICES, id) : 0;
    },
    /** Lets a computer that waits be paired when it asks next. @returns null: none waits by that id */
    async approve(computer: string, now: number): Promise<ListedWaiting | null> {
      await sql.lock('directory');
      if ((await sql.run(APPROVE, now, computer)) === 0) return null;
      return (await listWaiting(sql)).find((one) => one.computer === computer) ?? null;
    },
  };
}

const MEMBERS = `
  SELECT grp, email FROM group_agent JOIN agent ON agent.id = group_agent.agent ORDER BY email`;
const GROUPS = `
  SELECT g.id, g.name, g.everybody, g.most, g.approves, g.added_at, g.expires_at, g.used_at, g.revoked_at,
         (SELECT count(*) FROM group_device WHERE grp = g.id) AS devices,
         (SELECT count(*) FROM waiting_computer WHERE grp = g.id AND approved_at IS NULL) AS waiting
  FROM computer_group g ORDER BY g.name, g.id`;

/** Every group whose token is not revoked, and those revoked ones that computers are still paired by. */
export async function listGroups(sql: Sql, now: number): Promise<ListedGroup[]> {
  const rows = await sql.all<GroupRow>(GROUPS);
  const members = await sql.all<{ grp: GroupId; email: AgentEmail }>(MEMBERS);
  const agentsOf = Map.groupBy(members, ({ grp }) => grp);
  return rows
    .filter((row) => row.revoked_at === null || row.devices > 0)
    .map((row) => ({
      number: row.id,
      group: row.name,
      agents: row.everybody === 1 ? null : (agentsOf.get(row.id) ?? []).map(({ email }) => email),
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

const WAITING = `
  SELECT w.id AS computer, a.email AS agent, w.name, g.name AS grp, w.asked_at, w.approved_at
  FROM waiting_computer w JOIN agent a ON a.id = w.agent JOIN computer_group g ON g.id = w.grp
  ORDER BY w.asked_at, w.id`;

interface WaitingRow {
  computer: string;
  agent: AgentEmail;
  name: string | null;
  grp: string;
  asked_at: number;
  approved_at: number | null;
}

/** Every computer that waits for the admin, longest first. */
export async function listWaiting(sql: Sql): Promise<ListedWaiting[]> {
  const rows = await sql.all<WaitingRow>(WAITING);
  return rows.map(({ grp, asked_at: askedAt, approved_at: approvedAt, ...row }) => ({
    ...row,
    group: grp,
    askedAt: new Date(askedAt).toISOString(),
    approved: approvedAt !== null,
  }));
}
