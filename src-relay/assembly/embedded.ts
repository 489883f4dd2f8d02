import { HUB_BOUNDS } from '../hub/bounds.ts';
import { openJournal } from '../journal/journal.ts';
import { journalReader } from '../journal/reader.ts';
import type { Store } from './opened-store.ts';
import { openForReading } from '../sqlite/database.ts';
import { diskOf } from '../sqlite/disk.ts';
import { displacementOf } from '../sqlite/displacement.ts';
import { sqliteSql } from '../sqlite/sql.ts';
import type { Opening } from './opening.ts';

/** Opens the journal in the data folder. @throws JournalError */
export async function openEmbedded(opening: Opening): Promise<Store> {
  const { settings, parts, closing, config, metrics } = opening;
  const place = { kind: 'embedded', folder: settings.data } as const;
  const journal = await openJournal({
    place,
    workerUrl: parts.workerUrl,
    config: config.current(),
    displacement: () => displacementOf(settings.data),
    onCommit: metrics.committed,
    onTrouble: (reason) => parts.log.error({ reason }, 'the journal cannot write: webhooks get 503'),
  });
  closing.add(journal.close);
  const db = openForReading(settings.data);
  closing.add(() => db.close());
  const read = sqliteSql(db);
  const reader = await journalReader(read);
  return {
    place,
    journal,
    reader,
    retryingReader: reader,
    read,
    // Reads of a file are done one after the other, whoever asks.
    readsAtOnce: 1,
    changes: {
      directoryEveryMs: parts.bounds?.directoryPollMs ?? HUB_BOUNDS.directoryPollMs,
      healEveryMs: null,
      claimsChanged: () => Promise.resolve([]),
      healed: () => undefined,
      onNews: () => () => undefined,
    },
    // Its relay is alone.
    duty: {
      isMine: () => true,
      onTaken: (listener) => {
        listener();
        return () => undefined;
      },
    },
    sweep: (retentionDays) => journal.write({ kind: 'sweep', retentionDays }),
    readTrouble: () => null,
    bytes: () => Promise.resolve(diskOf(settings.data).journalBytes),
    relays: null,
    recordsSharing: () => null,
  };
}
