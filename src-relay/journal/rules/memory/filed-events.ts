import type { CallKey } from '../../../../src-shared/brand.ts';
import { isRing } from '../../../../src-shared/calls/sighting.ts';
import type { EventId } from '../../../sql/ids.ts';
import type { News } from '../filed.ts';
import { NAMING_READ, OUTCOMES_READ, type HeardRow } from '../reads.ts';
import type { MemoryReads } from './asked.ts';

/** The events of calls as they are once the new event is filed: it is among them, and those that move have moved. */
export interface FiledEvents {
  /** Every event of a call. */
  of(call: CallKey): readonly HeardRow[];
  /** How the call went, as far as `Reads.outcomes` says it. */
  outcomes(call: CallKey): readonly HeardRow[];
  /** Where the caller is named, as far as `Reads.naming` says it. */
  naming(call: CallKey): readonly HeardRow[];
}

type KeptRow = HeardRow & { readonly event: EventId };

export function filedEvents(news: News, reads: MemoryReads): FiledEvents {
  const { webhookId, event, occurredAt, data, filed } = news;
  const places = placesOf(filed);
  const touched = new Set([...filed.moved.flatMap((move) => [move.from, move.call]), filed.call]);
  const fresh = new Set(filed.opened.map(({ call }) => call));
  const read = new Map<CallKey, readonly KeptRow[]>();

  /** As the journal has them. */
  function keptOf(call: CallKey): readonly KeptRow[] {
    if (fresh.has(call)) return [];
    const rows = read.get(call) ?? reads.eventsOf({ call });
    read.set(call, rows);
    return rows;
  }

  function rowOf(id: EventId, from: CallKey | null): KeptRow {
    const kept = from === null ? undefined : keptOf(from).find((row) => row.event === id);
    return kept ?? { event: id, ...reads.record({ event: id }) };
  }

  function of(call: CallKey): readonly HeardRow[] {
    const stayed = keptOf(call).filter((row) => (places.get(row.event)?.to ?? call) === call);
    const came = [...places].filter(([, { from, to }]) => to === call && from !== call);
    const rows = [...stayed, ...came.map(([id, { from }]) => rowOf(id, from))];
    const inOrder = came.length === 0 ? rows : rows.sort((a, b) => a.event - b.event);
    const own: HeardRow = { webhookId, topic: event.topic, occurredAt, data };
    return filed.call === call ? [...inOrder, own] : inOrder;
  }

  function newest(call: CallKey, count: number, isMeant: (topic: string) => boolean): readonly HeardRow[] {
    const rows = of(call).filter(({ topic }) => isMeant(topic));
    return rows.slice(-count).reverse();
  }

  return {
    of,
    outcomes: (call) =>
      touched.has(call) ? newest(call, OUTCOMES_READ, (topic) => !isRing(topic)) : reads.outcomes({ call }),
    naming: (call) =>
      touched.has(call)
        ? newest(call, NAMING_READ, (topic) => isRing(topic) || topic === 'call.completed')
        : reads.naming({ call }),
  };
}

/** Where every event that moves is taken from, and where it ends up. */
function placesOf({
  call,
  moved,
  released,
}: News['filed']): Map<EventId, { from: CallKey | null; to: CallKey }> {
  const places = new Map<EventId, { from: CallKey | null; to: CallKey }>();
  for (const { event, from, call: to } of moved)
    places.set(event, { from: places.get(event)?.from ?? from, to });
  if (call !== null) for (const event of released) places.set(event, { from: null, to: call });
  return places;
}
