import * as v from 'valibot';
import type { CallKey } from '../brand.ts';
import type { CardModel } from '../card/model.ts';
import { RECORD_KINDS } from '../crm/config.ts';

/**
 * Everything that crosses between main and its windows, in one place. Requests go from a window to main, which
 * checks the sender and the payload against the schema here; pushes go from main to a window.
 */
const key = v.pipe(
  v.string(),
  v.minLength(1),
  v.maxLength(256),
  v.transform((s) => s as CallKey),
);
const pixels = v.pipe(v.number(), v.minValue(0), v.maxValue(20_000));
const nothing = v.undefined();

export const requestSchemas = {
  /** The window is mounted and asks for what to draw. */
  'pop:ready': nothing,
  /** Where the cards are, in CSS pixels of the pop's page: main fits the window to them and shows it. */
  'pop:layout': v.object({
    /** Repeats `PopState.revision`, so that an old layout never places a new state. */
    revision: v.pipe(v.number(), v.safeInteger(), v.minValue(0)),
    height: pixels,
    cards: v.pipe(v.array(v.object({ x: pixels, y: pixels, width: pixels, height: pixels })), v.maxLength(8)),
  }),
  'card:dismiss': v.object({ key }),
  'card:pin': v.object({ key, pinned: v.boolean() }),
  /** The pointer or the focus is on the card: it must not leave or move. */
  'card:touch': v.object({ key, touched: v.boolean() }),
  'card:claim': v.object({ key }),
  'card:callBack': v.object({ key }),
  'card:copy': v.object({ key, what: v.picklist(['number', 'summary']) }),
  /** Opens a record in the CRM: main builds the address, the window never sees one. */
  'card:open': v.object({
    key,
    record: v.picklist(RECORD_KINDS),
    /** Which deal, when `record` is `deal`. */
    deal: v.optional(v.pipe(v.string(), v.maxLength(1024))),
  }),
  /** The home window is mounted and asks for what to draw. */
  'home:ready': nothing,
  /** Brings the card of a call from the history back on screen. */
  'home:showCall': v.object({ key }),
  'pair:submit': v.object({ link: v.pipe(v.string(), v.maxLength(4096)) }),
} as const;

export type RequestChannel = keyof typeof requestSchemas;
export type RequestPayload<C extends RequestChannel> = v.InferOutput<(typeof requestSchemas)[C]>;

/** What each request answers. */
export interface Responses {
  'pop:ready': PopState;
  'pop:layout': undefined;
  'card:dismiss': undefined;
  'card:pin': undefined;
  'card:touch': undefined;
  'card:claim': undefined;
  'card:callBack': ActionResult;
  'card:copy': undefined;
  'card:open': ActionResult;
  'home:ready': HomeState;
  'home:showCall': undefined;
  'pair:submit': PairResult;
}

/** What main tells its windows. */
export interface Pushes {
  'pop:state': PopState;
  'home:state': HomeState;
}
export type PushChannel = keyof Pushes;

export interface PopState {
  /** Rises with every state. */
  readonly revision: number;
  /** Newest first; at most three. */
  readonly cards: readonly CardModel[];
  /** How many more calls are waiting behind them. */
  readonly more: number;
}

/** Whether a click did what it says; the reason is for the agent. */
export type ActionResult =
  | { readonly ok: true }
  | { readonly ok: false; readonly reason: 'no-link' | 'gone' | 'failed' };

/** The home window: pairing as long as there is none, then the calls. */
export interface HomeState {
  readonly link: LinkState;
  /** Where the device token is kept; null when unpaired or set by the environment. */
  readonly tokenKept: 'keychain' | 'memory' | null;
  /** Newest first. */
  readonly calls: readonly CardModel[];
}

/** The truth about the connection: tray, home window and tests see the same. Times are ms by this machine's clock. */
export type LinkState =
  | { readonly kind: 'unpaired' }
  | { readonly kind: 'connecting' }
  | { readonly kind: 'live'; readonly agent: string; readonly relay: string }
  | { readonly kind: 'reconnecting'; readonly since: number; readonly relay: string }
  /** The admin revoked this device: pair again. */
  | { readonly kind: 'revoked'; readonly relay: string };

export type PairProblem = 'not-a-link' | 'insecure' | 'unreachable' | 'expired' | 'too-many' | 'refused';
export type PairResult =
  | { readonly ok: true; readonly agent: string; readonly stored: 'keychain' | 'memory' }
  | { readonly ok: false; readonly problem: PairProblem };

/** The bridge that the preload puts on `window.ringside`: functions only. */
export interface Bridge {
  request<C extends RequestChannel>(
    channel: C,
    ...payload: RequestPayload<C> extends undefined ? [] : [RequestPayload<C>]
  ): Promise<Responses[C]>;
  /** Listens to a push; returns the unsubscribe. */
  on<C extends PushChannel>(channel: C, listener: (state: Pushes[C]) => void): () => void;
}

/** Fails to compile when a channel lacks its response, or a response its channel. */
type Same<A, B> = [A] extends [B] ? ([B] extends [A] ? true : never) : never;
/** @public Only its type matters. */
export const everyChannelAnswers: Same<RequestChannel, keyof Responses> = true;
