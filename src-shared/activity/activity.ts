import type { CallKey, WebhookId } from '../brand.ts';
import type { ReceivedEvent } from '../calls/call.ts';

/** How many entries are kept. */
export const ACTIVITY_KEPT = 200;

/** What the app did with one event of the relay, and why. Times are ms by this machine's clock. */
export interface ActivityEntry {
  /** Rises with every entry. */
  readonly id: number;
  readonly at: number;
  readonly topic: string;
  readonly call: CallKey | null;
  /** Name, else number of the other party, for people. */
  readonly who: string | null;
  readonly verdict: Verdict;
  readonly isTest: boolean;
  /** The event's own time could not be read: what counts in its place. */
  readonly timed?: ReceivedEvent['timed'];
}

/** Why there was a card, or none. */
export type Verdict =
  | { readonly kind: 'popped' }
  /** Changed a card that was there, or brought it back. */
  | { readonly kind: 'updated' }
  /** Went to history; there was no card and no reason for one. */
  | { readonly kind: 'filed' }
  /** Older than the ring window by the time it came: `byS` is its age in seconds. */
  | { readonly kind: 'late'; readonly byS: number }
  /** This agent's call, brought up without a fuss: its end came long after it. `byS` is how long, in seconds. */
  | { readonly kind: 'told-late'; readonly byS: number }
  /** A colleague dialled it: the card is theirs. */
  | { readonly kind: 'colleague-dialled' }
  /** The call was over, answered or rung before. */
  | { readonly kind: 'overtaken' }
  | { readonly kind: 'duplicate' }
  | { readonly kind: 'dismissed' }
  /** The agent turned cards off for this line, for outgoing calls, for now, or for these hours. */
  | { readonly kind: 'line-muted' | 'outbound-off' | 'snoozed' | 'quiet-hours' }
  /** The screen was locked or the computer asleep. */
  | { readonly kind: 'away' }
  /** Earlier starts died early, perhaps of what they drew: calls from before are not drawn by themselves. */
  | { readonly kind: 'held-back' }
  | { readonly kind: 'unreadable' };

/** What was decided about one event of the relay. `at` is ms by this machine's clock. */
export interface Judgement {
  readonly webhookId: WebhookId;
  readonly topic: string;
  readonly call: CallKey;
  readonly verdict: Verdict;
  readonly at: number;
}

/** A test call's way, each in ms from the click; null: not there yet, or unknown. */
export interface TestCallStages {
  /** The relay had checked the signature. */
  readonly verifiedMs: number | null;
  /** It was safely in the relay's journal. */
  readonly committedMs: number | null;
  /** Its frame reached this app. */
  readonly arrivedMs: number | null;
  /** The card was on screen. */
  readonly paintedMs: number | null;
}

export type TestCallResult =
  | { readonly ok: true; readonly call: CallKey | null; readonly stages: TestCallStages }
  | { readonly ok: false; readonly problem: TestCallProblem }
  | { readonly ok: false; readonly problem: 'no-card'; readonly why: NoCard };

/** Why a call that came brought no card: what was decided about its ring, or that no card can be put on this screen. */
export type NoCard =
  | Exclude<Verdict['kind'], 'popped' | 'updated' | 'told-late' | 'colleague-dialled'>
  | 'no-place'
  | 'not-drawn';

/** Why a test call did not come. `no-secret`: the relay has no webhook secret yet. */
export type TestCallProblem =
  | 'offline'
  | 'unsupported'
  | 'no-secret'
  | 'not-ready'
  | 'too-many'
  | 'timed-out';
