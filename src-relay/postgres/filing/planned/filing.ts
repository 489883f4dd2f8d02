import type { CallKey } from '../../../../src-shared/brand.ts';
import { MAX_PER_SIDE } from '../../../journal/rules/neighbourhood.ts';
import type { AlloCall, NearbySighting } from '../../../journal/rules/reads.ts';
import type { EventId } from '../../../sql/ids.ts';
import type { Answering, OverlayParts } from './overlay.ts';

type Filing = Pick<Answering, 'nearby' | 'about' | 'callNamed' | 'isCompleted' | 'transfers' | 'completions'>;

export function filingOver({ kept, planned, cannotSay }: OverlayParts): Filing {
  const named = ({ alloCall }: AlloCall): { event: EventId; call: CallKey; data: string }[] =>
    planned.sightingsNamed(alloCall).flatMap(({ event }) => {
      const call = planned.callOf(event, null);
      return call === null ? [] : [{ event, call, data: planned.event(event)?.data ?? '' }];
    });
  const completions: Filing['completions'] = (ask) => {
    const before = kept.completions(ask).map((one) => ({
      ...one,
      call: planned.callOf(one.event, one.call) ?? one.call,
      data: planned.wholeOf(one.event) ?? one.data,
    }));
    return [...before, ...named(ask)];
  };
  return {
    nearby(ask) {
      const rows = kept
        .nearby(ask)
        .map((row): NearbySighting => ({ ...row, call: planned.callOf(row.event, row.call) ?? row.call }));
      const own = planned.sightingsAt(ask.end, ask.tail).flatMap(({ event, startedAt, body }) => {
        const call = planned.callOf(event, null);
        return call === null ? [] : [{ event, call, startedAt, body }];
      });
      if (own.length === 0) return rows;
      const all = [...rows, ...own].sort((a, b) => a.startedAt - b.startedAt || a.event - b.event);
      const after = all.filter(({ startedAt }) => startedAt >= ask.at);
      const before = all.filter(({ startedAt }) => startedAt < ask.at).reverse();
      return [...after.slice(0, MAX_PER_SIDE), ...before.slice(0, MAX_PER_SIDE)];
    },
    about(ask) {
      if (planned.isWaitingGone(ask.alloCall)) cannotSay();
      const rows = kept.about(ask).map(({ event, call }) => ({ event, call: planned.callOf(event, call) }));
      const own = planned
        .eventsAbout(ask.alloCall)
        .map(({ event }) => ({ event, call: planned.callOf(event, null) }));
      return [...rows, ...own];
    },
    callNamed(ask) {
      const call = kept.callNamed(ask);
      // Of a completion that has moved only itself says where it is now.
      if (call !== null) return planned.isTouched(call) ? (completions(ask)[0]?.call ?? call) : call;
      return named(ask)[0]?.call ?? null;
    },
    isCompleted: (ask) => kept.isCompleted(ask) || planned.sightingsNamed(ask.alloCall).length > 0,
    transfers({ alloCall }) {
      const before = kept.transfers({ alloCall });
      const own = planned.transfers().map(({ event, original }) => {
        return { id: planned.sighting(event)?.alloCall ?? null, original };
      });
      const from = own.filter(({ id }) => id === alloCall).map(({ original }) => original);
      const to = own.flatMap(({ id, original }) => (original === alloCall && id !== null ? [id] : []));
      if (from.length + to.length === 0) return before;
      // Which of those that are kept come first is not said.
      if (before.length > 0) cannotSay();
      return [...from, ...to];
    },
    completions,
  };
}
