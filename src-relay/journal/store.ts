import type { CallKey } from '../../src-shared/brand.ts';
import type { Sealing } from '../crm/resolving/sealing.ts';
import type { RecordsSharing } from '../crm/resolving/sharing.ts';
import type { AgentId } from '../sql/ids.ts';
import type { Sql } from '../sql/sql.ts';
import type { Journal } from './journal.ts';
import type { JournalReader } from './reader.ts';
import type { JournalPlace } from '../writing/worker.ts';

/**
 * Where everything is kept: the one boundary between the relay and the engine below it. Embedded, it is a file of
 * SQLite's that a thread writes; with PostgreSQL any number of relays share it. Both promise the same: what is answered
 * is on disk, a webhook counts once, each agent's sequence rises by one without a gap, in the order of the commits.
 */
export interface Store {
  readonly place: JournalPlace;
  /** Commits batches of commands, and says what this relay's commits brought. */
  readonly journal: Journal;
  /** Says at once when it cannot be read. */
  readonly reader: JournalReader;
  /** The same for whoever has time: waits until it can be read again. */
  readonly patient: JournalReader;
  /** For reads with statements of their own. */
  readonly read: Sql;
  /** So many reads are worth having under way at once. */
  readonly readsAtOnce: number;
  readonly changes: StoreChanges;
  readonly duty: Duty;
  /** Erases some of what is past its retention. `more`: there is more of it. @throws StoreFault */
  sweep(retentionDays: number): Promise<{ readonly more: boolean }>;
  /** Why it cannot be read; null while it can. */
  readTrouble(): string | null;
  /** How much disk it takes, with its log. @throws StoreFault */
  bytes(): Promise<number>;
  /** Null: there can be but this one. */
  readonly relays: RelaysHere | null;
  /** What is found in the CRM is shared with the other relays, sealed; null: there is none to share it with. */
  recordsSharing(sealing: () => Sealing | null): RecordsSharing | null;
}

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
  readonly sameSecrets: boolean;
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
