import type { CallKey } from '../../src-shared/brand.ts';
import type { Call, Claim } from '../../src-shared/calls/call.ts';
import { cardOf } from '../../src-shared/card/card.ts';
import type { CardModel } from '../../src-shared/card/model.ts';
import { repeatsOf } from '../../src-shared/card/repeats.ts';
import type { ChosenFor } from '../../src-shared/crm/offer.ts';
import { calendarDay } from '../../src-shared/format/calendar-date.ts';
import { NOWHERE, type PlaceLookup } from '../../src-shared/format/place.ts';
import type { Records } from '../../src-shared/crm/records.ts';
import type { AppState } from '../app-state/app-state.ts';

/** Where a card's facts come from, besides the call itself. */
export interface CardSources {
  readonly appState: () => AppState;
  readonly placeOf: PlaceLookup;
  readonly noteOf: (key: CallKey) => string;
  /** Calls that may be of the same number and day, in any order. */
  readonly callsLike: (call: Call) => Iterable<Call>;
  /** What a transfer divided the call into, as far as it is known, in order. */
  readonly partsOf: (call: Call) => readonly Call[];
  readonly isTest: (key: CallKey) => boolean;
  /** What the relay found in the CRM; null: nothing. */
  readonly recordsOf: (key: CallKey) => Records | null;
  readonly chosenFor: ChosenFor;
  /** The relay's clock, in ms; null: it has not said. */
  readonly relayNow: () => number | null;
}

/** The card of a call as it stands at `now`, ms by this machine's clock. */
export type CardView = (
  call: Call,
  card: { readonly claim: Claim | null; readonly pinned: boolean; readonly late?: boolean },
  now: number,
) => CardModel;

export function createCardView(sources: CardSources): CardView {
  return (call, { claim, pinned, late = false }, now) => {
    const { policy, me, can } = sources.appState();
    return cardOf(call, {
      policy,
      me,
      now,
      today: calendarDay(now),
      claim,
      canRelease: can.includes('release'),
      pinned,
      toldLate: late,
      note: sources.noteOf(call.key),
      repeats: repeatsOf(call, sources.callsLike(call), now, policy.ringWindow),
      isTest: sources.isTest(call.key),
      parts: sources.partsOf(call),
      placeOf: sources.placeOf,
      records: sources.recordsOf(call.key),
      chosenFor: sources.chosenFor,
      relayNow: sources.relayNow(),
    });
  };
}

/** What a row needs no more than a card's facts: nothing of it opens a record. */
export type RowSources = Pick<CardSources, 'appState' | 'noteOf' | 'isTest'>;

/** Cards for long lists: without what has to be looked up elsewhere for each. */
export function createRowView(sources: RowSources): CardView {
  return createCardView({
    ...sources,
    placeOf: () => NOWHERE,
    callsLike: () => [],
    partsOf: (call) => [call],
    recordsOf: () => null,
    chosenFor: () => null,
    relayNow: () => null,
  });
}
