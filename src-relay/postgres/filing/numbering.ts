import type { Delivery } from '../../journal/commands.ts';
import { StoreFault } from '../../sql/sql.ts';
import type { AgentId, EventId } from '../../sql/ids.ts';
import type { PostgresSql } from '../sql.ts';
import type { ChangeOf } from './changes/change.ts';

export type PlannedDelivery = ChangeOf<'delivery'> & { readonly event: EventId };

const LOCK = 'SELECT id FROM agent WHERE id = ANY($1::bigint[]) ORDER BY id FOR NO KEY UPDATE';
const ADVANCE = `
  UPDATE agent SET head = head + a.more FROM unnest($1::bigint[], $2::int[]) a(id, more) WHERE agent.id = a.id
  RETURNING agent.id, agent.head`;
const INSERT = `
  INSERT INTO delivery (agent, seq, event, at)
  SELECT a.agent, agent.head - a.after, a.event, a.at
  FROM unnest($1::bigint[], $2::int[], $3::bigint[], $4::bigint[]) a(agent, after, event, at)
  LEFT JOIN agent ON agent.id = a.agent`;

/**
 * Gives each its place in its agent's sequence. The agents' rows are locked, in one order for everybody, from here to the
 * end of the transaction: whoever comes next has the next numbers, so that sequences rise in the order of the commits.
 * @throws StoreFault when an agent was removed meanwhile: there is no number for what it should be told
 */
export async function numberDeliveries(
  sql: PostgresSql,
  planned: readonly PlannedDelivery[],
): Promise<Delivery[]> {
  if (planned.length === 0) return [];
  const more = new Map<AgentId, number>();
  const places = planned.map(({ agent }) => {
    const place = (more.get(agent) ?? 0) + 1;
    more.set(agent, place);
    return place;
  });
  const agents = [...more.keys()];
  const afterOf = (at: number, agent: AgentId): number => (more.get(agent) ?? 0) - (places[at] ?? 0);
  const [, advanced] = await Promise.all([
    sql.rows(LOCK, [agents]),
    sql.rows<{ id: AgentId; head: number }>(ADVANCE, [agents, [...more.values()]]),
    sql.rows(INSERT, [
      planned.map(({ agent }) => agent),
      planned.map(({ agent }, at) => afterOf(at, agent)),
      planned.map(({ event }) => event),
      planned.map(({ at }) => at),
    ]),
  ]);
  const heads = new Map(advanced.map(({ id, head }) => [id, head]));
  return planned.map(({ agent, record, isNews }, at) => {
    const head = heads.get(agent);
    if (head === undefined) throw new StoreFault('refused', 'an agent was removed meanwhile');
    return { agent, seq: head - afterOf(at, agent), record, isNews };
  });
}
