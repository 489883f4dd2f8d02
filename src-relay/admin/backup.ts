import { storeName } from '../settings/store.ts';
import { backUpJournal, type Backup } from '../sqlite/backup.ts';
import type { JournalPlace } from './reading.ts';

/** What becomes of a request for a backup: a database has its own ways. */
export type BackupResult = ({ readonly kind: 'made' } & Backup) | ({ readonly kind: 'instead' } & Instead);

export interface Instead {
  /** Where the journal is, without what opens it. */
  readonly store: string;
  readonly ways: readonly { readonly use: string; readonly for: string }[];
}

/** Copies an embedded journal into a file; of a shared one, says what does. @throws JournalError */
export function backUp({ data, store }: JournalPlace, file: string): BackupResult {
  if (store.kind === 'embedded') return { kind: 'made', ...backUpJournal(data, file) };
  return {
    kind: 'instead',
    store: storeName(store),
    ways: [
      { use: 'pg_dump --format=custom', for: 'a copy as of now in one file; relays go on meanwhile' },
      {
        use: 'pg_basebackup and archive_command (or pgBackRest, Barman, WAL-G)',
        for: 'any moment since the base backup: point-in-time recovery',
      },
      { use: "your provider's snapshots", for: 'a managed database' },
    ],
  };
}
