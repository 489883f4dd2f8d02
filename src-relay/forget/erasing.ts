import type { DatabaseSync } from 'node:sqlite';
import type { CallKey } from '../../src-shared/brand.ts';
import { inTransaction, query } from '../journal/database.ts';
import type { AgentId, EventId } from '../journal/ids.ts';
import { inSteps } from '../journal/steps.ts';
import { contactsIn } from './contacts.ts';
import { keptEvents, namedIn } from './kept-events.ts';
import { spotting, type Sought } from './sought.ts';

export interface Erased {
  /** Events of theirs: emptied, or deleted where they were in nobody's sequence. */
  readonly events: number;
  /** Events of others in which they were mentioned. */
  readonly mentions: number;
  readonly contacts: number;
  readonly quarantined: number;
}

/**
 * Takes somebody out of the journal, in small transactions beside a relay that may be running.
 * @param after only events that came after this one are looked through
 */
export async function erase(
  db: DatabaseSync,
  sought: Sought,
  after = 0,
): Promise<Erased & { readonly last: number }> {
  const spot = spotting(sought);
  const theirs = new Set<EventId>();
  const mentions = new Set<EventId>();
  const calls = new Set<CallKey>();
  const alloIds = new Set<string>();
  let last = after;
  for (const event of keptEvents(db, after)) {
    last = event.id;
    if (!spot.mentions(event.data)) continue;
    const named = namedIn(event);
    const { contactId, alloCall } = named;
    if (!spot.isIn(named) && !named.outside.some(spot.isNumber)) {
      mentions.add(event.id);
      continue;
    }
    theirs.add(event.id);
    if (event.call !== null) calls.add(event.call);
    for (const id of [contactId, alloCall]) if (id !== null) alloIds.add(id);
  }
  const ofCall = query<{ id: EventId }>(db, 'SELECT id FROM event WHERE call = ?');
  const about = query<{ id: EventId }>(db, 'SELECT id FROM event WHERE about = ?');
  for (const call of calls) for (const { id } of ofCall.all(call)) theirs.add(id);
  for (const alloId of alloIds) for (const { id } of about.all(alloId)) theirs.add(id);
  const others = [...mentions].filter((id) => !theirs.has(id));

  const changeEach = eventChanging(db);
  await changeEach([...theirs], eventEmptying(db));
  await changeEach(others, eventRedacting(db, spot.without));
  // Looked for before the transaction, which webhooks wait for.
  const redactions = rememberedMentions(db, spot.without);
  const contacts = contactsIn(db).filter(spot.isIn);
  const quarantined = quarantinedOf(db, (text) => spot.mentions(text) || holdsAny(text, alloIds));
  inTransaction(db, () => {
    const dropClaim = query(db, 'DELETE FROM claim WHERE call = ?');
    const dropCall = query(db, 'DELETE FROM past_call WHERE call = ?');
    for (const call of calls) {
      dropClaim.run(call);
      dropCall.run(call);
    }
    const dropCalls = query(
      db,
      `DELETE FROM past_call WHERE tail = ?1 AND (e164 IS NULL OR ?2 IS NULL OR e164 = ?2)`,
    );
    for (const { tail, e164 } of sought.numbers) dropCalls.run(tail, e164);
    for (const redact of redactions) redact();
    const dropContact = query(db, 'DELETE FROM contact WHERE id = ?');
    for (const { id } of contacts) dropContact.run(id);
    const dropQuarantined = query(db, 'DELETE FROM quarantine WHERE id = ?');
    for (const id of quarantined) dropQuarantined.run(id);
    // The running relay looks at this.
    db.exec('UPDATE journal SET directory_version = directory_version + 1');
  });
  return {
    events: theirs.size,
    mentions: others.length,
    contacts: contacts.length,
    quarantined: quarantined.length,
    last,
  };
}

/** Changes events in small transactions; with each, the agents who were told of them start over. */
function eventChanging(
  db: DatabaseSync,
): (ids: readonly EventId[], change: (id: EventId) => void) => Promise<void> {
  const audience = query<{ agent: AgentId }>(db, 'SELECT agent FROM delivery WHERE event = ?');
  const startOver = query(db, 'UPDATE agent SET erasures = erasures + 1 WHERE id = ?');
  return (ids, change) =>
    inSteps(db, ids, (step) => {
      const agents = new Set<AgentId>();
      for (const id of step) {
        for (const { agent } of audience.all(id)) agents.add(agent);
        change(id);
      }
      for (const agent of agents) startOver.run(agent);
    });
}

/** Keeps the event's places in the sequences, and nothing else of it. */
function eventEmptying(db: DatabaseSync): (id: EventId) => void {
  const isTold = query(db, 'SELECT 1 FROM delivery WHERE event = ? LIMIT 1');
  const traces = ['sighting', 'text_message', 'memory'].map((table) =>
    query(db, `DELETE FROM ${table} WHERE event = ?`),
  );
  const drop = query(db, 'DELETE FROM event WHERE id = ?');
  const empty = query(
    db,
    `UPDATE event SET webhook_id = 'erased_' || id, topic = 'erased', call = NULL, about = NULL, data = '{}',
       reduced = NULL
     WHERE id = ?`,
  );
  return (id) => {
    for (const trace of traces) trace.run(id);
    (isTold.get(id) === undefined ? drop : empty).run(id);
  };
}

/** Under another webhook id, so that an app which starts over takes it for what it is: not what it had. */
function eventRedacting(db: DatabaseSync, without: (value: unknown) => unknown): (id: EventId) => void {
  const read = query<{ data: string }>(db, 'SELECT data FROM event WHERE id = ?');
  const write = query(db, `UPDATE event SET data = ?2, webhook_id = 'redacted_' || id WHERE id = ?1`);
  return (id) => {
    const row = read.get(id);
    if (row !== undefined) write.run(id, JSON.stringify(without(JSON.parse(row.data))));
  };
}

/** What is remembered of others' calls, where it mentions them: a change for each. */
function rememberedMentions(db: DatabaseSync, without: (value: unknown) => unknown): (() => void)[] {
  const put = query(db, 'UPDATE memory SET body = ? WHERE event = ?');
  const rows = query<{ event: EventId; body: string }>(db, 'SELECT event, body FROM memory');
  const changes: (() => void)[] = [];
  // One at a time: there may be as many as calls.
  for (const { event, body } of rows.iterate()) {
    const clean = JSON.stringify(without(JSON.parse(body)));
    if (clean !== body) changes.push(() => void put.run(clean, event));
  }
  return changes;
}

/** Bodies that nobody could read may hold anything: one that mentions them is theirs. */
function quarantinedOf(db: DatabaseSync, isTheirs: (text: string) => boolean): number[] {
  const read = query<{ body: Uint8Array }>(db, 'SELECT body FROM quarantine WHERE id = ?');
  const ids = query<{ id: number }>(db, 'SELECT id FROM quarantine')
    .all()
    .map((row) => row.id);
  return ids.filter((id) => {
    const text = new TextDecoder().decode(read.get(id)?.body);
    return isTheirs(text) || isTheirs(unescaped(text));
  });
}

/** `+33…` may be written as `\u002b33…` in JSON. */
function unescaped(json: string): string {
  return json.replace(/\\u([0-9a-f]{4})/gi, (_, hex: string) =>
    String.fromCharCode(Number.parseInt(hex, 16)),
  );
}

function holdsAny(text: string, ids: ReadonlySet<string>): boolean {
  return [...ids].some((id) => text.includes(id));
}
