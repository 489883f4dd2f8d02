import type { AgentEmail } from '../../src-shared/brand.ts';
import type { Origin } from '../agents/address.ts';
import { lineKey, type AlloLine } from '../agents/lines.ts';
import type { AgentId } from '../sql/ids.ts';
import type { Sql } from '../sql/sql.ts';

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

const AGENTS = `
  SELECT id, email, name, origin, named_by AS "nameFrom",
         CASE WHEN blocked_at IS NULL THEN 0 ELSE 1 END AS "isBlocked"
  FROM agent ORDER BY email`;
const ALIASES = 'SELECT agent, address, origin FROM alias ORDER BY address';
const LINES = 'SELECT agent, number, origin FROM line ORDER BY number';
const USERS = 'SELECT agent, id FROM allo_user ORDER BY id';
const ALLO_LINES = 'SELECT number, name FROM allo_line ORDER BY number';
const KEPT_OFF = 'SELECT who, what FROM kept_off ORDER BY who, what';

/** Reads the directory for a sync; runs inside its transaction. */
export async function knownTeam(sql: Sql): Promise<KnownTeam> {
  const agents = await sql.all<Row>(AGENTS);
  const aliases = grouped(await sql.all<{ agent: AgentId; address: string; origin: Origin }>(ALIASES));
  const lines = grouped(await sql.all<{ agent: AgentId; number: string; origin: Origin }>(LINES));
  const users = grouped(await sql.all<{ agent: AgentId; id: string }>(USERS));
  return {
    agents: agents.map(({ id, isBlocked, ...agent }) => ({
      ...agent,
      isBlocked: isBlocked === 1,
      aliases: aliases(id).map(({ address, origin }) => ({ address, origin })),
      lines: lines(id).map(({ number, origin }) => ({ number: lineKey(number), origin })),
      users: users(id).map((user) => user.id),
    })),
    lines: await sql.all<AlloLine>(ALLO_LINES),
    keptOff: await sql.all<KeptOff>(KEPT_OFF),
  };
}

function grouped<T extends { agent: AgentId }>(rows: readonly T[]): (agent: AgentId) => readonly T[] {
  const byAgent = Map.groupBy(rows, ({ agent }) => agent);
  return (agent) => byAgent.get(agent) ?? [];
}
