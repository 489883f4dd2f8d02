import type { AgentEmail } from '../../src-shared/brand.ts';
import { lineOf, type Directory } from '../../src-shared/calls/routing.ts';
import type { RelayConfig } from '../config/schema.ts';
import type { AgentId } from '../sql/ids.ts';
import type { Sql } from '../sql/sql.ts';
import { addressIn, type Origin } from './address.ts';
import { teamLines } from './lines.ts';

/** Who is who, and each agent's row. */
export interface AgentDirectory extends Directory {
  readonly idOf: ReadonlyMap<AgentEmail, AgentId>;
  readonly emailOf: ReadonlyMap<AgentId, AgentEmail>;
  /** Users of Allo who are not meant to be told of anything, lower case. */
  readonly withoutRingside: readonly string[];
}

/**
 * The directory as it stands; the same object as before as long as nothing changed. A transaction asks before it changes
 * anything: what is rolled back must not be kept.
 * @throws StoreFault
 */
export type DirectoryReader = (sql: Sql, config: RelayConfig) => Promise<AgentDirectory>;

const VERSION = 'SELECT directory_version AS v FROM journal';
/** Has every relay look at the directory, and at what its devices were sent, although nobody in it has changed. */
export const RAISE_VERSION = 'UPDATE journal SET directory_version = directory_version + 1';

/** One statement, so that all of it is of one moment. Agents of a line are in order of their rows. */
export const DIRECTORY = `
  SELECT 'version' AS kind, directory_version AS id, CAST(NULL AS TEXT) AS email, CAST(NULL AS TEXT) AS what,
         CAST(NULL AS TEXT) AS more FROM journal
  UNION ALL SELECT 'agent', id, email, NULL, NULL FROM agent
  UNION ALL SELECT 'alias', agent.id, agent.email, alias.address, alias.origin
    FROM alias JOIN agent ON agent.id = alias.agent
  UNION ALL SELECT 'line', agent.id, agent.email, line.number, line.origin
    FROM line JOIN agent ON agent.id = line.agent
  UNION ALL SELECT 'alloLine', NULL, NULL, number, name FROM allo_line
  ORDER BY kind, what, id`;

export type DirectoryRow =
  | { readonly kind: 'version'; readonly id: number }
  | { readonly kind: 'agent'; readonly id: AgentId; readonly email: AgentEmail }
  | ({ readonly kind: 'alias' } & Theirs)
  | ({ readonly kind: 'line' } & Theirs)
  /** `more`: the line's name. */
  | { readonly kind: 'alloLine'; readonly what: string; readonly more: string | null };

interface Theirs {
  readonly email: AgentEmail;
  /** The address or the number. */
  readonly what: string;
  readonly more: Origin;
}

/**
 * Reads the directory: agents of the journal, lines and aliases of both the journal and the config. One of these serves
 * all of a relay's transactions: what was read last is kept for them, and reading again costs one look at its version.
 */
export function directoryReader(): DirectoryReader {
  let last: { version: number; config: RelayConfig; directory: AgentDirectory } | null = null;
  return async (sql, config) => {
    const version = (await sql.get<{ v: number }>(VERSION))?.v ?? 0;
    if (last !== null && last.version === version && last.config === config) return last.directory;
    const rows = await sql.all<DirectoryRow>(DIRECTORY);
    const directory = directoryOf(rows, config);
    last = { version: versionOf(rows), config, directory };
    return directory;
  };
}

function versionOf(rows: readonly DirectoryRow[]): number {
  return rows.find((row) => row.kind === 'version')?.id ?? 0;
}

/** What the admin wrote goes before the config, and the config before what a sync has from Allo. */
export function directoryOf(rows: readonly DirectoryRow[], config: RelayConfig): AgentDirectory {
  const agents = rows.filter((row) => row.kind === 'agent');
  const aliases = rows.filter((row) => row.kind === 'alias');
  const aliasesOf = (by: Origin) =>
    aliases.filter(({ more }) => more === by).map(({ what, email }): [string, AgentEmail] => [what, email]);
  const answering = rows
    .filter((row) => row.kind === 'line')
    .map(({ what, email, more }) => ({ number: what, agent: email, origin: more }));
  const alloLines = rows
    .filter((row) => row.kind === 'alloLine')
    .map(({ what, more }) => ({ number: what, name: more }));
  return {
    idOf: new Map(agents.map(({ email, id }) => [email, id])),
    emailOf: new Map(agents.map(({ email, id }) => [id, email])),
    withoutRingside: config.withoutRingside,
    agents: new Set(agents.map(({ email }) => email)),
    aliases: new Map([
      ...aliasesOf('allo'),
      ...Object.entries(config.aliases).map(([from, to]): [string, AgentEmail] => [from, to as AgentEmail]),
      ...aliasesOf('hand'),
    ]),
    lines: teamLines(config, answering, alloLines).map((line) => lineOf(line.number, line.agents)),
  };
}

const BEHIND = `
  SELECT id, 'own' AS "by" FROM agent WHERE email = ?1
  UNION ALL SELECT agent, origin FROM alias WHERE address = ?1`;

/** The row of the agent behind one of their addresses, as the directory has it; null: nobody's. */
export async function agentBehind(
  sql: Sql,
  { aliases }: Pick<RelayConfig, 'aliases'>,
  text: string,
): Promise<AgentId | null> {
  const address = addressIn(text);
  if (address === null) return null;
  const rows = await sql.all<{ id: AgentId; by: Origin | 'own' }>(BEHIND, address);
  const found = (by: Origin | 'own') => rows.find((row) => row.by === by)?.id ?? null;
  const first = found('own') ?? found('hand');
  if (first !== null) return first;
  const configured = Object.hasOwn(aliases, address) ? aliases[address] : undefined;
  if (configured === undefined) return found('allo');
  const ofConfig = await sql.all<{ id: AgentId; by: Origin | 'own' }>(BEHIND, configured);
  return ofConfig.find(({ by }) => by === 'own')?.id ?? null;
}
