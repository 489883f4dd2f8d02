import type { DatabaseSync } from 'node:sqlite';
import type { AgentEmail } from '../../src-shared/brand.ts';
import type { Origin } from '../agents/address.ts';
import { lineKey, type AlloLine } from '../agents/lines.ts';
import { query } from '../sqlite/database.ts';
import type { AgentId } from '../sql/ids.ts';

export interface KnownAgent {
  readonly email: AgentEmail;
  readonly name: string | null;
  readonly origin: Origin;
  readonly nameFrom: Origin;
  readonly isBlocked: boolean;
  readonly aliases: readonly { readonly address: string; readonly origin: Origin }[];
  readonly lines: readonly { readonly number: string; readonly origin: Origin }[];
  /** Allo's ids of the users that the agent is. */
  readonly users: readonly string[];
}

/** The directory as the journal has it. */
export interface KnownTeam {
  readonly agents: readonly KnownAgent[];
  readonly lines: readonly AlloLine[];
  readonly keptOff: readonly KeptOff[];
}

/** What the admin took away by hand: a user of Allo's, by id or address ('' in `what`), or a line or an alias of an agent's. */
export interface KeptOff {
  readonly who: string;
  readonly what: string;
}

interface Row {
  id: AgentId;
  email: AgentEmail;
  name: string | null;
  origin: Origin;
  nameFrom: Origin;
  isBlocked: number;
}

/** Reads the directory for a sync; runs inside its transaction. */
export function knownTeam(db: DatabaseSync): KnownTeam {
  const agents = query<Row>(
    db,
    `SELECT id, email, name, origin, named_by AS nameFrom, blocked_at IS NOT NULL AS isBlocked FROM agent
     ORDER BY email`,
  ).all();
  const aliases = grouped(
    query<{ agent: AgentId; address: string; origin: Origin }>(
      db,
      'SELECT agent, address, origin FROM alias ORDER BY address',
    ).all(),
  );
  const lines = grouped(
    query<{ agent: AgentId; number: string; origin: Origin }>(
      db,
      'SELECT agent, number, origin FROM line ORDER BY number',
    ).all(),
  );
  const users = grouped(
    query<{ agent: AgentId; id: string }>(db, 'SELECT agent, id FROM allo_user ORDER BY id').all(),
  );
  return {
    agents: agents.map(({ id, isBlocked, ...agent }) => ({
      ...agent,
      isBlocked: isBlocked === 1,
      aliases: aliases(id).map(({ address, origin }) => ({ address, origin })),
      lines: lines(id).map(({ number, origin }) => ({ number: lineKey(number), origin })),
      users: users(id).map((user) => user.id),
    })),
    lines: query<AlloLine>(db, 'SELECT number, name FROM allo_line ORDER BY number').all(),
    keptOff: query<KeptOff>(db, 'SELECT who, what FROM kept_off').all(),
  };
}

function grouped<T extends { agent: AgentId }>(rows: readonly T[]): (agent: AgentId) => readonly T[] {
  const byAgent = Map.groupBy(rows, ({ agent }) => agent);
  return (agent) => byAgent.get(agent) ?? [];
}
