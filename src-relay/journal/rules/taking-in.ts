import type { TimeSource } from '../../../src-shared/allo/dated.ts';
import type { AlloEvent } from '../../../src-shared/allo/events.ts';
import { alloCallKey } from '../../../src-shared/calls/allo-call-id.ts';
import { isCallEvent, sightingOf, type Sighting } from '../../../src-shared/calls/sighting.ts';
import type { AgentDirectory } from '../../agents/directory.ts';
import type { EventId } from '../../sql/ids.ts';
import type { TakenEvent } from '../commands.ts';
import type { Readable } from '../webhook-body.ts';
import { fileAbout, fileAlone, fileSighting, type Filing } from './call-filing.ts';
import { THIS, type Change } from './changes.ts';
import { deliver } from './delivering.ts';
import { happenedAt } from './happened.ts';
import { transferredFrom } from './legs.ts';
import { planMemory, type MemoryPlan } from './memory/planning.ts';
import { isMisrouted } from './misrouted.ts';
import { outsideTails } from './neighbourhood.ts';
import type { PlanningParts, Webhook } from './plan.ts';
import type { Surroundings } from './reads.ts';

/** Matches an event to its call, remembers it, and delivers it to everybody it concerns. */
export function takeIn(
  { id, receivedAt }: Webhook,
  { event, timed, data, beyond }: Readable,
  surroundings: Surroundings,
  directory: AgentDirectory,
  { now, newCallKey }: PlanningParts,
): { readonly taken: TakenEvent; readonly changes: readonly Change[] } {
  const { topic } = event;
  const about = 'call_id' in event.data ? alloCallKey(event.data.call_id) : null;
  const happened = happenedAt(event, receivedAt);
  const sighting = isCallEvent(event) ? sightingOf(id, event, timed) : null;
  const { filed, changes: refiled } = fileIn(sighting, about, surroundings, newCallKey);
  const news = { webhookId: id, event, data, filed, occurredAt: happened, receivedAt };
  const memory = planMemory(news, surroundings);
  const kept = {
    webhookId: id,
    topic,
    call: filed.call,
    occurredAt: happened,
    receivedAt,
    data,
    reduced: beyond,
  };
  const deliveries = deliver(
    { event, record: { ...kept, memory: memory.own }, filed, memories: memoriesIn(memory) },
    surroundings,
    directory,
    now,
  );
  const concerns = deliveries.filter(({ event: which }) => which === THIS).length;
  const taken: TakenEvent = {
    topic,
    concerns,
    isMisrouted: concerns === 0 && isMisrouted(event, directory, directory.withoutRingside),
    waits: about !== null && filed.call === null,
    lagMs: lagOf(event, timed, receivedAt),
    timed,
  };
  const changes: Change[] = [
    { kind: 'event', ...kept, about },
    ...(sighting === null ? [] : [sightingChange(sighting)]),
    ...refiled,
    ...transferOf(event),
    ...memory.changes,
    ...deliveries,
  ];
  return { taken, changes };
}

function fileIn(
  sighting: Sighting | null,
  about: string | null,
  surroundings: Surroundings,
  newCallKey: PlanningParts['newCallKey'],
): Filing {
  if (sighting !== null) return fileSighting(sighting, surroundings, newCallKey);
  return about === null ? fileAlone() : fileAbout(about, surroundings);
}

function sightingChange(sighting: Sighting): Change {
  const { from_tail: fromTail, to_tail: toTail } = outsideTails(sighting);
  const { startedAt, callId: alloCall } = sighting;
  return { kind: 'sighting', fromTail, toTail, startedAt, alloCall, body: JSON.stringify(sighting) };
}

function transferOf(event: AlloEvent): Change[] {
  const original = transferredFrom(event);
  return original === null ? [] : [{ kind: 'transfer', original }];
}

/** From a ring's start, by Allo's clock, to its arrival here. */
function lagOf(event: AlloEvent, timed: TimeSource, receivedAt: number): number | null {
  return event.topic === 'call.received' && timed === 'said'
    ? receivedAt - Date.parse(event.data.started_at)
    : null;
}

/** What earlier events are given, when the new one opens a call with them. */
function memoriesIn({ changes }: MemoryPlan): Map<EventId, string> {
  const memories = new Map<EventId, string>();
  for (const change of changes)
    if (change.kind === 'memory' && change.event !== THIS) memories.set(change.event, change.body);
  return memories;
}
