import type { CallKey } from '../../src-shared/brand.ts';
import type { AgentId } from '../sql/ids.ts';
import type { Sql } from '../sql/sql.ts';
import type { ClaimOutcome, ReleaseOutcome } from './commands.ts';
import { audienceOf } from './audience.ts';

export interface ClaimWriting {
  /**
   * "I'm on it": the first claim of a call stays until it is released, also when two come at once. Null when the call does
   * not concern the agent.
   */
  claim(call: CallKey, agent: AgentId, now: number): Promise<ClaimOutcome | null>;
  /** Takes the agent's own claim back. Null when the call does not concern the agent. */
  release(call: CallKey, agent: AgentId, now: number): Promise<ReleaseOutcome | null>;
}

// Whoever comes second waits here until the first one has committed.
const CLAIM = 'INSERT INTO claim (call, agent, at) VALUES (?, ?, ?) ON CONFLICT DO NOTHING';
const DROP_CLAIM = 'DELETE FROM claim WHERE call = ? AND agent = ?';
const HOLDER = 'SELECT a.email AS agent, a.name FROM claim c JOIN agent a ON a.id = c.agent WHERE c.call = ?';
/** Kept for devices that are off just now: without it they would go on showing the claim. */
const NOTE_RELEASE = `
  INSERT INTO released (call, agent, at) VALUES (?, ?, ?)
  ON CONFLICT (call) DO UPDATE SET agent = excluded.agent, at = excluded.at`;
const DROP_RELEASE = 'DELETE FROM released WHERE call = ?';

/** Claims in the caller's transaction. */
export function claimWriting(sql: Sql): ClaimWriting {
  async function holder(call: CallKey): Promise<ClaimOutcome['holder'] | null> {
    return (await sql.get<ClaimOutcome['holder']>(HOLDER, call)) ?? null;
  }

  return {
    claim: async (call, agent, now) => {
      const audience = await audienceOf(sql, call);
      if (!audience.includes(agent)) return null;
      const won = (await sql.run(CLAIM, call, agent, now)) === 1;
      if (won) await sql.run(DROP_RELEASE, call);
      const by = await holder(call);
      return by === null ? null : { call, holder: by, won, audience };
    },
    release: async (call, agent, now) => {
      const audience = await audienceOf(sql, call);
      if (!audience.includes(agent)) return null;
      const done = (await sql.run(DROP_CLAIM, call, agent)) === 1;
      if (done) await sql.run(NOTE_RELEASE, call, agent, now);
      return { call, done, holder: await holder(call), audience };
    },
  };
}
