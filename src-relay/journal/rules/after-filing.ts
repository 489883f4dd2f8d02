import type { CallKey } from '../../../src-shared/brand.ts';
import type { EventId } from '../../sql/ids.ts';
import { movedInto, placesOf, type Filed } from './filed.ts';
import type { Surroundings, DeliveredEvent } from './reads.ts';

/** What delivering asks, once the event is filed. */
export type DeliveringReads = Pick<
  Surroundings,
  'audience' | 'deliveries' | 'record' | 'transfers' | 'completions' | 'goingTo'
>;

/** The surroundings with earlier events where they have moved to. The new event itself is not in them. */
export function afterFiling(before: Surroundings, filed: Filed): DeliveringReads {
  const places = placesOf(filed);
  if (places.size === 0) return before;
  const touched = new Set([...places.values()].flatMap(({ from, to }) => [from, to]));

  function deliveredEvent(event: EventId, from: CallKey | null): DeliveredEvent {
    // Nobody is told of what waits for its call.
    const waited: DeliveredEvent = { event, isAbout: true, agents: [] };
    if (from === null) return waited;
    return before.deliveries({ call: from }).find((one) => one.event === event) ?? waited;
  }

  const deliveries = (call: CallKey): readonly DeliveredEvent[] =>
    movedInto(call, before.deliveries({ call }), places, deliveredEvent);

  return {
    ...before,
    deliveries: ({ call }) => (touched.has(call) ? deliveries(call) : before.deliveries({ call })),
    audience: ({ call }) =>
      touched.has(call) ? (deliveries(call).at(-1)?.agents ?? []) : before.audience({ call }),
    record: ({ event }) => {
      const record = before.record({ event });
      return { ...record, call: places.get(event)?.to ?? record.call };
    },
    completions: (ask) =>
      before.completions(ask).map((one) => ({ ...one, call: places.get(one.event)?.to ?? one.call })),
  };
}
