import type { AgentId } from '../sql/ids.ts';
import type { Sql } from '../sql/sql.ts';

/** What the admin took away by hand stays away, whatever Allo lists. */
export interface KeepingOff {
  /** A line or an alias of an agent's. */
  add(email: string, what: string): Promise<void>;
  /** The agent themselves, by every address and every user of Allo's that led to them. */
  addAgent(agent: AgentId): Promise<void>;
  /** @param what a line or an alias; '' the agent themselves */
  release(email: string, what: string): Promise<void>;
}

const ADD = 'INSERT INTO kept_off (who, what, agent) VALUES (?1, ?2, ?1) ON CONFLICT DO NOTHING';
const ADD_AGENT = `
  INSERT INTO kept_off (who, what, agent)
  SELECT known.who, '', agent.email FROM agent JOIN (
    SELECT email AS who, id AS agent FROM agent
    UNION SELECT address, agent FROM alias
    UNION SELECT id, agent FROM allo_user
  ) AS known ON known.agent = agent.id
  WHERE agent.id = ? ON CONFLICT DO NOTHING`;
const RELEASE = 'DELETE FROM kept_off WHERE agent = ? AND what = ?';

export function keepingOff(sql: Sql): KeepingOff {
  return {
    add: async (email, what) => void (await sql.run(ADD, email, what)),
    addAgent: async (agent) => void (await sql.run(ADD_AGENT, agent)),
    release: async (email, what) => void (await sql.run(RELEASE, email, what)),
  };
}
