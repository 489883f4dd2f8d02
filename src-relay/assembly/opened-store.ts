import type { Sealing } from '../crm/resolving/sealing.ts';
import type { RecordsSharing } from '../crm/resolving/sharing.ts';
import type { Journal } from '../journal/journal.ts';
import type { JournalReader } from '../journal/reader.ts';
import type { Duty, RelaysHere, StoreChanges } from '../journal/shared.ts';
import type { JournalPlace } from '../journal/writer-thread.ts';
import type { Sql } from '../sql/sql.ts';

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
  readonly retryingReader: JournalReader;
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
