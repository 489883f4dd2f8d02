import { directoryReader, type AgentDirectory } from '../agents/directory.ts';
import type { RelayConfig } from '../config/schema.ts';
import type { Database } from '../sql/sql.ts';

export interface AgentVerbs {
  /** Who is who, with what the config says. */
  directory(config: RelayConfig): Promise<AgentDirectory>;
}

export function agentVerbs(database: Database): AgentVerbs {
  return {
    directory: (config) => directoryReader()(database.read, config),
  };
}
