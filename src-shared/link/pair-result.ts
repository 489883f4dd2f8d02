import type { LinkTrouble } from './trouble.ts';

/** Why a computer was not paired. */
export type PairProblem =
  | 'not-a-link'
  | 'insecure'
  | 'unreachable'
  | 'not-a-relay'
  | 'expired'
  | 'too-many'
  | 'refused'
  /** This computer's admin allows another relay only. */
  | 'other-relay'
  /** This computer's admin pairs it, or cannot be understood. */
  | 'managed'
  | 'policy-unread';

export type PairFailure =
  | { readonly ok: false; readonly problem: Exclude<PairProblem, 'unreachable' | 'other-relay'> }
  | { readonly ok: false; readonly problem: 'other-relay'; readonly relay: string }
  | { readonly ok: false; readonly problem: 'unreachable'; readonly why: LinkTrouble };

/** What became of pairing. */
export type PairResult =
  | { readonly ok: true; readonly agent: string; readonly stored: 'keychain' | 'memory' }
  | PairFailure;
