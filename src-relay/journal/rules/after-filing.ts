import type { CallKey } from '../../../src-shared/brand.ts';
import type { EventId } from '../../sql/ids.ts';
import { movedInto, placesOf, type Filed } from './filed.ts';
import type { Surroundings, ToldEvent } from './reads.ts';

/** What delivering asks, once the event is filed. */
export type DeliveringReads = Pick<
  Surroundings,
  'audience' | 'told' | 'record' | 'transfers' | 'completions' | 'goingTo'
>;

/** The surroundings with earlier events where they have moved to. The new event itself is not in them. */
export function afterFiling(before: Surroundings, filed: Filed): DeliveringReads {
  const places = placesOf(filed);
  if (places.size === 0) return before;
  const touched = new Set([...places.values()].flatMap(({ from, to }) => [from, to]));

  function toldEvent(event: EventId, from: CallKey | null): ToldEvent {
    // Nobody is told of what waits for its call.
    const waited: ToldEvent = { event, isAbout: true, agents: [] };
    if (from === null) return waited;
    return before.told({ call: from }).find((one) => one.event === event) ?? waited;
  }

  const told = (call: CallKey): readonly ToldEvent[] =>
    movedInto(call, before.told({ call }), places, toldEvent);

  return {
    ...before,
    told: ({ call }) => (touched.has(call) ? told(call) : before.told({ call })),
    audience: ({ call }) =>
      touched.has(call) ? (told(call).at(-1)?.agents ?? []) : before.audience({ call }),
    record: ({ event }) => {
      const record = before.record({ event });
      return { ...record, call: places.get(event)?.to ?? record.call };
    },
    completions: (ask) =>
      before.completions(ask).map((one) => ({ ...one, call: places.get(one.event)?.to ?? one.call })),
  };
}
