import type { CallKey } from '../../../../src-shared/brand.ts';
import { isRing } from '../../../../src-shared/calls/sighting.ts';
import type { EventId } from '../../../sql/ids.ts';
import { movedInto, placesOf, type News } from '../filed.ts';
import { NAMING_READ, OUTCOMES_READ, type EventRow } from '../reads.ts';
import type { MemoryReads } from './asked.ts';

/** The events of calls as they are once the new event is filed: it is among them, and those that move have moved. */
export interface FiledEvents {
  /** Every event of a call. */
  of(call: CallKey): readonly EventRow[];
  /** How the call went, as far as `Reads.outcomes` says it. */
  outcomes(call: CallKey): readonly EventRow[];
  /** Where the caller is named, as far as `Reads.naming` says it. */
  naming(call: CallKey): readonly EventRow[];
}

type KeptRow = EventRow & { readonly event: EventId };

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

  function of(call: CallKey): readonly EventRow[] {
    const rows = movedInto(call, keptOf(call), places, rowOf);
    const own: EventRow = { webhookId, topic: event.topic, occurredAt, data };
    return filed.call === call ? [...rows, own] : rows;
  }

  function newest(call: CallKey, count: number, isMeant: (topic: string) => boolean): readonly EventRow[] {
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
