import {
  readEvent,
  type AlloEvent,
  type CompletedData,
  type EventOf,
} from '../../../src-shared/allo/events.ts';
import type { CallKey } from '../../../src-shared/brand.ts';
import { alloCallKey } from '../../../src-shared/calls/allo-call-id.ts';
import { agentFor, namedOwners } from '../../../src-shared/calls/routing.ts';
import type { AgentDirectory } from '../../agents/directory.ts';
import type { AgentId } from '../../sql/ids.ts';
import type { DeliveringReads } from './after-filing.ts';

/** The legs of a transfer besides the one at hand, and who had them or is named at any end: all of it concerns them all. */
export interface OtherLegs {
  readonly calls: readonly CallKey[];
  readonly ends: readonly AgentId[];
}

export const NO_LEGS: OtherLegs = { calls: [], ends: [] };
/** More legs than a call has. */
const MOST_LEGS = 16;
const ANY_TIME = 0;

export type CompletedEvent = EventOf<'call.completed'>;

/** Allo's id of the call that an event's was transferred from; null: of none, or it does not say. */
export function transferredFrom(event: AlloEvent): string | null {
  if (event.topic !== 'call.completed') return null;
  const { id, transfer_original_call_id: original } = event.data;
  return original === null || original === id ? null : alloCallKey(original);
}

/**
 * Finds the other legs of a completed call by Allo's ids: whichever of them came first, the last one to be completed finds
 * them all.
 * @param completion the call's own
 */
export function legsOf(
  completion: CompletedEvent,
  call: CallKey,
  directory: AgentDirectory,
  { transfers, completions, audience }: DeliveringReads,
): OtherLegs {
  /** Allo's ids of all legs, this one's first. */
  function family({ id, transfer_original_call_id: original }: CompletedData): string[] {
    const ids = new Set([id, ...(original === null ? [] : [original])].map(alloCallKey));
    for (const alloCall of ids) {
      for (const other of transfers({ alloCall })) if (ids.size < MOST_LEGS) ids.add(other);
    }
    return [...ids];
  }

  function namedBy(leg: CompletedEvent): readonly AgentId[] {
    const agents = namedOwners(leg).users.map((user) => agentFor(user, directory));
    return agents.flatMap((agent) => (agent === null ? [] : (directory.idOf.get(agent) ?? [])));
  }

  const ids = family(completion.data);
  if (ids.length === 1) return NO_LEGS;
  const others = ids
    .slice(1)
    .flatMap((alloCall) => completions({ alloCall }))
    .filter((leg) => leg.call !== call);
  if (others.length === 0) return NO_LEGS;
  const named = [completion, ...others.flatMap(({ data }) => keptCompletion(data) ?? [])].flatMap(namedBy);
  const calls = [...new Set(others.map((leg) => leg.call))];
  const had = calls.flatMap((leg) => audience({ call: leg }));
  return { calls, ends: [...new Set([...had, ...named])] };
}

/** A completion as its event keeps it; null: an older journal kept it otherwise. */
export function keptCompletion(data: string): CompletedEvent | null {
  const body = { topic: 'call.completed', version: '2.0', data: JSON.parse(data) as unknown };
  // When it was is nothing to ask of it here.
  const read = readEvent(body, ANY_TIME);
  return read.ok && read.event.topic === 'call.completed' ? read.event : null;
}
