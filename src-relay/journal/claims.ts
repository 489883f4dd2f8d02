import type { AgentEmail, CallKey } from '../../src-shared/brand.ts';
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

/**
 * Who has a call, or that nobody has it any more. `at`, ms since 1970, rises with every change of the same call, whatever
 * the clocks of the relays say: of two states the one with the higher one is the newer.
 */
export type ClaimState =
  | { readonly kind: 'held'; readonly call: CallKey; readonly at: number; readonly holder: ClaimHolder }
  | { readonly kind: 'released'; readonly call: CallKey; readonly at: number; readonly by: AgentEmail };

export interface ClaimHolder {
  readonly agent: AgentEmail;
  readonly name: string | null;
}

/** That there was a change, and when. */
export type ClaimChange = Pick<ClaimState, 'call' | 'at'>;

const CLAIM = `
  INSERT INTO claim (call, agent, at)
  SELECT CAST(?1 AS TEXT), CAST(?2 AS BIGINT), CASE WHEN r.at >= ?3 THEN r.at + 1 ELSE CAST(?3 AS BIGINT) END
  FROM (SELECT max(at) AS at FROM released WHERE call = ?1) r WHERE true ON CONFLICT DO NOTHING`;
const DROP_CLAIM = 'DELETE FROM claim WHERE call = ? AND agent = ? RETURNING at';
/** Kept for devices that are off just now: without it they would go on showing the claim. */
const NOTE_RELEASE = `
  INSERT INTO released (call, agent, at) VALUES (?, ?, ?)
  ON CONFLICT (call) DO UPDATE SET agent = excluded.agent, at = excluded.at`;
const DROP_RELEASE = 'DELETE FROM released WHERE call = ?';
const HELD =
  'SELECT c.at, a.email AS agent, a.name FROM claim c JOIN agent a ON a.id = c.agent WHERE c.call = ?';
const RELEASED =
  'SELECT r.at, a.email AS agent FROM released r JOIN agent a ON a.id = r.agent WHERE r.call = ?';

/** How it is with a call; null: nobody ever had it, or it is erased. @throws StoreFault */
export async function claimStateOf(sql: Sql, call: CallKey): Promise<ClaimState | null> {
  const held = await sql.get<{ at: number; agent: AgentEmail; name: string | null }>(HELD, call);
  if (held !== undefined) {
    const { at, agent, name } = held;
    return { kind: 'held', call, at, holder: { agent, name } };
  }
  const released = await sql.get<{ at: number; agent: AgentEmail }>(RELEASED, call);
  if (released === undefined) return null;
  return { kind: 'released', call, at: released.at, by: released.agent };
}

/** Claims in the caller's transaction. */
export function claimWriting(sql: Sql): ClaimWriting {
  return {
    claim: async (call, agent, now) => {
      const audience = await audienceOf(sql, call);
      if (!audience.includes(agent)) return null;
      const won = (await sql.run(CLAIM, call, agent, now)) === 1;
      if (won) await sql.run(DROP_RELEASE, call);
      const state = await claimStateOf(sql, call);
      return state === null ? null : { state, won, audience };
    },
    release: async (call, agent, now) => {
      const audience = await audienceOf(sql, call);
      if (!audience.includes(agent)) return null;
      const dropped = await sql.get<{ at: number }>(DROP_CLAIM, call, agent);
      if (dropped !== undefined) await sql.run(NOTE_RELEASE, call, agent, Math.max(now, dropped.at + 1));
      return { call, done: dropped !== undefined, state: await claimStateOf(sql, call), audience };
    },
  };
}
