import type { DatabaseSync } from 'node:sqlite';
import { visibleText } from '../../src-shared/format/visible-text.ts';
import type { AgentEmail } from '../../src-shared/brand.ts';
import { query } from '../sqlite/database.ts';
import type { AgentId, DeviceId } from '../sql/ids.ts';
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

function fromAllo(rows: readonly { what: string; origin: Origin }[]): string[] {
  return rows.filter(({ origin }) => origin === 'allo').map(({ what }) => what);
}

/** Every agent with lines and aliases, and who wrote them. */
export function agentListing(db: DatabaseSync): () => ListedAgent[] {
  const agents = query<AgentRow>(
    db,
    `SELECT id, email, name, (SELECT count(*) FROM device WHERE agent = agent.id) AS devices,
            origin, named_by AS nameFrom, blocked_at
     FROM agent ORDER BY email`,
  );
  const linesOf = query<{ what: string; origin: Origin }>(
    db,
    'SELECT number AS what, origin FROM line WHERE agent = ? ORDER BY number',
  );
  const aliasesOf = query<{ what: string; origin: Origin }>(
    db,
    'SELECT address AS what, origin FROM alias WHERE agent = ? ORDER BY address',
  );
  return () =>
    agents.all().map(({ id, blocked_at: blockedAt, ...agent }) => {
      const [lines, aliases] = [linesOf.all(id), aliasesOf.all(id)];
      return {
        ...agent,
        lines: lines.map(({ what }) => what),
        aliases: aliases.map(({ what }) => what),
        fromAllo: { lines: fromAllo(lines), aliases: fromAllo(aliases) },
        blockedAt: blockedAt === null ? null : new Date(blockedAt).toISOString(),
      };
    });
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

/** Every device with its agent and how far it has got. */
export function listDevices(db: DatabaseSync): ListedDevice[] {
  const devices = query<Row>(
    db,
    `SELECT d.id AS device, a.email AS agent, d.name, d.added_at, d.seen_at, d.acked, s.head, g.name AS "group"
     FROM device d JOIN agent a ON a.id = d.agent JOIN sequence s ON s.agent = a.id
     LEFT JOIN group_device gd ON gd.device = d.id LEFT JOIN computer_group g ON g.id = gd.grp
     ORDER BY a.email, d.added_at`,
  );
  return devices.all().map((row) => ({
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
