import { readEvent, type AlloEvent, type CompletedData } from '../../../src-shared/allo/events.ts';
import type { CallKey } from '../../../src-shared/brand.ts';
import { alloCallKey } from '../../../src-shared/calls/allo-call-id.ts';
import { agentFor, namedOwners } from '../../../src-shared/calls/routing.ts';
import type { AgentDirectory } from '../../agents/directory.ts';
import type { AgentId } from '../../sql/ids.ts';
import type { DeliveringReads } from './after-filing.ts';

/** The legs of a transfer besides the one at hand, and who had any of them: all of it concerns all of them. */
export interface OtherLegs {
  readonly calls: readonly CallKey[];
  readonly ends: readonly AgentId[];
}

const NO_LEGS: OtherLegs = { calls: [], ends: [] };
/** More legs than a call has. */
const MOST_LEGS = 16;

/** Allo's id of the call that an event's was transferred from; null: of none, or it does not say. */
export function transferredFrom(event: AlloEvent): string | null {
  if (event.topic !== 'call.completed') return null;
  const { id, transfer_original_call_id: original } = event.data;
  return original === null || original === id ? null : alloCallKey(original);
}

/**
 * Finds the other legs of a completed call by Allo's ids: whichever of them came first, the last one to be completed finds
 * them all.
 */
export function legsOf(
  event: AlloEvent,
  call: CallKey | null,
  directory: AgentDirectory,
  { transfers, completions, audience }: DeliveringReads,
): OtherLegs {
  if (event.topic !== 'call.completed' || call === null) return NO_LEGS;

  /** Allo's ids of all legs, this one's first. */
  function family({ id, transfer_original_call_id: original }: CompletedData): string[] {
    const ids = new Set([id, ...(original === null ? [] : [original])].map(alloCallKey));
    for (const alloCall of ids) {
      for (const other of transfers({ alloCall })) if (ids.size < MOST_LEGS) ids.add(other);
    }
    return [...ids];
  }

  /** Whom the leg's completion names; when it names nobody, everybody who was told of it. */
  function endsOf(leg: CallKey, completion: AlloEvent): readonly AgentId[] {
    const { users } = namedOwners(completion);
    if (users.length === 0) return leg === call ? [] : audience({ call: leg });
    const agents = users.map((user) => agentFor(user, directory));
    return agents.flatMap((agent) => (agent === null ? [] : (directory.idOf.get(agent) ?? [])));
  }

  const ids = family(event.data);
  if (ids.length === 1) return NO_LEGS;
  const legs = ids.slice(1).flatMap((alloCall) => completions({ alloCall }));
  const others = legs.filter((leg) => leg.call !== call);
  if (others.length === 0) return NO_LEGS;
  const ends = others.flatMap((leg) => {
    const body = { topic: 'call.completed', version: '2.0', data: JSON.parse(leg.data) as unknown };
    // When it was is nothing to ask of it here.
    const read = readEvent(body, event.data.started_at);
    return read.ok ? endsOf(leg.call, read.event) : [];
  });
  const calls = [...new Set(others.map((leg) => leg.call))];
  return { calls, ends: [...new Set([...ends, ...endsOf(call, event)])] };
}
