import type { Database } from '../sql/sql.ts';
import { agentVerbs, type AgentVerbs } from './agents.ts';

/**
 * What an admin does with the journal, beside relays that may be running: each verb is one transaction, or short ones.
 * The command line knows these, and no database.
 */
export interface Admin {
  readonly agents: AgentVerbs;
  close(): Promise<void>;
}

/** The verbs on an open database. */
export function adminOf(database: Database): Admin {
  return {
    agents: agentVerbs(database),
    close: () => database.close(),
  };
}
