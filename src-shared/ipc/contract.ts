import * as v from 'valibot';
import type { CallKey } from '../brand.ts';
import type { ActivityEntry, TestCallResult, TestCallStages } from '../activity/activity.ts';
import type { CardModel } from '../card/model.ts';
import type { LinkState } from '../link/link-state.ts';
import type { LinkTrouble } from '../link/trouble.ts';
import { RECORD_KINDS } from '../crm/config.ts';
import { ERROR_KINDS, PARTS } from './failures.ts';
import type { CallDetail, HistoryPage, HistoryRow } from '../history/rows.ts';
import {
  somePreferencesSchema,
  type Corner,
  type LanguageCode,
  type PreferenceName,
  type Preferences,
  type Ringtone,
} from '../preferences/preferences.ts';

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

/** What an agent may jot down about one call. */
export const MAX_NOTE_CHARS = 4_000;

export const requestSchemas = {
  /** Any page, before it draws: the language it is written in. */
  'page:ready': nothing,
  /** A part of a page could not be drawn, or a script of it failed: for the log. */
  'page:failed': v.object({
    page: v.picklist(['pop', 'home']),
    part: v.picklist(PARTS),
    error: v.picklist(ERROR_KINDS),
  }),
  /** The window is mounted and asks for what to draw. */
  'pop:ready': nothing,
  /** Where the cards are, in CSS pixels of the pop's page: main fits the window to them and shows it. */
  'pop:layout': v.object({
    /** Repeats `PopState.revision`, so that an old layout never places a new state. */
    revision: v.pipe(v.number(), v.safeInteger(), v.minValue(0)),
    height: pixels,
    cards: v.pipe(v.array(v.object({ x: pixels, y: pixels, width: pixels, height: pixels })), v.maxLength(8)),
  }),
  /** The agent clicked where they want to type: the pop takes the focus, as if the shortcut had asked for it. */
  'pop:summon': nothing,
  /** Esc: the focus goes back where it was. */
  'pop:release': nothing,
  /** The digest of what was missed: opens the calls window, or goes away. */
  'pop:digest': v.object({ action: v.picklist(['show', 'dismiss']) }),
  /** A card that the page has put on screen, once per call: two frames after it was in the document. */
  'pop:painted': v.object({ key }),
  /** All of a state is on screen: two frames after it was in the document. */
  'pop:drawn': v.object({ revision: v.pipe(v.number(), v.safeInteger(), v.minValue(0)) }),
  'card:dismiss': v.object({ key }),
  'card:pin': v.object({ key, pinned: v.boolean() }),
  /** The pointer or the focus is on the card: it must not leave or move. */
  'card:touch': v.object({ key, touched: v.boolean() }),
  'card:claim': v.object({ key }),
  'card:callBack': v.object({ key }),
  /** `summary` and `transcript` as Markdown with who, when and how long. */
  'card:copy': v.object({ key, what: v.picklist(['number', 'summary', 'transcript', 'note']) }),
  /** Opens a record in the CRM: main builds the address, the window never sees one. */
  'card:open': v.object({
    key,
    record: v.picklist(RECORD_KINDS),
    /** Which deal, when `record` is `deal`. */
    deal: v.optional(v.pipe(v.string(), v.maxLength(1024))),
  }),
  /** Keeps what the agent jotted down; '' clears it. Answers once it is safe. */
  'card:note': v.object({ key, text: v.pipe(v.string(), v.maxLength(MAX_NOTE_CHARS)) }),
  /** The call in the calls window. */
  'card:details': v.object({ key }),
  /** The home window is mounted and asks for what to draw. */
  'home:ready': nothing,
  /** The list of calls is on screen, or a call that is read. */
  'home:drawn': v.object({ call: v.nullable(key) }),
  /** Brings the card of a call from the history back on screen. */
  'home:showCall': v.object({ key }),
  'history:page': v.object({ after: v.nullable(key) }),
  'history:call': v.object({ key }),
  /** Erases the history that is set aside. */
  'history:eraseAside': nothing,
  'activity:ready': nothing,
  /** Sends a test call through the relay; its stages are pushed as they are reached. */
  'activity:testCall': nothing,
  /** The activity as text for support, without anything personal, on the clipboard. */
  'activity:copy': nothing,
  'preferences:ready': nothing,
  'preferences:set': somePreferencesSchema,
  /** Who the proxy that asks shall be told is asking; null: not now. */
  'proxy:signIn': v.nullable(
    v.object({
      user: v.pipe(v.string(), v.minLength(1), v.maxLength(256)),
      password: v.pipe(v.string(), v.maxLength(1024)),
    }),
  ),
  'pair:submit': v.object({ link: v.pipe(v.string(), v.maxLength(4096)) }),
  /** Forgets the pairing and erases the history here. */
  'pair:remove': nothing,
} as const;

export type RequestChannel = keyof typeof requestSchemas;
export type RequestPayload<C extends RequestChannel> = v.InferOutput<(typeof requestSchemas)[C]>;

