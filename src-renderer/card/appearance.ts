import type { CardModel } from '../../src-shared/card/model.ts';
import { doesCallerWait, factsOf, isUnreached, type Phase } from '../../src-shared/calls/phase.ts';
import type { Words } from '../../src-shared/words/en.ts';
import { outcomeWord } from '../../src-shared/words/outcome-word.ts';

/** The colour family of a state; its word says the same. */
export type Tone = 'live' | 'accent' | 'bad' | 'plain';

const TONES: Readonly<Record<Phase, Tone>> = {
  ringing: 'live',
  dialling: 'live',
  quiet: 'plain',
  answered: 'live',
  over: 'accent',
  completed: 'accent',
  missed: 'bad',
  voicemail: 'accent',
  noAnswer: 'plain',
  blocked: 'plain',
  failed: 'bad',
  transferred: 'accent',
  ended: 'plain',
  unreported: 'plain',
};

/** The chip of a call: a colleague who has it outweighs where it stands. */
export function chipOf(card: CardModel, words: Words): { readonly tone: Tone; readonly text: string } {
  const colleague = colleagueOf(card);
  // A missed call that somebody takes care of is still to be dealt with.
  const has = factsOf(card.phase).isOpen || isUnreached(card.phase, card);
  if (colleague !== null)
    return { tone: 'plain', text: has ? words.call.hasIt(colleague) : words.call.tookIt(colleague) };
  return { tone: TONES[card.phase], text: outcomeWord(card, words) };
}

/** Who else has or had the call; null when it is this agent's or everybody's. */
export function colleagueOf({ claim, handledBy }: CardModel): string | null {
  return handledBy ?? (claim !== null && !claim.mine ? claim.who : null);
}

/** A call that stopped mattering shrinks to one line. */
export function isOneLine(card: CardModel): boolean {
  return card.phase === 'quiet' || colleagueOf(card) !== null;
}

export interface TrueActions {
  /** The caller waits: it rings, or they want to be called back. */
  readonly waits: boolean;
  /** "Tell the team I'm on it", while the caller waits, nobody has the call and there is somebody else to tell. */
  readonly claim: boolean;
  /** Takes that back. */
  readonly release: boolean;
  readonly callBack: boolean;
  /** There is more to read in the calls window. */
  readonly details: boolean;
}

/** Which of the footer's actions are true for this call. */
export function actionsOf(card: CardModel): TrueActions {
  const { isOpen, rings, spoke } = factsOf(card.phase);
  const waits = doesCallerWait(card.phase, card);
  return {
    waits,
    claim: waits && card.isShared && card.claim === null && card.handledBy === null,
    release: waits && card.canRelease && card.claim?.mine === true,
    callBack: waits && !rings && card.caller.number?.callable === true,
    details: card.has.transcript || (!isOpen && spoke !== 'no'),
  };
}
