import type { CallKey } from '../../../../src-shared/brand.ts';
import type { Sighting } from '../../../../src-shared/calls/sighting.ts';
import type { EventRecord } from '../../../journal/commands.ts';
import type { DeliveredEvent } from '../../../journal/rules/reads.ts';
import type { AgentId, EventId } from '../../../sql/ids.ts';
import type { Answering, OverlayParts } from './overlay.ts';
import type { PlannedSighting } from './planned.ts';

type Delivering = Pick<Answering, 'audience' | 'deliveries' | 'record' | 'callsSince' | 'goingTo'>;

export function deliveringOver({ kept, planned, cannotSay }: OverlayParts): Delivering {
  const keptDeliveries = (call: CallKey): readonly DeliveredEvent[] =>
    planned.isNew(call) ? [] : kept.deliveries({ call });
  const withMore = (one: DeliveredEvent): DeliveredEvent => {
    const more = planned.deliveredTo(one.event);
    return more.length === 0 ? one : { ...one, agents: eachOnce([...one.agents, ...more]) };
  };

  function movedIn(event: EventId, from: CallKey | null | undefined): DeliveredEvent {
    if (from === undefined) cannotSay();
    const before = from === null || from === undefined ? [] : keptDeliveries(from);
    return before.find((one) => one.event === event) ?? { event, isAbout: true, agents: [] };
  }

  function deliveries(call: CallKey): readonly DeliveredEvent[] {
    const stayed = keptDeliveries(call).filter(({ event }) => planned.callOf(event, call) === call);
    const came = planned.movedInto(call).map(({ event, from }) => movedIn(event, from));
    const own = planned.plannedIn(call).map((event): DeliveredEvent => {
      return { event, isAbout: planned.event(event)?.about !== null, agents: [] };
    });
    return [...stayed, ...came, ...own].map(withMore).sort((a, b) => a.event - b.event);
  }

  function plannedRecord(event: EventId): EventRecord | null {
    const found = planned.event(event);
    if (found === undefined) return null;
    const { kind: _, event: __, about: ___, ...record } = found;
    return { ...record, call: planned.callOf(event, record.call), memory: planned.memoryOf(event) };
  }

  return {
    audience({ call }) {
      if (planned.isTouched(call)) return deliveries(call).at(-1)?.agents ?? [];
      const last = planned.plannedIn(call).at(-1);
      if (last !== undefined) return eachOnce(planned.deliveredTo(last));
      return planned.isNew(call) ? [] : kept.audience({ call });
    },
    deliveries: ({ call }) => deliveries(call),
    record({ event }) {
      const own = plannedRecord(event);
      if (own !== null) return own;
      const record = kept.record({ event });
      const data = planned.wholeOf(event);
      return {
        ...record,
        ...(data === undefined ? {} : { data, reduced: null }),
        call: planned.callOf(event, record.call),
        memory: record.memory ?? planned.memoryOf(event),
      };
    },
    callsSince(ask) {
      const before = kept.callsSince(ask).map((one) => {
        const more = planned.deliveredOfWebhook(one.sighting.ref);
        return more.length === 0 ? one : { ...one, agents: eachOnce([...one.agents, ...more]) };
      });
      const own = new Set(
        [...planned.sightingsAt('from_tail', ask.tail), ...planned.sightingsAt('to_tail', ask.tail)].filter(
          ({ startedAt }) => startedAt >= ask.since,
        ),
      );
      return [
        ...before,
        ...[...own]
          .sort((a, b) => a.event - b.event)
          .map((one) => ({ sighting: sightingOf(one), agents: eachOnce(planned.deliveredTo(one.event)) })),
      ];
    },
    goingTo: (ask) => [
      ...kept.goingTo(ask),
      ...planned
        .sightingsAt('to_tail', ask.tail)
        .filter(({ startedAt }) => startedAt >= ask.from && startedAt <= ask.to)
        .map(sightingOf),
    ],
  };
}

function sightingOf({ body }: PlannedSighting): Sighting {
  return JSON.parse(body) as Sighting;
}

function eachOnce(agents: readonly AgentId[]): readonly AgentId[] {
  return [...new Set(agents)].sort((a, b) => a - b);
}
