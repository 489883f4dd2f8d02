import type { DatabaseSync } from 'node:sqlite';
import { readEvent, type AlloEvent, type CompletedData } from '../../src-shared/allo/events.ts';
import type { CallKey } from '../../src-shared/brand.ts';
import { alloCallKey } from '../../src-shared/calls/allo-call-id.ts';
import { agentFor, namedOwners } from '../../src-shared/calls/routing.ts';
import type { AgentDirectory } from '../agents/directory.ts';
import { audienceReader } from './audience.ts';
import { query } from '../sqlite/database.ts';
import type { AgentId, EventId } from '../sql/ids.ts';

/** The legs of a transfer besides the one at hand, and who had any of them: all of it concerns all of them. */
export interface OtherLegs {
  readonly calls: readonly CallKey[];
  readonly ends: readonly AgentId[];
}

const NO_LEGS: OtherLegs = { calls: [], ends: [] };
/** More legs than a call has. */
const MOST_LEGS = 16;

/**
 * Notes which call a completed one was transferred from, and finds the other legs by Allo's ids: whichever of them
 * came first, the last one to be completed finds them all. Runs inside the writer's transaction, after filing.
 */
export function legsReader(
  db: DatabaseSync,
): (id: EventId, event: AlloEvent, call: CallKey | null, directory: AgentDirectory) => OtherLegs {
  const note = query(db, 'INSERT OR IGNORE INTO transfer (event, original) VALUES (?, ?)');
  const originalsOf = query<{ id: string }>(
    db,
    `SELECT t.original AS id FROM sighting s JOIN transfer t ON t.event = s.event WHERE s.allo_call = ?`,
  );
  const legsFrom = query<{ id: string }>(
    db,
    `SELECT s.allo_call AS id FROM transfer t JOIN sighting s ON s.event = t.event WHERE t.original = ?`,
  );
  const completions = query<{ call: CallKey; data: string }>(
    db,
    `SELECT e.call, e.data FROM sighting s JOIN event e ON e.id = s.event
     WHERE s.allo_call = ? AND e.call IS NOT NULL`,
  );
  const audienceOf = audienceReader(db);

  /** Allo's ids of all legs, this one's first. */
  function family({ id, transfer_original_call_id: original }: CompletedData): string[] {
    const ids = new Set([id, ...(original === null ? [] : [original])].map(alloCallKey));
    for (const known of ids) {
      for (const other of [...originalsOf.all(known), ...legsFrom.all(known)])
        if (ids.size < MOST_LEGS) ids.add(other.id);
    }
    return [...ids];
  }

  /** Whom the leg's completion names; when it names nobody, everybody who was told of it. */
  function endsOf(call: CallKey, event: AlloEvent, directory: AgentDirectory): AgentId[] {
    const { users } = namedOwners(event);
    if (users.length === 0) return audienceOf(call, null);
    const agents = users.map((user) => agentFor(user, directory));
    return agents.flatMap((agent) => (agent === null ? [] : (directory.idOf.get(agent) ?? [])));
  }

  return (id, event, call, directory) => {
    if (event.topic !== 'call.completed' || call === null) return NO_LEGS;
    const { transfer_original_call_id: original } = event.data;
    if (original !== null && original !== event.data.id) note.run(id, alloCallKey(original));
    const ids = family(event.data);
    if (ids.length === 1) return NO_LEGS;
    const legs = ids.slice(1).flatMap((other) => completions.all(other));
    const others = legs.filter((leg) => leg.call !== call);
    if (others.length === 0) return NO_LEGS;
    const ends = others.flatMap((leg) => {
      const body = { topic: 'call.completed', version: '2.0', data: JSON.parse(leg.data) as unknown };
      // When it was is nothing to ask of it here.
      const read = readEvent(body, event.data.started_at);
      return read.ok ? endsOf(leg.call, read.event, directory) : [];
    });
    const calls = [...new Set(others.map((leg) => leg.call))];
    return { calls, ends: [...new Set([...ends, ...endsOf(call, event, directory)])] };
  };
}
