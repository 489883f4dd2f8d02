import type { Database } from '../sql/sql.ts';
import type { Journal } from './journal.ts';
import type { JournalReader } from './reader.ts';

/**
 * Where everything is kept: the one boundary between the relay and the engine below it. Embedded, it is a file of
 * SQLite's that a thread writes; with PostgreSQL any number of relays share it. Both promise the same: what is answered
 * is on disk, a webhook counts once, each agent's sequence rises by one without a gap, in the order of the commits.
 */
export interface Store {
  /** Commits batches of commands, and says what this relay's commits brought. */
  readonly journal: Journal;
  /** What sessions, policy and metrics read. */
  readonly reader: JournalReader;
  readonly changes: StoreChanges;
  /** For what has statements of its own: the CRM's cache, upkeep. */
  readonly database: Database;
  /** Whether it is this relay's turn to do what one relay does for all: sweeps, Allo's directory, lost calls. */
  readonly duty: Duty;
  close(): Promise<void>;
}

/**
 * What other processes have changed: another relay, or the command line. A hint, never the truth: what is missed is
 * found by looking again, at the latest after `LOOK_AGAIN_MS`. Every subscription returns its unsubscribe.
 */
export interface StoreChanges {
  /** Something in these agents' sequences is new. */
  onNews(listener: (news: ElsewhereNews) => void): () => void;
}

export type ElsewhereNews =
  | { readonly kind: 'told'; readonly agents: readonly number[] }
  | { readonly kind: 'claimed' | 'released'; readonly call: string }
  /** What the CRM has of a call's party was found by another relay. */
  | { readonly kind: 'records'; readonly call: string }
  /** Agents, lines, aliases, devices: somebody may have been revoked or forgotten. */
  | { readonly kind: 'directory' }
  /** News may have been missed. */
  | { readonly kind: 'lookAgain' };

export interface Duty {
  /** True on one relay at a time. An embedded journal's relay always has it. */
  isMine(): boolean;
}
