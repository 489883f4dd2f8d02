import type { DatabaseSync } from 'node:sqlite';
import type { AgentEmail, CallKey } from '../../src-shared/brand.ts';
import { audienceReader } from './audience.ts';
import type { ClaimOutcome } from './commands.ts';
import { query } from './database.ts';
import type { AgentId } from './ids.ts';

export interface ClaimWriting {
  /** "I've got it": the first claim of a call stays. Null when the call does not concern the agent. */
  claim(call: CallKey, agent: AgentId, now: number): ClaimOutcome | null;
}

export function claimWriting(db: DatabaseSync): ClaimWriting {
  const audienceOf = audienceReader(db);
  const insert = query(db, 'INSERT OR IGNORE INTO claim (call, agent, at) VALUES (?, ?, ?)');
  const holderOf = query<{ agent: AgentEmail; name: string | null }>(
    db,
    'SELECT a.email AS agent, a.name FROM claim c JOIN agent a ON a.id = c.agent WHERE c.call = ?',
  );
  return {
    claim: (call, agent, now) => {
      const audience = audienceOf(call, null);
      if (!audience.includes(agent)) return null;
      const won = insert.run(call, agent, now) === 1;
      const holder = holderOf.get(call);
      return holder === undefined ? null : { call, holder: { ...holder }, won, audience };
    },
  };
}
