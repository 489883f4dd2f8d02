import { setTimeout as wait } from 'node:timers/promises';
import { RAISE_VERSION } from '../agents/directory.ts';
import { disownFlights } from '../crm/cache/forgetting.ts';
import type { EventId } from '../sql/ids.ts';
import type { Database, Sql } from '../sql/sql.ts';
import { fewAtOnce, inSteps } from '../sql/steps.ts';
import { byteSearch } from './byte-search.ts';
import { eventErasing } from './erasing.ts';
import { whoIs, type OurOwn } from './finding.ts';
import { eventPages, namedIn, type KeptEvent } from './kept-events.ts';
import { addPending, dropPending, notePending, pendingList, type Pending } from './pending.ts';
import { eraseRemains } from './remains.ts';
import { spotting, type Sought, type Spotting } from './sought.ts';
import { tailsOf } from './text-search.ts';

export interface Forgotten {
  /** Events of theirs: emptied, or deleted where they were in nobody's sequence. */
  readonly events: number;
  /** Events of others in which they were mentioned. */
  readonly mentions: number;
  readonly contacts: number;
  readonly quarantined: number;
  /**
   * Whether everything that came in up to the end was looked through, and nothing of it is left in any file that can be read
   * from here: SQLite's are read byte by byte.
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

const LAST_EVENT = 'SELECT max(id) AS id FROM event';

/**
 * Erases a person, beside relays that may be running: find everything that is theirs, take it out of the journal, then
 * out of its files. What was broken off before, for whomever, is finished first. What arrives for the erased calls later is
 * dropped; everything else that arrives afterwards is new.
 * @throws StoreFault
 */
export async function forgetPerson(database: Database, seed: Sought, ours: OurOwn): Promise<Forgotten> {
  const before = await carryOutAll(database);
  const sought = await whoIs(database.read, seed, ours);
  const id = await database.alone(async (sql) => {
    await disownFlights(sql);
    return addPending(sql, sought);
  });
  const now = await carryOut(database, { id, sought, done: 0 as EventId, upto: 0 as EventId }, false);
  return added(before, now);
}

/**
 * Finishes what was broken off, by a crash or a kill. What came in after that is new, and stays.
 * @returns null when there was nothing to finish
 */
export async function finishForgotten(database: Database): Promise<Forgotten | null> {
  if ((await pendingList(database.read)).length === 0) return null;
  return carryOutAll(database);
}

async function carryOutAll(database: Database): Promise<Forgotten> {
  let all = NOTHING;
  for (const pending of await pendingList(database.read))
    all = added(all, await carryOut(database, pending, true));
  return all;
}

async function carryOut(database: Database, pending: Pending, wasBrokenOff: boolean): Promise<Forgotten> {
  const { id, sought } = pending;
  const { remnants } = database;
  const spot = spotting(sought);
  const search = byteSearch(sought);
  let { done } = pending;
  let all = NOTHING;
  let isComplete = false;
  for (let round = 0; round < MOST_ROUNDS && !isComplete; round += 1) {
    if (round > 0) await wait(Math.min(LONGEST_PAUSE_MS, round * PAUSE_MS));
    const upto = await noteRound(database, { ...pending, done }, wasBrokenOff);
    all = added(all, { ...NOTHING, ...(await eraseEvents(database, { ...pending, done, upto }, spot)) });
    done = upto;
    all = added(all, { ...NOTHING, ...(await eraseRemains(database, sought, spot)) });
    if (!(await isNothingNew(database, done, spot, wasBrokenOff))) {
      if (wasBrokenOff) break;
      continue;
    }
    isComplete = await remnants.areGone(search);
    // What they did meanwhile is in the files again.
    if (isComplete || !(await isNothingNew(database, done, spot, wasBrokenOff))) continue;
    isComplete = await remnants.overwrite(search);
    break;
  }
  await database.alone(async (sql) => {
    await dropPending(sql, id);
    await disownFlights(sql);
    await sql.run(RAISE_VERSION);
  });
  await remnants.emptyLog();
  return { ...all, clean: isComplete };
}

/**
 * Notes how far this round goes: up to the last event there is. Alone, since an event that is being written by another
 * relay may have a lower id.
 */
async function noteRound(database: Database, pending: Pending, wasBrokenOff: boolean): Promise<EventId> {
  return database.alone(async (sql) => {
    const upto = wasBrokenOff ? pending.upto : await lastEvent(sql);
    await notePending(sql, { ...pending, upto });
    return upto;
  });
}

/** Erases the events between `done` and `upto`, page by page; where it is stands in the journal. */
async function eraseEvents(
  database: Database,
  { id, sought, done, upto }: Pending,
  spot: Spotting,
): Promise<Pick<Forgotten, 'events' | 'mentions'>> {
  const parts = { tails: new Set(sought.numbers.flatMap(tailsOf)), without: spot.without, now: Date.now };
  let [events, mentions, pages] = [0, 0, 0];
  for await (const page of eventPages(database.read, done, upto)) {
    const { theirs, others } = workOn(page, spot);
    pages += 1;
    if (theirs.length + others.length === 0 && pages % NOTED_EVERY !== 0) continue;
    // What is theirs comes first: others' events of the same call go with it.
    for (const erased of await inSteps(database, theirs, async (sql, step) => {
      const erasing = await eventErasing(sql, parts);
      let count = 0;
      await fewAtOnce(step, async (event) => {
        const erased = await erasing.erase(event);
        count += erased;
      });
      await erasing.startOver();
      return count;
    }))
      events += erased;
    for (const redacted of await inSteps(database, others, async (sql, step) => {
      const erasing = await eventErasing(sql, parts);
      let count = 0;
      await fewAtOnce(step, async (event) => {
        if (await erasing.redact(event)) count += 1;
      });
      await erasing.startOver();
      return count;
    }))
      mentions += redacted;
    const end = page.at(-1)?.id ?? upto;
    await database.transaction((sql) => notePending(sql, { id, done: end, upto }));
  }
  return { events, mentions };
}

/** What of a page is theirs, and where else they are mentioned. */
function workOn(
  page: readonly KeptEvent[],
  spot: Spotting,
): { readonly theirs: readonly EventId[]; readonly others: readonly EventId[] } {
  const theirs: EventId[] = [];
  const others: EventId[] = [];
  for (const event of page) {
    if (!spot.mentions(event.data)) continue;
    const named = namedIn(event);
    const isTheirs = spot.isIn(named) || named.outside.some(spot.isNumber);
    (isTheirs ? theirs : others).push(event.id);
  }
  return { theirs, others };
}

/**
 * Whether nothing of them came in after `done`, looked at while nothing can come in.
 * @param isLong there may be too much for that: then it comes in meanwhile
 */
function isNothingNew(database: Database, done: EventId, spot: Spotting, isLong: boolean): Promise<boolean> {
  const look = async (sql: Sql): Promise<boolean> => {
    let looked = 0;
    for await (const page of eventPages(sql, done, null)) {
      looked += page.length;
      if (!isLong && looked > MOST_AT_LAST) return false;
      if (page.some((event) => spot.mentions(event.data))) return false;
    }
    return true;
  };
  return isLong ? look(database.read) : database.alone(look);
}

async function lastEvent(sql: Sql): Promise<EventId> {
  return (await sql.get<{ id: EventId | null }>(LAST_EVENT))?.id ?? (0 as EventId);
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
