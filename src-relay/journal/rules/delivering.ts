import type { AlloEvent } from '../../../src-shared/allo/events.ts';
import type { AgentEmail, CallKey } from '../../../src-shared/brand.ts';
import { concernedAgents } from '../../../src-shared/calls/routing.ts';
import type { AgentDirectory } from '../../agents/directory.ts';
import type { AgentId, EventId } from '../../sql/ids.ts';
import type { EventRecord } from '../commands.ts';
import { afterFiling } from './after-filing.ts';
import { callersOf } from './callers.ts';
import { THIS, type Change, type EventRef } from './changes.ts';
import { diallersOf } from './diallers.ts';
import type { Filed } from './filed.ts';
import { keptCompletion, legsOf, NO_LEGS } from './legs.ts';
import type { Surroundings, DeliveredEvent } from './reads.ts';

export interface NewEvent {
  readonly event: AlloEvent;
  /** As it goes out. */
  readonly record: EventRecord;
  readonly filed: Filed;
  /** What earlier events are given to go out with, as JSON, unless they have something. */
  readonly memories: ReadonlyMap<EventId, string>;
}

const NO_COMPLETION = { topic: 'summary.updated', data: '' };

export type DeliveryChange = Extract<Change, { kind: 'delivery' }>;

/**
 * Gives an event its place in the sequence of every agent it concerns.
 *
 * Promises: an agent who joins a call late is told its earlier events first, so that a call that is over never looks new;
 * an event that moved to another call is told again, under that call, to everybody who had it; what waited for the call
 * comes right after the event that named it; whoever had one leg of a transfer is told of the others. So after every
 * webhook whoever was told of one event of a call was told of all of them, and of all of the calls that are tied to it.
 * @param at ms since 1970, by the relay's clock
 */
export function deliver(
  { event, record, filed, memories }: NewEvent,
  surroundings: Surroundings,
  directory: AgentDirectory,
  at: number,
): DeliveryChange[] {
  const reads = afterFiling(surroundings, filed);
  const late = new Set<EventRef>(filed.released);
  const legs =
    event.topic === 'call.completed' && filed.call !== null
      ? legsOf(event, filed.call, directory, reads)
      : NO_LEGS;
  const diallers = diallersOf(event, directory, reads);
  const records = new Map<EventRef, EventRecord>([[THIS, record]]);
  const planned: DeliveryChange[] = [];

  function concernedWith(witnesses: readonly AgentId[]): AgentId[] {
    const known = witnesses.map((agent) => directory.emailOf.get(agent));
    const emails = concernedAgents(event, directory, {
      witnesses: known.filter((email): email is AgentEmail => email !== undefined),
      diallers,
    });
    return emails.map((email) => directory.idOf.get(email)).filter((agent) => agent !== undefined);
  }

  function recordOf(which: EventRef): EventRecord {
    const known = records.get(which);
    if (known !== undefined || which === THIS) return known ?? record;
    const kept = reads.record({ event: which });
    const going = { ...kept, memory: kept.memory ?? memories.get(which) ?? null };
    records.set(which, going);
    return going;
  }

  function deliverTo(agent: AgentId, which: EventRef): void {
    const isNews = which === THIS || late.has(which);
    planned.push({ kind: 'delivery', agent, event: which, record: recordOf(which), isNews, at });
  }

  /** What was told of a call until now. */
  function deliveriesOf(call: CallKey): readonly DeliveredEvent[] {
    const before = reads.deliveries({ call });
    if (planned.length === 0) return before;
    return before.map((one) => {
      const more = planned.flatMap((now) => (now.event === one.event ? [now.agent] : []));
      return more.length === 0 ? one : { ...one, agents: [...one.agents, ...more] };
    });
  }

  /** All that most events need, however many their call has. @returns false: earlier ones must be told as well */
  function deliverAlone(call: CallKey): boolean {
    if (filed.moved.length + filed.released.length > 0) return false;
    const witnesses = filed.isAlone ? [] : reads.audience({ call });
    const concerned = concernedWith([...witnesses, ...legs.ends]);
    if (!filed.isAlone && concerned.some((agent) => !witnesses.includes(agent))) return false;
    for (const agent of concerned) deliverTo(agent, THIS);
    return true;
  }

  function deliverCall(call: CallKey, ownsNews: boolean): void {
    const before = inOrder(deliveriesOf(call));
    const witnesses = [...new Set(before.flatMap(({ agents }) => agents))];
    const concerned = ownsNews ? concernedWith([...witnesses, ...legs.ends]) : witnesses;
    const again = new Set<EventRef>(filed.moved.filter((m) => m.call === call).map((m) => m.event));
    const earlier = before.filter(({ event: which }) => !late.has(which));
    const joining = concerned.filter((agent) => earlier.some(({ agents }) => !agents.includes(agent)));
    for (const agent of concerned) {
      for (const { event: which, agents } of earlier)
        if (again.has(which) || !agents.includes(agent)) deliverTo(agent, which);
      if (ownsNews) deliverTo(agent, THIS);
      if (ownsNews) for (const which of filed.released) deliverTo(agent, which);
    }
    if (joining.length > 0) for (const leg of legsTiedBefore(call, earlier)) deliverLeg(leg, joining);
  }

  /** The other legs of a call that was completed before. */
  function legsTiedBefore(call: CallKey, earlier: readonly DeliveredEvent[]): readonly CallKey[] {
    const calls = earlier.flatMap(({ event: which, isAbout }) => {
      const { topic, data } = isAbout ? NO_COMPLETION : recordOf(which);
      const completion = topic === 'call.completed' ? keptCompletion(data) : null;
      return completion === null ? [] : legsOf(completion, call, directory, reads).calls;
    });
    return [...new Set(calls)];
  }

  function deliverLeg(call: CallKey, concerned: readonly AgentId[]): void {
    const before = inOrder(deliveriesOf(call));
    for (const agent of concerned)
      for (const { event: which, agents } of before) if (!agents.includes(agent)) deliverTo(agent, which);
  }

  if (filed.call === null) {
    // A tag or summary that waits for its call is told when that comes.
    if ('call_id' in event.data) return [];
    const witnesses = callersOf(event, surroundings, at);
    for (const agent of concernedWith(witnesses)) deliverTo(agent, THIS);
    return planned;
  }
  for (const call of new Set(filed.moved.map((m) => m.call)))
    if (call !== filed.call) deliverCall(call, false);
  if (!deliverAlone(filed.call)) deliverCall(filed.call, true);
  const own = planned.flatMap(({ agent, event: which }) => (which === THIS ? [agent] : []));
  for (const leg of legs.calls) deliverLeg(leg, own);
  return planned;
}

/** Tags and summaries come after what happened in the call. */
function inOrder(deliveries: readonly DeliveredEvent[]): readonly DeliveredEvent[] {
  return [...deliveries.filter(({ isAbout }) => !isAbout), ...deliveries.filter(({ isAbout }) => isAbout)];
}
