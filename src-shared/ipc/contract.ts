import * as v from 'valibot';
import type { ActivityEntry, TestCallStages } from '../activity/activity.ts';
import type { CallKey, WebhookId } from '../brand.ts';
import type { HistoryRow } from '../history/rows.ts';
import type { TextRow } from '../texts/rows.ts';
import type { LanguageCode } from '../preferences/languages.ts';
import { cardRequests, type CardResponses } from './card.ts';
import { ERROR_KINDS, PARTS } from './failures.ts';
import { nothing } from './fields.ts';
import { homeRequests, type HomePlace, type HomeResponses, type HomeState } from './home.ts';
import { popRequests, type PopResponses, type PopState } from './pop.ts';
import { textRequests, type TextResponses } from './texts.ts';
import { settingsRequests, type PreferencesState, type SettingsResponses } from './settings.ts';
import { updatesRequests, type UpdatesResponses } from './updates.ts';
import type { UpdatesState } from '../updates/updates-state.ts';

/** Any page, whichever window it is in. */
const pageRequests = {
  /** Any page, before it draws: the language it is written in. */
  'page:ready': nothing,
  /** A part of a page could not be drawn, or a script of it failed: for the log. */
  'page:failed': v.object({
    page: v.picklist(['pop', 'home']),
    part: v.picklist(PARTS),
    error: v.picklist(ERROR_KINDS),
  }),
} as const;

interface PageResponses {
  'page:ready': PageState;
  'page:failed': undefined;
}

/**
 * Everything that crosses between main and its windows, in one place. Requests go from a window to main, which
 * checks the sender and the payload against the schema here; pushes go from main to a window.
 */
export const requestSchemas = {
  ...pageRequests,
  ...popRequests,
  ...cardRequests,
  ...homeRequests,
  ...textRequests,
  ...settingsRequests,
  ...updatesRequests,
} as const;

export type RequestChannel = keyof typeof requestSchemas;
export type RequestPayload<C extends RequestChannel> = v.InferOutput<(typeof requestSchemas)[C]>;

/** What each request answers. */
export interface Responses
  extends
    PageResponses,
    PopResponses,
    CardResponses,
    HomeResponses,
    TextResponses,
    SettingsResponses,
    UpdatesResponses {}

/** What main tells its windows. */
export interface Pushes {
  'page:state': PageState;
  'pop:state': PopState;
  'home:state': HomeState;
  'home:goTo': HomePlace;
  /** Rows that are new or changed, calls that are not kept any more, and under which key those of them go on that moved. */
  'history:changed': {
    readonly rows: readonly HistoryRow[];
    readonly gone: readonly CallKey[];
    readonly moved: readonly (readonly [from: CallKey, to: CallKey])[];
  };
  /** Texts that are new or changed, and texts that are not kept any more. */
  'texts:changed': { readonly rows: readonly TextRow[]; readonly gone: readonly WebhookId[] };
  'activity:added': ActivityEntry;
  /** All of them, newest first: some that were told are gone, or of another call. */
  'activity:changed': readonly ActivityEntry[];
  'activity:testCall': TestCallStages;
  'preferences:state': PreferencesState;
  'updates:state': UpdatesState;
}
export type PushChannel = keyof Pushes;

/** What every page is drawn in. The theme comes with the system's `prefers-color-scheme`. */
export interface PageState {
  readonly language: LanguageCode;
  /** BCP 47: how dates, numbers and money are written. */
  readonly locale: string;
}

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
