import type { CallKey } from '../../../../src-shared/brand.ts';
import type { EventId } from '../../../sql/ids.ts';

/** Which call events are filed under once all is written that is planned. */
export interface Places {
  /** Where an event is kept that is to be moved. */
  noteKept(event: EventId, call: CallKey | null): void;
  put(event: EventId, call: CallKey | null): void;
  /** Who was told of the call is another one than what is kept of it says. */
  touch(call: CallKey): void;
  isTouched(call: CallKey): boolean;
  /** Where it is filed. @param kept where it is filed as it is kept */
  callOf(event: EventId, kept: CallKey | null): CallKey | null;
  /** The planned events of a call, in order of arrival. */
  plannedIn(call: CallKey): readonly EventId[];
  /** The kept events that are moved to a call, each with the one that it is kept under; undefined: that is not known. */
  movedInto(call: CallKey): readonly { readonly event: EventId; readonly from: CallKey | null | undefined }[];
}

export function places(isPlanned: (event: EventId) => boolean): Places {
  const kept = new Map<EventId, CallKey | null>();
  const now = new Map<EventId, CallKey | null>();
  const inCall = new Map<CallKey, Set<EventId>>();
  const touched = new Set<CallKey>();

  function put(event: EventId, call: CallKey | null): void {
    const before = now.get(event) ?? null;
    if (before !== null) inCall.get(before)?.delete(event);
    now.set(event, call);
    if (call !== null) inCall.set(call, (inCall.get(call) ?? new Set()).add(event));
    if (isPlanned(event) && before === null) return;
    const from = before ?? kept.get(event) ?? null;
    for (const one of [from, call]) if (one !== null) touched.add(one);
  }

  const sorted = (call: CallKey): EventId[] => [...(inCall.get(call) ?? [])].sort((a, b) => a - b);

  return {
    noteKept: (event, call) => {
      if (!kept.has(event)) kept.set(event, call);
    },
    put,
    touch: (call) => void touched.add(call),
    isTouched: (call) => touched.has(call),
    callOf: (event, before) => (now.has(event) ? (now.get(event) ?? null) : before),
    plannedIn: (call) => sorted(call).filter(isPlanned),
    movedInto: (call) =>
      sorted(call).flatMap((event) => {
        const from = kept.get(event);
        return isPlanned(event) || from === call ? [] : [{ event, from }];
      }),
  };
}
