import type { CallKey } from '../../src-shared/brand.ts';
import type { Sql } from '../sql/sql.ts';
import type { AgentId } from '../sql/ids.ts';

const AUDIENCE = `
  SELECT agent FROM delivery
  WHERE event = (SELECT id FROM event WHERE call = ? ORDER BY id DESC LIMIT 1) ORDER BY agent`;

/**
 * Whom a call concerns: who was told of it. All its events were told to the same agents, so the newest one says it.
 * Nobody once it is erased, or its events moved to another call. @throws StoreFault
 */
export async function audienceOf(sql: Sql, call: CallKey): Promise<AgentId[]> {
  return (await sql.all<{ agent: AgentId }>(AUDIENCE, call)).map(({ agent }) => agent);
}
