import { API_TROUBLES } from '../allo-api/trouble.ts';
import type { AgentEmail } from '../../src-shared/brand.ts';

/** A user of Allo's. */
export interface AlloUser {
  readonly id: string;
  /** Lower case; null when it is no address. */
  readonly email: AgentEmail | null;
  readonly name: string | null;
  readonly isBlocked: boolean;
}

/** One of the team's phone numbers; sender ids of text messages are none. */
export interface AlloNumber {
  /** In E.164, as lines are compared. */
  readonly number: string;
  readonly name: string | null;
  /** Who answers it; null: Allo does not say. */
  readonly users: readonly Pick<AlloUser, 'id' | 'email'>[] | null;
}

/** What Allo answered to one question. */
export interface Answered<T> {
  readonly list: readonly T[];
  /** Every entry of every page was there and could be read: only then does a missing one mean anything. */
  readonly isWhole: boolean;
}

/** `doubt`: it was had, and is not believed. */
export const SYNC_TROUBLES = [...API_TROUBLES, 'doubt'] as const;

/** Why a part of the directory could not be had, or is not believed. Names no person. */
export interface SyncTrouble {
  readonly about: 'users' | 'numbers';
  readonly kind: (typeof SYNC_TROUBLES)[number];
  /** One line for the admin, with what to do. */
  readonly text: string;
}

/** The directory as Allo has it: a half that could not be asked is null, and `troubles` says why. */
export interface AlloTeam {
  readonly users: Answered<AlloUser> | null;
  readonly numbers: Answered<AlloNumber> | null;
  readonly troubles: readonly SyncTrouble[];
}
