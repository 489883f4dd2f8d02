import type { LinkTrouble } from '../link/trouble.ts';

/** What a window shows of what the admin of this computer has decided. Never a token. */
export interface ManagedView {
  /** Host of the only relay that this computer may be paired with; null: any. */
  readonly relay: string | null;
  readonly pairing: 'link' | 'device' | 'group' | 'nothing';
  readonly hasLocks: boolean;
  /** False: the app looks for no updates. */
  readonly updates: boolean;
  /** Where it is written. */
  readonly place: string;
  readonly problems: readonly PolicyProblem[];
  /** How pairing with the group's token goes; null: it is not under way. */
  readonly step: GroupStep | null;
}

/** Why a policy, or a value of it, is not taken. Never with a value. */
export type PolicyProblem =
  /** Nothing of it is taken. */
  | { readonly kind: 'owner' | 'writable' | 'link' | 'too-big' | 'unreachable' | 'not-readable' }
  /** This value is not, by its name: `pairing.token`. */
  | { readonly kind: 'value'; readonly name: string }
  /** This version does not know such a name. */
  | { readonly kind: 'unknown'; readonly name: string }
  /** The pairing needs the relay to be named. */
  | { readonly kind: 'no-relay' }
  /** The environment's pairing is with another relay, or there may be none. */
  | { readonly kind: 'environment' };

/** `mayChange`: the agent has said whose computer it is, and may say otherwise. */
interface ForAgent {
  readonly agent: string;
  readonly mayChange?: true;
}

/** Where the pairing of a computer by its group's token stands. */
export type GroupStep =
  /** Nobody has said whose computer this is. `failure`: why the last answer, `agent`, was not taken. */
  | { readonly kind: 'asking'; readonly agent: string; readonly failure: GroupFailure | null }
  | { readonly kind: 'trying'; readonly agent: string }
  /** The admin has not said yes yet. */
  | ({ readonly kind: 'waiting' } & ForAgent)
  /** It is tried again by itself, at `again` (ms by this machine's clock). */
  | ({ readonly kind: 'failed'; readonly failure: GroupFailure; readonly again: number } & ForAgent);

export const GROUP_REFUSALS = [
  'unknown-token',
  'expired',
  'revoked',
  'not-in-group',
  'too-many-computers',
] as const;
export type GroupRefusal = (typeof GROUP_REFUSALS)[number];

export type GroupFailure =
  | { readonly problem: GroupRefusal | 'too-many' | 'refused' | 'not-a-relay' }
  | { readonly problem: 'unreachable'; readonly why: LinkTrouble };
