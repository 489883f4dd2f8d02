import type { DatabaseSync } from 'node:sqlite';
import { foundErasing } from '../crm/cache/forgetting.ts';
import { erasedMarks } from '../journal/erased.ts';
import { query } from '../sqlite/database.ts';
import type { CallKey } from '../../src-shared/brand.ts';
import type { AgentId, EventId } from '../sql/ids.ts';
import { idsIn, personsIn } from './kept-events.ts';

/** Erases events; runs inside a transaction. */
export interface EventErasing {
  /**
   * Erases an event, all others of its call, what is kept of the call, and what was found of its person in the CRM; remembers them by hashes, so that what still
   * comes for them is not taken in.
   * @returns how many events; 0 when it is gone already
   */
  erase(id: EventId): number;
  /** Replaces what an event of somebody else says of them. @returns false when it is gone already */
  redact(id: EventId): boolean;
  /** The agents who were told of any of it start over. */
  startOver(): void;
}

/** @param tails the last digits of the numbers that are being forgotten */
export function eventErasing(
  db: DatabaseSync,
  tails: ReadonlySet<string>,
  without: (value: unknown) => unknown,
  now: () => number,
): EventErasing {
  const marks = erasedMarks(db);
  const foundInCrm = foundErasing(db);
  const read = query<{ id: EventId; topic: string; call: CallKey | null; data: string }>(
    db,
    "SELECT id, topic, call, data FROM event WHERE id = ? AND topic <> 'erased'",
  );
  const ofCall = query<{ id: EventId }>(db, 'SELECT id FROM event WHERE call = ?');
  const about = query<{ id: EventId }>(db, 'SELECT id FROM event WHERE about = ?');
  const audience = query<{ agent: AgentId }>(db, 'SELECT agent FROM delivery WHERE event = ?');
  const startOver = query(db, 'UPDATE agent SET erasures = erasures + 1 WHERE id = ?');
  const empty = eventEmptying(db);
  const ofCallToo = ['claim', 'released', 'past_call'].map((table) =>
    query(db, `DELETE FROM ${table} WHERE call = ?`),
  );
  const write = query(db, `UPDATE event SET data = ?2, webhook_id = 'redacted_' || id WHERE id = ?1`);
  const agents = new Set<AgentId>();
  const noteAudience = (id: EventId): void => {
    for (const { agent } of audience.all(id)) agents.add(agent);
  };

  function eraseOne(id: EventId, found: EventId[]): boolean {
    const event = read.get(id);
    if (event === undefined) return false;
    const ids = idsIn(event);
    if (ids.call !== null) for (const other of about.all(ids.call)) found.push(other.id);
    if (event.call !== null) {
      for (const other of ofCall.all(event.call)) found.push(other.id);
      for (const drop of ofCallToo) drop.run(event.call);
    }
    marks.noteEvent({ id, ...ids }, tails, now());
    foundInCrm.ofPerson(personsIn(event));
    noteAudience(id);
    empty(id);
    return true;
  }

  return {
    erase(id) {
      const found = [id];
      let erased = 0;
      for (let next = found.pop(); next !== undefined; next = found.pop())
        if (eraseOne(next, found)) erased += 1;
      return erased;
    },
    redact(id) {
      const event = read.get(id);
      if (event === undefined) return false;
      noteAudience(id);
      write.run(id, JSON.stringify(without(JSON.parse(event.data))));
      return true;
    },
    startOver() {
      for (const agent of agents) startOver.run(agent);
      agents.clear();
    },
  };
}

/** Keeps the event's places in the sequences, and nothing else of it. */
function eventEmptying(db: DatabaseSync): (id: EventId) => void {
  const isTold = query(db, 'SELECT 1 FROM delivery WHERE event = ? LIMIT 1');
  const traces = ['sighting', 'transfer', 'text_message', 'memory', 'quarantine'].map((table) =>
    query(db, `DELETE FROM ${table} WHERE event = ?`),
  );
  const drop = query(db, 'DELETE FROM event WHERE id = ?');
  const empty = query(
    db,
    `UPDATE event SET webhook_id = 'erased_' || id, topic = 'erased', call = NULL, about = NULL, data = '{}',
       reduced = NULL
     WHERE id = ?`,
  );
  return (id) => {
    for (const trace of traces) trace.run(id);
    (isTold.get(id) === undefined ? drop : empty).run(id);
  };
}
