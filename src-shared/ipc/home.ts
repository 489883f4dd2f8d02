import * as v from 'valibot';
import type { ActivityEntry, TestCallResult } from '../activity/activity.ts';
import type { CallKey, WebhookId } from '../brand.ts';
import type { CallDetail, HistoryPage } from '../history/rows.ts';
import type { LinkState } from '../link/link-state.ts';
import type { ManagedView } from '../managed/managed-view.ts';
import type { KeptAway } from '../presence/kept-away.ts';
import { key, nothing } from './fields.ts';

/** The home window, with its calls and its activity. */
export const homeRequests = {
  /** The home window is mounted and asks for what to draw. */
  'home:ready': nothing,
  /** The list of calls is on screen, or a call that is read. */
  'home:drawn': v.object({ call: v.nullable(key) }),
  /** Has cards back, as far as the agent may choose so. */
  'home:resume': nothing,
  /** Brings the card of a call from the history back on screen. */
  'home:showCall': v.object({ key }),
  'history:page': v.object({ after: v.nullable(key) }),
  'history:call': v.object({ key }),
  /** Erases the history that is set aside. */
  'history:eraseAside': nothing,
  'activity:ready': nothing,
  /** Sends a test call through the relay; its stages are pushed as they are reached. */
  'activity:testCall': nothing,
  /** Diagnostics for support, without anything personal, on the clipboard. */
  'diagnostics:copy': nothing,
} as const;

/** What each of them answers. */
export interface HomeResponses {
  'home:ready': HomeState;
  'home:drawn': undefined;
  'home:resume': undefined;
  'home:showCall': undefined;
  'history:page': HistoryPage;
  /** Null: not kept any more. */
  'history:call': CallDetail | null;
  'history:eraseAside': undefined;
  /** Newest first. */
  'activity:ready': readonly ActivityEntry[];
  'activity:testCall': TestCallResult;
  'diagnostics:copy': undefined;
}

/** The home window: pairing as long as there is none, then the calls. */
export interface HomeState {
  readonly link: LinkState;
  /** What keeps cards away; null: they come. */
  readonly keptAway: KeptAway | null;
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
  /** Text messages that came in and are unread. */
  readonly unreadTexts: number;
  /** Null: no CRM set, so there is nothing to click, and the settings say why. */
  readonly crmName: string | null;
  /** What the admin of this computer has decided; null: nobody manages it. */
  readonly managed: ManagedView | null;
}

/** `proxy`: its host and port. `refused`: what it was told was wrong. */
export interface ProxyQuestion {
  readonly proxy: string;
  readonly refused: boolean;
}

/** Where in the home window. */
export type HomePlace =
  | { readonly view: 'calls'; readonly call: CallKey | null }
  /** `text`: and the thread that it is in. */
  | { readonly view: 'texts'; readonly text: WebhookId | null }
  /** `test`: and play a test call there. */
  | { readonly view: 'activity'; readonly test?: true }
  | { readonly view: 'settings' };
