import type { CallKey } from '../../src-shared/brand.ts';
import { foundErasing } from '../crm/cache/forgetting.ts';
import { readErasingKey } from '../sql/erasing-key.ts';
import type { AgentId, EventId } from '../sql/ids.ts';
import type { Sql } from '../sql/sql.ts';
import { idsIn, personsIn } from './kept-events.ts';
import { noteErased } from './marking.ts';

const READ = `SELECT id, topic, call, data FROM event WHERE id = ? AND topic <> 'erased'`;
const OF_CALL = 'SELECT id FROM event WHERE call = ?';
const ABOUT = 'SELECT id FROM event WHERE about = ?';
const AUDIENCE = 'SELECT agent FROM delivery WHERE event = ?';
const START_OVER = 'UPDATE agent SET erasures = erasures + 1 WHERE id = ?';
const OF_CALL_TOO = ['claim', 'released', 'past_call'].map((table) => `DELETE FROM ${table} WHERE call = ?`);
const TRACES = ['sighting', 'transfer', 'text_message', 'memory', 'quarantine'].map(
  (table) => `DELETE FROM ${table} WHERE event = ?`,
);
const REDACT = `UPDATE event SET data = ?2, webhook_id = ?3 WHERE id = ?1`;
const DROP = 'DELETE FROM event WHERE id = ?';
const EMPTY = `
  UPDATE event SET webhook_id = ?2, topic = 'erased', call = NULL, about = NULL, data = '{}', reduced = NULL
  WHERE id = ?1`;

/** Erases events, several at once if need be; lives for one transaction. */
export interface EventErasing {
  /**
   * Erases an event, all others of its call, what is kept of the call, and what was found of its person in the CRM;
   * remembers them by hashes, so that what still comes for them is not taken in.
   * @returns how many events; 0 when it is gone already
   */
  erase(id: EventId): Promise<number>;
  /** Replaces what an event of somebody else says of them. @returns false when it is gone already */
  redact(id: EventId): Promise<boolean>;
  /** The agents who were told of any of it start over. */
  startOver(): Promise<void>;
}

interface KeptRow {
  readonly id: EventId;
  readonly topic: string;
  readonly call: CallKey | null;
  readonly data: string;
}

export interface ErasingParts {
  /** The last digits of the numbers that are being forgotten. */
  readonly tails: ReadonlySet<string>;
  readonly without: (value: unknown) => unknown;
  /** Ms since 1970, by the relay's clock. */
  readonly now: () => number;
}

export async function eventErasing(sql: Sql, { tails, without, now }: ErasingParts): Promise<EventErasing> {
  const key = await readErasingKey(sql);
  const foundInCrm = foundErasing(sql, key);
  const agents = new Set<AgentId>();
  /** Several may be erased at once, and of one call. */
  const begun = new Set<EventId>();

  async function audienceOf(id: EventId): Promise<AgentId[]> {
    const told = (await sql.all<{ agent: AgentId }>(AUDIENCE, id)).map(({ agent }) => agent);
    for (const agent of told) agents.add(agent);
    return told;
  }

  /** What needs nothing of each other is sent together: every round trip keeps webhooks waiting. */
  async function eraseOne(id: EventId, found: EventId[]): Promise<boolean> {
    if (begun.has(id)) return false;
    begun.add(id);
    const event = await sql.get<KeptRow>(READ, id);
    if (event === undefined) return false;
    const ids = idsIn(event);
    const { call } = event;
    const [about, ofCall, told] = await Promise.all([
      ids.call === null ? [] : sql.all<{ id: EventId }>(ABOUT, ids.call),
      call === null ? [] : sql.all<{ id: EventId }>(OF_CALL, call),
      audienceOf(id),
      noteErased(sql, key, { id, ...ids }, tails, now()),
    ]);
    for (const other of [...about, ...ofCall]) found.push(other.id);
    // Its places in the sequences stay, and nothing else of it.
    await Promise.all([
      ...(call === null ? [] : OF_CALL_TOO.map((drop) => sql.run(drop, call))),
      foundInCrm.ofPerson(personsIn(event)),
      ...TRACES.map((trace) => sql.run(trace, id)),
      told.length === 0 ? sql.run(DROP, id) : sql.run(EMPTY, id, `erased_${id}`),
    ]);
    return true;
  }

  return {
    async erase(id) {
      const found = [id];
      let erased = 0;
      for (let next = found.pop(); next !== undefined; next = found.pop())
        if (await eraseOne(next, found)) erased += 1;
      return erased;
    },
    async redact(id) {
      const event = await sql.get<KeptRow>(READ, id);
      if (event === undefined) return false;
      await audienceOf(id);
      await sql.run(REDACT, id, JSON.stringify(without(JSON.parse(event.data))), `redacted_${id}`);
      return true;
    },
    async startOver() {
      // In one order, so that no two wait for each other.
      const inOrder = [...agents].sort((a, b) => a - b);
      await Promise.all(inOrder.map((agent) => sql.run(START_OVER, agent)));
      agents.clear();
    },
  };
}
