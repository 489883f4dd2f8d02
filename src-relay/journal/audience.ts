import type { DatabaseSync } from 'node:sqlite';
import type { CallKey } from '../../src-shared/brand.ts';
import { query } from '../sqlite/database.ts';
import type { AgentId, EventId } from '../sql/ids.ts';

/**
 * Reads who was told of a call, in the same time however many events it has: all of them were told to the same agents
 * (`delivering.ts` sees to it), so its newest one says it. With `besides`, that event does not count.
 */
export function audienceReader(db: DatabaseSync): (call: CallKey, besides: EventId | null) => AgentId[] {
  const toldOf = query<{ agent: AgentId }>(
    db,
    `SELECT agent FROM delivery WHERE event =
       (SELECT id FROM event WHERE call = ? AND id IS NOT ? ORDER BY id DESC LIMIT 1)`,
  );
  return (call, besides) => toldOf.all(call, besides).map((row) => row.agent);
}
