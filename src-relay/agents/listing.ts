import { visibleText } from '../../src-shared/format/visible-text.ts';
import type { AgentEmail } from '../../src-shared/brand.ts';
import type { AgentId, DeviceId } from '../sql/ids.ts';
import type { Sql } from '../sql/sql.ts';
import type { Origin } from './address.ts';

export interface ListedAgent {
  readonly email: AgentEmail;
  readonly name: string | null;
  readonly lines: readonly string[];
  readonly aliases: readonly string[];
  readonly devices: number;
  /** Who added the agent. */
  readonly origin: Origin;
  readonly nameFrom: Origin;
  /** Those of the lines and aliases that a sync brought. */
  readonly fromAllo: { readonly lines: readonly string[]; readonly aliases: readonly string[] };
  /** Since when the user is blocked in Allo, ISO; null: not. */
  readonly blockedAt: string | null;
}

interface AgentRow {
  id: AgentId;
  email: AgentEmail;
  name: string | null;
  devices: number;
  origin: Origin;
  nameFrom: Origin;
  blocked_at: number | null;
}

interface Theirs {
  agent: AgentId;
  what: string;
  origin: Origin;
}

const AGENTS = `
  SELECT id, email, name, (SELECT count(*) FROM device WHERE device.agent = agent.id) AS devices,
         origin, named_by AS "nameFrom", blocked_at
  FROM agent ORDER BY email`;
const LINES = 'SELECT agent, number AS what, origin FROM line ORDER BY number';
const ALIASES = 'SELECT agent, address AS what, origin FROM alias ORDER BY address';

/** Every agent with lines and aliases, and who wrote them. */
export async function listAgents(sql: Sql): Promise<ListedAgent[]> {
  const agents = await sql.all<AgentRow>(AGENTS);
  const linesOf = Map.groupBy(await sql.all<Theirs>(LINES), ({ agent }) => agent);
  const aliasesOf = Map.groupBy(await sql.all<Theirs>(ALIASES), ({ agent }) => agent);
  return agents.map(({ id, blocked_at: blockedAt, ...agent }) => {
    const [lines, aliases] = [linesOf.get(id) ?? [], aliasesOf.get(id) ?? []];
    return {
      ...agent,
      lines: lines.map(({ what }) => what),
      aliases: aliases.map(({ what }) => what),
      fromAllo: { lines: fromAllo(lines), aliases: fromAllo(aliases) },
      blockedAt: blockedAt === null ? null : new Date(blockedAt).toISOString(),
    };
  });
}

function fromAllo(rows: readonly Theirs[]): string[] {
  return rows.filter(({ origin }) => origin === 'allo').map(({ what }) => what);
}

export interface ListedDevice {
  readonly device: DeviceId;
  readonly agent: AgentEmail;
  readonly name: string | null;
  readonly addedAt: string;
  /** When it last said what it has; null when never. */
  readonly seenAt: string | null;
  /** Everything up to here is on its disk. */
  readonly acked: number;
  readonly head: number;
  /** The group by whose token it was paired; null: in another way. */
  readonly group: string | null;
}

interface Row {
  device: DeviceId;
  agent: AgentEmail;
  name: string | null;
  added_at: number;
  seen_at: number | null;
  acked: number;
  head: number;
  group: string | null;
}

const DEVICES = `
  SELECT d.id AS device, a.email AS agent, d.name, d.added_at, d.seen_at, d.acked, s.head, g.name AS "group"
  FROM device d JOIN agent a ON a.id = d.agent JOIN sequence s ON s.agent = a.id
  LEFT JOIN group_device gd ON gd.device = d.id LEFT JOIN computer_group g ON g.id = gd.grp
  ORDER BY a.email, d.added_at, d.id`;

/** Every device with its agent and how far it has got. */
export async function listDevices(sql: Sql): Promise<ListedDevice[]> {
  const devices = await sql.all<Row>(DEVICES);
  return devices.map((row) => ({
    device: row.device,
    agent: row.agent,
    // One that was paired before names were read like this.
    name: row.name === null ? null : visibleText(row.name),
    addedAt: new Date(row.added_at).toISOString(),
    seenAt: row.seen_at === null ? null : new Date(row.seen_at).toISOString(),
    acked: row.acked,
    head: row.head,
    group: row.group,
  }));
}
