import type { DatabaseSync } from 'node:sqlite';
import { setTimeout as wait } from 'node:timers/promises';
import { disownFlights } from '../crm/cache/forgetting.ts';
import { inTransaction, openJournalDatabase, query } from '../sqlite/database.ts';
import type { EventId } from '../sql/ids.ts';
import { inSteps } from '../sqlite/steps.ts';
import { eventErasing } from './erasing.ts';
import { whoIs, type OurOwn } from './finding.ts';
import { eventPages, namedIn, type KeptEvent } from './kept-events.ts';
import { pendingList, type Pending } from './pending.ts';
import { eraseRemains } from './remains.ts';
import { spotting, type Sought, type Spotting } from './sought.ts';
import { tailsOf } from './text-search.ts';
import { emptyLog, isTraceless, scrub } from './traces.ts';

export interface Forgotten {
  /** Events of theirs: emptied, or deleted where they were in nobody's sequence. */
  readonly events: number;
  /** Events of others in which they were mentioned. */
  readonly mentions: number;
  readonly contacts: number;
  readonly quarantined: number;
  /**
   * Whether everything that came in up to the end was looked through, and the journal's files were read byte by byte and held
   * nothing of it any more.
   */
  readonly clean: boolean;
}

const NOTHING: Forgotten = { events: 0, mentions: 0, contacts: 0, quarantined: 0, clean: true };
/** As long as they call and write meanwhile, there is more to erase. */
const MOST_ROUNDS = 40;
/** Between two rounds, longer each time: a burst passes. */
const PAUSE_MS = 50;
const LONGEST_PAUSE_MS = 1_000;
/** So many new events are looked through while webhooks wait. */
const MOST_AT_LAST = 500;
/** Progress is noted at least every so many pages. */
const NOTED_EVERY = 50;

/**
 * Erases a person, beside a relay that may be running: find everything that is theirs, take it out of the journal, then
 * out of its files. What was broken off before, for whomever, is finished first. What arrives for the erased calls later is
 * dropped; everything else that arrives afterwards is new.
 * @throws JournalError when the folder cannot be written
 */
export async function forgetPerson(folder: string, seed: Sought, ours: OurOwn): Promise<Forgotten> {
  const db = openJournalDatabase(folder);
  try {
    const before = await carryOutAll(db, folder);
    const sought = whoIs(db, seed, ours);
    const pending = pendingList(db);
    const id = inTransaction(db, () => {
      disownFlights(db);
      return pending.add(sought);
    });
    const now = await carryOut(db, folder, { id, sought, done: 0 as EventId, upto: 0 as EventId }, false);
    return added(before, now);
  } finally {
    db.close();
  }
}

/**
 * Finishes what was broken off, by a crash or a kill. What came in after that is new, and stays.
 * @returns null when there was nothing to finish
 */
export async function finishForgotten(folder: string): Promise<Forgotten | null> {
  const db = openJournalDatabase(folder);
  try {
    if (pendingList(db).all().length === 0) return null;
    return await carryOutAll(db, folder);
  } finally {
    db.close();
  }
}

async function carryOutAll(db: DatabaseSync, folder: string): Promise<Forgotten> {
  let all = NOTHING;
  for (const pending of pendingList(db).all()) all = added(all, await carryOut(db, folder, pending, true));
  return all;
}

