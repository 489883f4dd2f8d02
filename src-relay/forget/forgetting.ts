import { openJournalDatabase } from '../journal/database.ts';
import { erase, type Erased } from './erasing.ts';
import { whoIs, type OurOwn } from './finding.ts';
import { scrub } from './traces.ts';
import type { Sought } from './sought.ts';

export interface Forgotten extends Erased {
  /** Whether the journal's files were read through, byte by byte, and held nothing of it any more. */
  readonly clean: boolean;
}

/**
 * Erases a person, beside a relay that may be running: find everything that is theirs, take it out of the journal, then
 * out of its files. What arrives for them afterwards is new.
 * @throws JournalError when the folder cannot be written
 */
export async function forgetPerson(folder: string, seed: Sought, ours: OurOwn): Promise<Forgotten> {
  const db = openJournalDatabase(folder);
  try {
    const sought = whoIs(db, seed, ours);
    const first = await erase(db, sought);
    // What came in while the journal was being read.
    const then = await erase(db, sought, first.last);
    return {
      events: first.events + then.events,
      mentions: first.mentions + then.mentions,
      contacts: first.contacts + then.contacts,
      quarantined: first.quarantined + then.quarantined,
      clean: await scrub(db, folder, sought),
    };
  } finally {
    db.close();
  }
}
