import type { DatabaseSync } from 'node:sqlite';
import type { AgentEmail } from '../../src-shared/brand.ts';
import type { Directory } from '../../src-shared/calls/routing.ts';
import type { RelayConfig } from '../config/schema.ts';
import { query } from '../journal/database.ts';
import type { AgentId } from '../journal/ids.ts';

/** Who is who, and each agent's row. */
export interface AgentDirectory extends Directory {
  readonly idOf: ReadonlyMap<AgentEmail, AgentId>;
  readonly emailOf: ReadonlyMap<AgentId, AgentEmail>;
  /** Users of Allo who are not meant to be told of anything, lower case. */
  readonly withoutRingside: readonly string[];
}

/**
 * Reads the directory: agents of the journal, lines and aliases of both the journal and the config. Reading again is
 * cheap as long as nothing changed.
 */
export function directoryReader(db: DatabaseSync): (config: RelayConfig) => AgentDirectory {
  const version = query<{ v: number }>(db, 'SELECT directory_version AS v FROM journal');
  const agents = query<{ id: AgentId; email: AgentEmail }>(db, 'SELECT id, email FROM agent');
  const aliases = query<{ address: string; email: AgentEmail }>(
    db,
    'SELECT address, email FROM alias JOIN agent ON agent.id = alias.agent',
  );
  const lines = query<{ number: string; email: AgentEmail }>(
    db,
    'SELECT number, email FROM line JOIN agent ON agent.id = line.agent',
  );
  let last: { version: number; config: RelayConfig; directory: AgentDirectory } | null = null;
  return (config) => {
    const now = version.get()?.v ?? 0;
    if (last !== null && last.version === now && last.config === config) return last.directory;
    const rows = agents.all();
    const directory: AgentDirectory = {
      idOf: new Map(rows.map((row) => [row.email, row.id])),
      emailOf: new Map(rows.map((row) => [row.id, row.email])),
      withoutRingside: config.withoutRingside,
      agents: new Set(rows.map((row) => row.email)),
      aliases: new Map([
        ...Object.entries(config.aliases).map(([from, to]): [string, AgentEmail] => [from, to as AgentEmail]),
        ...aliases.all().map((row): [string, AgentEmail] => [row.address, row.email]),
      ]),
      lines: [
        ...Object.entries(config.lines).map(([number, line]) => ({ number, agents: line.agents })),
        ...lines.all().map((row) => ({ number: row.number, agents: [row.email] })),
      ],
    };
    last = { version: now, config, directory };
    return directory;
  };
}
