import type { WebhookId } from '../../src-shared/brand.ts';
import type { Call, Claim } from '../../src-shared/calls/call.ts';
import type { Policy } from '../../src-shared/wire/policy.ts';
import type { GateContext } from '../presence/gate.ts';

/** What the screen depends on besides calls and clicks. */
export interface ScreenContext extends GateContext {
  /** ms by this machine's clock. */
  readonly now: number;
  /** This agent's address, once a relay has said it. */
  readonly me: string | null;
  readonly ringWindowS: number;
  /** Calls that began earlier get no card by themselves, ms by this machine's clock; null: every call may. */
  readonly heldBefore?: number | null;
  /** Real time, not the replay of what was missed. */
  readonly live: boolean;
  /** The team's lines and who answers them, as far as the relay has told. */
  readonly ownLines?: Policy['ownLines'];
}

/** Why a card is there, as far as its leaving goes. */
export type Mood = 'stays' | 'quiet' | 'colleague' | 'claimedAway' | 'unanswered' | 'toldLate';

/** A call with a card, drawn or waiting behind the others. Times are ms by this machine's clock. */
export interface OnScreen {
  readonly call: Call;
  /** Its rings that this card is there for. */
  readonly rings: readonly WebhookId[];
  readonly shownAt: number;
  readonly pinned: boolean;
  readonly touched: boolean;
  readonly claim: Claim | null;
  /** The agent asked for it, from the history or by the shortcut: it stays until closed. */
  readonly kept: boolean;
  /** It came only because the end of a call was told long after it: nobody waits for it. */
  readonly late: boolean;
  readonly mood: Mood;
  /** Since when the mood holds, or the hand has left the card: lingering counts from here. */
  readonly since: number;
}

/** A hand or a pin is on it: it neither moves nor leaves. */
export function isHeld(card: OnScreen): boolean {
  return card.pinned || card.touched;
}
