import type { DatabaseSync } from 'node:sqlite';
import type { CallKey } from '../../src-shared/brand.ts';
import { inTransaction, query } from '../journal/database.ts';
import type { AgentId, EventId } from '../journal/ids.ts';
import { contactsIn } from './contacts.ts';
import { keptEvents, namedIn } from './kept-events.ts';
import { spotting, type Sought, type Spotting } from './sought.ts';

export interface Erased {
  /** Events of theirs: emptied, or deleted where they were in nobody's sequence. */
  readonly events: number;
  /** Events of others in which they were mentioned. */
  readonly mentions: number;
  readonly contacts: number;
  readonly quarantined: number;
}

/** Rows per transaction: webhooks wait for no more than that. */
const STEP = 200;
const inSteps = <T>(all: readonly T[]): T[][] =>
  Array.from({ length: Math.ceil(all.length / STEP) }, (_, i) => all.slice(i * STEP, (i + 1) * STEP));

/**
 * Takes somebody out of the journal, in small transactions beside a relay that may be running.
 * @param after only events that came after this one are looked through
 */
export function erase(db: DatabaseSync, sought: Sought, after = 0): Erased & { readonly last: number } {
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

  const agents = new Set<AgentId>();
  const emptyEvent = eventEmptying(db, agents);
  for (const step of inSteps([...theirs])) inTransaction(db, () => step.forEach(emptyEvent));
  const redact = redacting(db, spot.without, agents);
  for (const step of inSteps(others)) inTransaction(db, () => step.forEach(redact.event));
  const rest = inTransaction(db, () => {
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
    redact.remembered();
    const contacts = dropContacts(db, spot);
    const quarantined = dropQuarantined(db, (text) => spot.mentions(text) || holdsAny(text, alloIds));
    const startOver = query(db, 'UPDATE agent SET erasures = erasures + 1 WHERE id = ?');
    for (const agent of agents) startOver.run(agent);
    db.exec('UPDATE journal SET directory_version = directory_version + 1');
    return { contacts, quarantined };
  });
  return { events: theirs.size, mentions: others.length, ...rest, last };
}

/** Keeps the event's places in the sequences, and nothing else of it. */
function eventEmptying(db: DatabaseSync, agents: Set<AgentId>): (id: EventId) => void {
  const audience = query<{ agent: AgentId }>(db, 'SELECT agent FROM delivery WHERE event = ?');
  const traces = ['sighting', 'text_message', 'memory'].map((table) =>
    query(db, `DELETE FROM ${table} WHERE event = ?`),
  );
  const drop = query(db, 'DELETE FROM event WHERE id = ?');
  const empty = query(
    db,
    `UPDATE event SET webhook_id = 'erased_' || id, topic = 'erased', call = NULL, about = NULL, data = '{}'
     WHERE id = ?`,
  );
  return (id) => {
    const told = audience.all(id);
    for (const { agent } of told) agents.add(agent);
    for (const trace of traces) trace.run(id);
    (told.length === 0 ? drop : empty).run(id);
  };
}

function redacting(db: DatabaseSync, without: (value: unknown) => unknown, agents: Set<AgentId>) {
  const audience = query<{ agent: AgentId }>(db, 'SELECT agent FROM delivery WHERE event = ?');
  const read = query<{ data: string }>(db, 'SELECT data FROM event WHERE id = ?');
  const write = query(db, `UPDATE event SET data = ?2, webhook_id = 'redacted_' || id WHERE id = ?1`);
  const tables = [
    { table: 'past_call', key: 'call', text: 'summary', isJson: false },
    { table: 'past_call', key: 'call', text: 'tags', isJson: true },
    { table: 'memory', key: 'event', text: 'body', isJson: true },
  ] as const;
  return {
    event: (id: EventId): void => {
      const row = read.get(id);
      if (row === undefined) return;
      write.run(id, JSON.stringify(without(JSON.parse(row.data))));
      for (const { agent } of audience.all(id)) agents.add(agent);
    },
    remembered: (): void => {
      for (const { table, key, text, isJson } of tables) {
        const rows = query<{ key: string | number; body: string }>(
          db,
          `SELECT ${key} AS key, ${text} AS body FROM ${table} WHERE ${text} IS NOT NULL`,
        );
        const put = query(db, `UPDATE ${table} SET ${text} = ? WHERE ${key} = ?`);
        for (const row of rows.all()) {
          const clean = isJson ? JSON.stringify(without(JSON.parse(row.body))) : String(without(row.body));
          if (clean !== row.body) put.run(clean, row.key);
        }
      }
    },
  };
}

function dropContacts(db: DatabaseSync, spot: Spotting): number {
  const drop = query(db, 'DELETE FROM contact WHERE id = ?');
  const theirs = contactsIn(db).filter(spot.isIn);
  for (const { id } of theirs) drop.run(id);
  return theirs.length;
}

/** Bodies that nobody could read may hold anything: one that mentions them goes. */
function dropQuarantined(db: DatabaseSync, isTheirs: (text: string) => boolean): number {
  const read = query<{ body: Uint8Array }>(db, 'SELECT body FROM quarantine WHERE id = ?');
  const drop = query(db, 'DELETE FROM quarantine WHERE id = ?');
  let dropped = 0;
  for (const { id } of query<{ id: number }>(db, 'SELECT id FROM quarantine').all()) {
    const text = new TextDecoder().decode(read.get(id)?.body);
    if (isTheirs(text) || isTheirs(unescaped(text))) dropped += drop.run(id);
  }
  return dropped;
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
