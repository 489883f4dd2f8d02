import type { DatabaseSync } from 'node:sqlite';
import type { AgentEmail } from '../../src-shared/brand.ts';
import type { Directory } from '../../src-shared/calls/routing.ts';
import type { RelayConfig } from '../config/schema.ts';
import { query } from '../sqlite/database.ts';
import type { AgentId } from '../sql/ids.ts';
import { addressIn, type Origin } from './address.ts';
import { teamLines, type AlloLine, type LineAgent } from './lines.ts';

/** Who is who, and each agent's row. */
export interface AgentDirectory extends Directory {
  readonly idOf: ReadonlyMap<AgentEmail, AgentId>;
  readonly emailOf: ReadonlyMap<AgentId, AgentEmail>;
  /** Users of Allo who are not meant to be told of anything, lower case. */
  readonly withoutRingside: readonly string[];
}

/** The row of the agent behind one of their addresses; null: nobody's. */
export function agentBehindIn({ aliases, idOf }: AgentDirectory, text: string): AgentId | null {
  const address = addressIn(text);
  if (address === null) return null;
  return idOf.get(address) ?? idOf.get(aliases.get(address) ?? address) ?? null;
}

/**
 * Reads the directory: agents of the journal, lines and aliases of both the journal and the config. What the admin wrote
 * goes before what a sync has from Allo. Reading again is cheap as long as nothing changed.
 */
export function directoryReader(db: DatabaseSync): (config: RelayConfig) => AgentDirectory {
  const version = query<{ v: number }>(db, 'SELECT directory_version AS v FROM journal');
  const agents = query<{ id: AgentId; email: AgentEmail }>(db, 'SELECT id, email FROM agent');
  const aliases = query<{ address: string; email: AgentEmail; origin: Origin }>(
    db,
    'SELECT address, email, alias.origin FROM alias JOIN agent ON agent.id = alias.agent',
  );
  const lines = query<LineAgent>(
    db,
    'SELECT number, email AS agent, line.origin FROM line JOIN agent ON agent.id = line.agent',
  );
  const alloLines = query<AlloLine>(db, 'SELECT number, name FROM allo_line');
  let last: { version: number; config: RelayConfig; directory: AgentDirectory } | null = null;
  return (config) => {
    const now = version.get()?.v ?? 0;
    if (last !== null && last.version === now && last.config === config) return last.directory;
    const rows = agents.all();
    const { hand = [], allo = [] } = Object.groupBy(aliases.all(), ({ origin }) => origin);
    const directory: AgentDirectory = {
      idOf: new Map(rows.map((row) => [row.email, row.id])),
      emailOf: new Map(rows.map((row) => [row.id, row.email])),
      withoutRingside: config.withoutRingside,
      agents: new Set(rows.map((row) => row.email)),
      aliases: new Map([
        ...allo.map((row): [string, AgentEmail] => [row.address, row.email]),
        ...Object.entries(config.aliases).map(([from, to]): [string, AgentEmail] => [from, to as AgentEmail]),
        ...hand.map((row): [string, AgentEmail] => [row.address, row.email]),
      ]),
      lines: teamLines(config, lines.all(), alloLines.all()),
    };
    last = { version: now, config, directory };
    return directory;
  };
}