async function carryOut(
  db: DatabaseSync,
  folder: string,
  pending: Pending,
  wasBrokenOff: boolean,
): Promise<Forgotten> {
  const { id, sought } = pending;
  const spot = spotting(sought);
  const last = lastEventOf(db);
  const list = pendingList(db);
  let { done } = pending;
  let all = NOTHING;
  let isComplete = false;
  for (let round = 0; round < MOST_ROUNDS && !isComplete; round += 1) {
    if (round > 0) await wait(Math.min(LONGEST_PAUSE_MS, round * PAUSE_MS));
    const upto = wasBrokenOff ? pending.upto : last();
    const pass = await eraseEvents(db, { ...pending, done, upto }, spot);
    ({ done } = pass);
    all = added(all, { ...NOTHING, ...pass.erased, ...(await eraseRemains(db, sought, spot)) });
    if (!isNothingNew(db, done, spot, wasBrokenOff)) {
      if (wasBrokenOff) break;
      continue;
    }
    isComplete = await isTraceless(db, folder, sought);
    // What they did meanwhile is in the files again.
    if (isComplete || !isNothingNew(db, done, spot, wasBrokenOff)) continue;
    isComplete = await scrub(db, folder, sought);
    break;
  }
  inTransaction(db, () => {
    list.drop(id);
    disownFlights(db);
    // The running relay looks at this.
    db.exec('UPDATE journal SET directory_version = directory_version + 1');
  });
  await emptyLog(db);
  return { ...all, clean: isComplete };
}

/** Erases the events between `done` and `upto`, page by page; where it is stands in the journal. */
async function eraseEvents(
  db: DatabaseSync,
  { id, sought, done, upto }: Pending,
  spot: Spotting,
): Promise<{ readonly erased: Pick<Forgotten, 'events' | 'mentions'>; readonly done: EventId }> {
  const erasing = eventErasing(db, new Set(sought.numbers.flatMap(tailsOf)), spot.without, Date.now);
  const list = pendingList(db);
  inTransaction(db, () => list.note(id, done, upto));
  let [events, mentions, pages] = [0, 0, 0];
  for (const page of eventPages(db, done, upto)) {
    const work = workOn(page, spot);
    const end = page.at(-1)?.id ?? upto;
    pages += 1;
    if (work.length === 0 && pages % NOTED_EVERY !== 0) continue;
    await inSteps(db, [...work, { kind: 'note', upTo: end } as const], (step) => {
      for (const one of step) {
        if (one.kind === 'theirs') events += erasing.erase(one.event);
        else if (one.kind === 'mention') mentions += erasing.redact(one.event) ? 1 : 0;
        else list.note(id, one.upTo, upto);
      }
      erasing.startOver();
    });
  }
  return { erased: { events, mentions }, done: upto };
}

type Work =
  | { readonly kind: 'theirs'; readonly event: EventId }
  | { readonly kind: 'mention'; readonly event: EventId }
  | { readonly kind: 'note'; readonly upTo: EventId };

/** What is theirs comes first: others' events of the same call go with it. */
function workOn(page: readonly KeptEvent[], spot: Spotting): Work[] {
  const theirs: Work[] = [];
  const mentions: Work[] = [];
  for (const event of page) {
    if (!spot.mentions(event.data)) continue;
    const named = namedIn(event);
    if (spot.isIn(named) || named.outside.some(spot.isNumber))
      theirs.push({ kind: 'theirs', event: event.id });
    else mentions.push({ kind: 'mention', event: event.id });
  }
  return [...theirs, ...mentions];
}

/**
 * Whether nothing of them came in after `done`, looked at while nothing can come in.
 * @param isLong there may be too much for that: then it comes in meanwhile
 */
function isNothingNew(db: DatabaseSync, done: EventId, spot: Spotting, isLong: boolean): boolean {
  const look = (): boolean => {
    let looked = 0;
    for (const page of eventPages(db, done, null)) {
      looked += page.length;
      if (!isLong && looked > MOST_AT_LAST) return false;
      if (page.some((event) => spot.mentions(event.data))) return false;
    }
    return true;
  };
  return isLong ? look() : inTransaction(db, look);
}

function lastEventOf(db: DatabaseSync): () => EventId {
  const last = query<{ id: EventId | null }>(db, 'SELECT max(id) AS id FROM event');
  return () => last.get()?.id ?? (0 as EventId);
}

function added(a: Forgotten, b: Forgotten): Forgotten {
  return {
    events: a.events + b.events,
    mentions: a.mentions + b.mentions,
    contacts: a.contacts + b.contacts,
    quarantined: a.quarantined + b.quarantined,
    clean: a.clean && b.clean,
  };
}
