import { finishForgetting } from '../forget/finishing.ts';
import { openJournal, type Journal } from '../journal/journal.ts';
import { journalReader, type JournalReader } from '../journal/reader.ts';
import { openForReading } from '../sqlite/database.ts';
import { sqliteSql } from '../sqlite/sql.ts';
import type { Opening } from './opening.ts';

/** The journal, to write to and to read from. */
export interface OpenedJournal {
  readonly journal: Journal;
  readonly reader: JournalReader;
}

/** Opens the journal, and finishes what a kill broke off in it. @throws JournalError */
export async function openJournalSide(opening: Opening): Promise<OpenedJournal> {
  const { settings, parts, closing, config, metrics } = opening;
  const { log, workerUrl } = parts;
  const journal = await openJournal({
    place: { kind: 'embedded', folder: settings.data },
    workerUrl,
    config: config.current(),
    onCommit: metrics.committed,
    onTrouble: (reason) => log.error({ reason }, 'the journal cannot write: webhooks get 503'),
  });
  closing.add(journal.close);
  const db = openForReading(settings.data);
  closing.add(() => db.close());
  const read = sqliteSql(db);
  closing.add(await finishForgetting({ read, folder: settings.data, workerUrl, log }));
  return { journal, reader: await journalReader(read) };
}
