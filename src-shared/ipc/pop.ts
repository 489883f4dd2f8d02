import * as v from 'valibot';
import type { CallKey } from '../brand.ts';
import type { CardModel } from '../card/model.ts';
import type { Corner, Ringtone } from '../preferences/preferences.ts';
import { key, nothing } from './fields.ts';

/** So many closed cards can be had back at once: the newest. */
export const CLOSED_AT_MOST = 20;

const pixels = v.pipe(v.number(), v.minValue(0), v.maxValue(20_000));

/** The pop: the window that the cards are in. */
export const popRequests = {
  /** The window is mounted and asks for what to draw. */
  'pop:ready': nothing,
  /** Where the cards are, in CSS pixels of the pop's page: main fits the window to them and shows it. */
  'pop:layout': v.object({
    /** Repeats `PopState.revision`, so that an old layout never places a new state. */
    revision: v.pipe(v.number(), v.safeInteger(), v.minValue(0)),
    height: pixels,
    /** Cards, the ways back to closed ones, the digest and the counter. */
    cards: v.pipe(
      v.array(v.object({ x: pixels, y: pixels, width: pixels, height: pixels })),
      v.maxLength(CLOSED_AT_MOST + 8),
    ),
  }),
  /** The agent clicked where they want to type: the pop takes the focus, as if the shortcut had asked for it. */
  'pop:summon': nothing,
  /** Esc: the focus goes back where it was. */
  'pop:release': nothing,
  /** The digest of what was missed: opens the calls window, or goes away. */
  'pop:digest': v.object({ action: v.picklist(['show', 'dismiss']) }),
  /** Opens the calls window, for the calls that have no room. */
  'pop:calls': nothing,
  /** A card that the page has put on screen, once per call: two frames after it was in the document. */
  'pop:painted': v.object({ key }),
  /** All of a state is on screen: two frames after it was in the document. */
  'pop:drawn': v.object({ revision: v.pipe(v.number(), v.safeInteger(), v.minValue(0)) }),
} as const;

/** What each of them answers. */
export interface PopResponses {
  'pop:ready': PopState;
  'pop:layout': undefined;
  'pop:summon': undefined;
  'pop:release': undefined;
  'pop:digest': undefined;
  'pop:calls': undefined;
  'pop:painted': undefined;
  'pop:drawn': undefined;
}

/** What the pop draws. */
export interface PopState {
  /** Rises with every state. */
  readonly revision: number;
  /** Newest first; at most three. */
  readonly cards: readonly CardModel[];
  /** Which of them are cut down to who it is and drawn as plain text: in full they ended the page once. */
  readonly plain: readonly CallKey[];
  /** Those that were closed a moment ago, oldest first. */
  readonly closed: readonly ClosedCard[];
  /** How many more calls are waiting behind them. */
  readonly more: number;
  /** The agent asked for the cards by the shortcut: keys work, and the hints in the footer are true. */
  readonly summoned: boolean;
  /** The tone that rings as long as this is set; null: silence. Volume 0 to 1. */
  readonly sound: { readonly ringtone: Ringtone; readonly volume: number } | null;
  /** What was missed while cards were off or nobody was there; null: nothing, or dismissed. */
  readonly digest: Digest | null;
  /** The corner that the cards grow away from, and how much room there is, in CSS pixels. */
  readonly place: { readonly corner: Corner; readonly room: number };
}

/** The pop before anything has happened. */
export const NOTHING_SHOWN: PopState = {
  revision: 0,
  cards: [],
  closed: [],
  plain: [],
  more: 0,
  summoned: false,
  sound: null,
  digest: null,
  place: { corner: 'bottom-right', room: 600 },
};

/** A card that can be had back. */
export interface ClosedCard {
  readonly key: CallKey;
  /** Name, else number; null: withheld. */
  readonly who: string | null;
  /** How many of the cards are newer: where it stood among them. */
  readonly newer: number;
}

/** "While you were away": counts of calls since then, ms by this machine's clock. */
export interface Digest {
  readonly since: number;
  readonly missed: number;
  readonly voicemails: number;
  readonly others: number;
  readonly messages: number;
  /** Names or numbers of the newest, up to three. */
  readonly who: readonly string[];
}
