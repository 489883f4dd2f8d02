/** What somebody would notice of a restart. */
export interface DeskFacts {
  /** Calls of this agent that ring or are under way. */
  readonly openCalls: number;
  /** On screen, or behind those that are. */
  readonly cards: number;
  /** What was missed is told, and nobody has looked yet. */
  readonly hasDigest: boolean;
  /** A window of ours is on screen: something is read or typed there. */
  readonly isWindowOpen: boolean;
  /** A question of ours waits for its answer. */
  readonly isDialogOpen: boolean;
  /** For how long nobody has touched the computer, in seconds. */
  readonly idle: number;
}

/** Why the app does not restart by itself now; null: nobody would notice. @param idleAfter in seconds */
export function whyNotRestart(facts: DeskFacts, idleAfter: number): keyof DeskFacts | null {
  if (facts.openCalls > 0) return 'openCalls';
  if (facts.cards > 0) return 'cards';
  if (facts.hasDigest) return 'hasDigest';
  if (facts.isWindowOpen) return 'isWindowOpen';
  if (facts.isDialogOpen) return 'isDialogOpen';
  return facts.idle >= idleAfter ? null : 'idle';
}
