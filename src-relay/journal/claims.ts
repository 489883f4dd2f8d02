import type { DatabaseSync } from 'node:sqlite';
import type { AgentEmail, CallKey } from '../../src-shared/brand.ts';
import { audienceReader } from './audience.ts';
import type { ClaimOutcome, ReleaseOutcome } from './commands.ts';
import { query } from '../sqlite/database.ts';
import type { AgentId } from '../sql/ids.ts';

export interface ClaimWriting {
  /** "I'm on it": the first claim of a call stays until it is released. Null when the call does not concern the agent. */
  claim(call: CallKey, agent: AgentId, now: number): ClaimOutcome | null;
  /** Takes the agent's own claim back. Null when the call does not concern the agent. */
  release(call: CallKey, agent: AgentId, now: number): ReleaseOutcome | null;
}

export function claimWriting(db: DatabaseSync): ClaimWriting {
  const audienceOf = audienceReader(db);
  const insert = query(db, 'INSERT OR IGNORE INTO claim (call, agent, at) VALUES (?, ?, ?)');
  const drop = query(db, 'DELETE FROM claim WHERE call = ? AND agent = ?');
  const holderOf = query<{ agent: AgentEmail; name: string | null }>(
    db,
    'SELECT a.email AS agent, a.name FROM claim c JOIN agent a ON a.id = c.agent WHERE c.call = ?',
  );
  // Kept for devices that are off just now: without it they would go on showing the claim.
  const noteRelease = query(db, 'INSERT OR REPLACE INTO released (call, agent, at) VALUES (?, ?, ?)');
  const dropRelease = query(db, 'DELETE FROM released WHERE call = ?');

  function holder(call: CallKey): ClaimOutcome['holder'] | null {
    const row = holderOf.get(call);
    return row === undefined ? null : { ...row };
  }

  return {
    claim: (call, agent, now) => {
      const audience = audienceOf(call, null);
      if (!audience.includes(agent)) return null;
      const won = insert.run(call, agent, now) === 1;
      if (won) dropRelease.run(call);
      const by = holder(call);
      return by === null ? null : { call, holder: by, won, audience };
    },
    release: (call, agent, now) => {
      const audience = audienceOf(call, null);
      if (!audience.includes(agent)) return null;
      const done = drop.run(call, agent) === 1;
      if (done) noteRelease.run(call, agent, now);
      return { call, done, holder: holder(call), audience };
    },
  };
}
