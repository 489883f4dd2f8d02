import type { CallKey } from '../../src-shared/brand.ts';
import type { AgentId } from '../sql/ids.ts';
import type { ClaimChange } from './claims.ts';

/** The relays that share the journal. */
export interface RelaysHere {
  /** This one's: new with each start. */
  readonly id: string;
  listeningAt(url: string): Promise<void>;
  /** Those who were there a moment ago. */
  all(): readonly RelayHere[];
}

export interface RelayHere {
  readonly id: string;
  readonly host: string;
  readonly address: string | null;
  readonly version: string;
  readonly isThis: boolean;
  /** As this one's; relays that differ answer differently. */
  readonly sameConfig: boolean;
  /** The same of the secrets that webhooks are signed with. */
  readonly sameSecrets: boolean;
  /** Of the secrets that it asks others with, the names of those that are not this one's. */
  readonly differingSecrets: readonly string[];
}

/**
 * What other processes have changed: another relay, or the command line. A hint, never the truth: what is missed is
 * found by looking again.
 */
export interface StoreChanges {
  /** How often agents, lines and devices are looked at for changes that nobody told of, in ms. */
  readonly directoryEveryMs: number;
  /** How often everything else is, in ms; null: no other process writes it. */
  readonly healEveryMs: number | null;
  /**
   * Calls that were claimed or given back since this was last asked, and some once more. When the look that it was for
   * fails, the next one goes further back.
   * @param isFurtherBack what is long told is among it, and what may have been missed. @throws StoreFault
   */
  claimsChanged(isFurtherBack: boolean): Promise<readonly ClaimChange[]>;
  /** So much was found that nobody had told of. */
  healed(found: { readonly events: number; readonly claims: number }): void;
  /** @returns the unsubscribe */
  onNews(listener: (news: ElsewhereNews) => void): () => void;
}

export type ElsewhereNews =
  /** Something in these agents' sequences is new. */
  | { readonly kind: 'told'; readonly agents: readonly AgentId[] }
  /** A call was claimed or given back. */
  | { readonly kind: 'claim'; readonly call: CallKey }
  /** What the CRM has of a call's party was found by another relay. */
  | { readonly kind: 'records'; readonly call: CallKey }
  /** Agents, lines, aliases, devices: somebody may have been revoked or forgotten. */
  | { readonly kind: 'directory' }
  /** News may have been missed. */
  | { readonly kind: 'lookAgain' };

/** Whose turn it is to do what one relay does for all: sweeps, Allo's directory, lost calls. */
export interface Duty {
  /** True on one relay at a time. An embedded journal's relay always has it. */
  isMine(): boolean;
  /** Called when it becomes this one's, and at once when it is. @returns the unsubscribe */
  onTaken(listener: () => void): () => void;
}
