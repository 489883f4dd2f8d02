import type { CallKey } from '../../../src-shared/brand.ts';
import type { EventId } from '../../sql/ids.ts';
import type { Filed } from './filed.ts';
import type { Surroundings, ToldEvent } from './reads.ts';

/** What delivering asks, once the event is filed. */
export type DeliveringReads = Pick<
  Surroundings,
  'audience' | 'told' | 'record' | 'transfers' | 'completions' | 'goingTo'
>;

/** The surroundings with earlier events where they have moved to. The new event itself is not in them. */
export function afterFiling(before: Surroundings, { call, moved, released }: Filed): DeliveringReads {
  if (moved.length + released.length === 0) return before;
  const places = new Map<EventId, { readonly from: CallKey | null; readonly to: CallKey }>();
  for (const { event, from, call: to } of moved)
    places.set(event, { from: places.get(event)?.from ?? from, to });
  if (call !== null) for (const event of released) places.set(event, { from: null, to: call });
  const touched = new Set([...places.values()].flatMap(({ from, to }) => [from, to]));

  function toldEvent(event: EventId, from: CallKey | null): ToldEvent {
    // Nobody is told of what waits for its call.
    const waited: ToldEvent = { event, isAbout: true, agents: [] };
    if (from === null) return waited;
    return before.told({ call: from }).find((one) => one.event === event) ?? waited;
  }

  function told(call: CallKey): readonly ToldEvent[] {
    const stayed = before.told({ call }).filter(({ event }) => (places.get(event)?.to ?? call) === call);
    const came = [...places].filter(([, { from, to }]) => to === call && from !== call);
    return [...stayed, ...came.map(([event, { from }]) => toldEvent(event, from))].toSorted(
      (a, b) => a.event - b.event,
    );
  }

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
