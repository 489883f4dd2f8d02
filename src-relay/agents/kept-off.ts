import type { DatabaseSync } from 'node:sqlite';
import { query } from '../sqlite/database.ts';
import type { AgentId } from '../sql/ids.ts';

/** What the admin took away by hand stays away, whatever Allo lists. */
export interface KeepingOff {
  /** A line or an alias of an agent's. */
  add(email: string, what: string): void;
  /** The agent themselves, by every address and every user of Allo's that led to them. */
  addAgent(agent: AgentId): void;
  /** @param what a line or an alias; '' the agent themselves */
  release(email: string, what: string): void;
}

export function keepingOff(db: DatabaseSync): KeepingOff {
  const add = query(db, 'INSERT OR IGNORE INTO kept_off (who, what, agent) VALUES (?1, ?2, ?1)');
  const addAgent = query(
    db,
    `INSERT OR IGNORE INTO kept_off (who, what, agent)
     SELECT who, '', email FROM agent JOIN (
       SELECT email AS who FROM agent WHERE id = ?1
       UNION SELECT address FROM alias WHERE agent = ?1
       UNION SELECT id FROM allo_user WHERE agent = ?1
     ) WHERE agent.id = ?1`,
  );
  const release = query(db, 'DELETE FROM kept_off WHERE agent = ? AND what = ?');
  return {
    add: (email, what) => void add.run(email, what),
    addAgent: (agent) => void addAgent.run(agent),
    release: (email, what) => void release.run(email, what),
  };
}