/** What each request answers. */
export interface Responses {
  'page:ready': PageState;
  'page:failed': undefined;
  'pop:ready': PopState;
  'pop:layout': undefined;
  'pop:summon': undefined;
  'pop:release': undefined;
  'pop:digest': undefined;
  'pop:painted': undefined;
  'pop:drawn': undefined;
  'card:dismiss': undefined;
  'card:pin': undefined;
  'card:touch': undefined;
  /** `failed`: there is no connection, so nobody would hear of it. */
  'card:claim': ActionResult;
  'card:callBack': ActionResult;
  'card:copy': undefined;
  'card:open': ActionResult;
  'card:note': ActionResult;
  'card:details': undefined;
  'home:ready': HomeState;
  'home:drawn': undefined;
  'home:showCall': undefined;
  'history:page': HistoryPage;
  /** Null: not kept any more. */
  'history:call': CallDetail | null;
  'history:eraseAside': undefined;
  /** Newest first. */
  'activity:ready': readonly ActivityEntry[];
  'activity:testCall': TestCallResult;
  'activity:copy': undefined;
  'preferences:ready': PreferencesState;
  'preferences:set': PreferencesState;
  'proxy:signIn': undefined;
  'pair:submit': PairResult;
  'pair:remove': undefined;
}

/** What main tells its windows. */
export interface Pushes {
  'page:state': PageState;
  'pop:state': PopState;
  'home:state': HomeState;
  'home:goTo': HomePlace;
  /** Rows that are new or changed, and calls that are not kept any more. */
  'history:changed': { readonly rows: readonly HistoryRow[]; readonly gone: readonly CallKey[] };
  'activity:added': ActivityEntry;
  'activity:testCall': TestCallStages;
  'preferences:state': PreferencesState;
}
export type PushChannel = keyof Pushes;

/** What every page is drawn in. The theme comes with the system's `prefers-color-scheme`. */
export interface PageState {
  readonly language: LanguageCode;
  /** BCP 47: how dates, numbers and money are written. */
  readonly locale: string;
}

export interface PopState {
  /** Rises with every state. */
  readonly revision: number;
  /** Newest first; at most three. */
  readonly cards: readonly CardModel[];
  /** Which of them are cut down to who it is and drawn as plain text: in full they ended the page once. */
  readonly plain: readonly CallKey[];
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
  plain: [],
  more: 0,
  summoned: false,
  sound: null,
  digest: null,
  place: { corner: 'bottom-right', room: 600 },
};

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

/** Whether a click did what it says; the reason is for the agent. */
export type ActionResult =
  | { readonly ok: true }
  | { readonly ok: false; readonly reason: 'no-link' | 'gone' | 'failed' };

/** The home window: pairing as long as there is none, then the calls. */
export interface HomeState {
  readonly link: LinkState;
  /** A proxy on the way to the relay that asks who this is; null: none does. */
  readonly proxy: ProxyQuestion | null;
  /** Where the device token is kept; null when unpaired or set by the environment. */
  readonly tokenKept: 'keychain' | 'memory' | null;
  /**
   * How the history is kept: sealed on disk, in memory only because the system has no keychain to trust, or in memory
   * until the keychain opens.
   */
  readonly historyKept: 'sealed' | 'memory' | 'waiting';
  /** History of before is set aside: another keychain opens it, or it is another agent's. */
  readonly historyAside: 'keychain' | 'agent' | null;
  /** The starts before died early: calls from before are not drawn by themselves. */
  readonly isCareful: boolean;
  /** Paired since the app was started: worth proving with a test call. */
  readonly justPaired: boolean;
  /** Missed calls nobody has taken since the agent last looked. */
  readonly missed: number;
  /** Null: no CRM set, so there is nothing to click, and the settings say why. */
  readonly crmName: string | null;
}

/** `proxy`: its host and port. `refused`: what it was told was wrong. */
export interface ProxyQuestion {
  readonly proxy: string;
  readonly refused: boolean;
}

/** Where in the home window. */
export type HomePlace =
  | { readonly view: 'calls'; readonly call: CallKey | null }
  /** `test`: and play a test call there. */
  | { readonly view: 'activity'; readonly test?: true }
  | { readonly view: 'settings' };

/** The settings' page. */
export interface PreferencesState {
  readonly values: Preferences;
  /** What the admin has fixed. */
  readonly fixed: readonly PreferenceName[];
  readonly displays: readonly { readonly id: number; readonly label: string; readonly primary: boolean }[];
  readonly lines: readonly { readonly number: string; readonly name: string }[];
  /** As the admin sees this computer; null: unpaired. */
  readonly device: string | null;
  readonly version: string;
  /** What this system cannot do: those choices are shown as unavailable. */
  readonly unavailable: readonly PreferenceName[];
  /** The admin's settings that this version could not read, in words; what was before holds for them. */
  readonly unread: readonly string[];
  /** Another program holds the shortcut, or it is none. */
  readonly shortcutRefused: boolean;
}

export type PairProblem = 'not-a-link' | 'insecure' | 'unreachable' | 'expired' | 'too-many' | 'refused';
export type PairFailure =
  | { readonly ok: false; readonly problem: Exclude<PairProblem, 'unreachable'> }
  | { readonly ok: false; readonly problem: 'unreachable'; readonly why: LinkTrouble };
export type PairResult =
  | { readonly ok: true; readonly agent: string; readonly stored: 'keychain' | 'memory' }
  | PairFailure;

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
