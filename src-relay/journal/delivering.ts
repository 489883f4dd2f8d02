import type { DatabaseSync } from 'node:sqlite';
import type { AlloEvent } from '../../src-shared/allo/events.ts';
import type { AgentEmail, CallKey } from '../../src-shared/brand.ts';
import { concernedAgents } from '../../src-shared/calls/routing.ts';
import { readNumber, sameNumber } from '../../src-shared/format/phone.ts';
import type { Sighting } from '../../src-shared/calls/sighting.ts';
import type { AgentDirectory } from '../agents/directory.ts';
import { audienceReader } from './audience.ts';
import type { Filed } from './call-filing.ts';
import type { Delivery, EventRecord } from './commands.ts';
import { query } from '../sqlite/database.ts';
import { diallersReader } from './diallers.ts';
import type { AgentId, EventId } from '../sql/ids.ts';
import { legsReader } from './legs.ts';

export interface NewEvent {
  readonly event: AlloEvent;
  /** As it goes out. */
  readonly record: EventRecord;
  readonly filed: Filed;
  /** Of a contact event: the numbers that the contact had before it. */
  readonly formerNumbers: readonly string[];
}

/** Contact events concern agents with a call from that contact this long ago at most. */
const CONTACT_WINDOW_MS = 24 * 3_600_000;
const MAX_CONTACT_NUMBERS = 20;

/**
 * Gives an event its place in the sequence of every agent it concerns; runs inside the writer's transaction.
 *
 * Promises: each agent's sequence rises by one with no gap; an agent who joins a call late is told its earlier events
 * first, so that a call that is over never looks new; an event that moved to another call is told again, under that
 * call, to everybody who had it; what waited for the call comes right after the event that named it; whoever had one leg
 * of a transfer is told of the others. So at every commit whoever was told of one event of a call was told of all of them.
 */
export function eventDelivering(
  db: DatabaseSync,
): (news: NewEvent, directory: AgentDirectory, now: number) => Delivery[] {
  const toldOf = query<{ event: EventId; agent: AgentId | null }>(
    db,
    `SELECT e.id AS event, d.agent FROM event e LEFT JOIN delivery d ON d.event = e.id
     WHERE e.call = ? ORDER BY e.about IS NOT NULL, e.id`,
  );
  const audienceOf = audienceReader(db);
  const headOf = query<{ head: number }>(db, 'SELECT head FROM sequence WHERE agent = ?');
  const insert = query(db, 'INSERT INTO delivery (agent, seq, event, at) VALUES (?, ?, ?, ?)');
  const recordOf = recordReader(db);
  const callersOf = callersReader(db);
  const legsOf = legsReader(db);
  const diallersOf = diallersReader(db);

  return ({ event, record, filed, formerNumbers }, directory, now) => {
    const id = filed.event;
    const records = new Map<EventId, EventRecord>([[id, record]]);
    const late = new Set(filed.released);
    const legs = legsOf(id, event, filed.call, directory);
    const diallers = diallersOf(event, directory);
    const deliveries: Delivery[] = [];

    function concernedWith(witnesses: readonly AgentId[]): AgentId[] {
      const known = witnesses.map((agent) => directory.emailOf.get(agent));
      const emails = concernedAgents(event, directory, {
        witnesses: known.filter((email): email is AgentEmail => email !== undefined),
        diallers,
      });
      return emails.map((email) => directory.idOf.get(email)).filter((agent) => agent !== undefined);
    }

    function deliver(agent: AgentId, which: EventId): void {
      const record = records.get(which) ?? recordOf(which);
      const head = headOf.get(agent)?.head;
      if (head === undefined) throw new Error('the agent has no row');
      const seq = head + 1;
      records.set(which, record);
      insert.run(agent, seq, which, now);
      deliveries.push({ agent, seq, record, isNews: which === id || late.has(which) });
    }

    /** All that most events need, however many their call has. @returns false: earlier ones must be told as well */
    function deliverAlone(call: CallKey): boolean {
      if (filed.moved.length + filed.released.length > 0) return false;
      const witnesses = filed.isAlone ? [] : audienceOf(call, id);
      const concerned = concernedWith([...witnesses, ...legs.ends]);
      if (!filed.isAlone && concerned.some((agent) => !witnesses.includes(agent))) return false;
      for (const agent of concerned) deliver(agent, id);
      return true;
    }

    function deliverCall(call: CallKey, ownsNews: boolean): void {
      const told = toldOf.all(call);
      const witnesses = [...new Set(told.map((t) => t.agent).filter((agent) => agent !== null))];
      const concerned = ownsNews ? concernedWith([...witnesses, ...legs.ends]) : witnesses;
      const again = new Set(filed.moved.filter((m) => m.call === call).map((m) => m.event));
      const inOrder = [
        ...[...new Set(told.map((t) => t.event))].filter((e) => e !== id && !late.has(e)),
        ...(ownsNews ? [id, ...filed.released] : []),
      ];
      for (const agent of concerned) {
        const had = new Set(told.filter((t) => t.agent === agent).map((t) => t.event));
        for (const which of inOrder) if (again.has(which) || !had.has(which)) deliver(agent, which);
      }
    }

    function deliverLeg(call: CallKey): void {
      const told = toldOf.all(call);
      for (const agent of legs.ends) {
        const had = new Set(told.filter((t) => t.agent === agent).map((t) => t.event));
        for (const which of new Set(told.map((t) => t.event))) if (!had.has(which)) deliver(agent, which);
      }
    }

    if (filed.call === null) {
      const waits = 'call_id' in event.data;
      const witnesses = waits ? [] : callersOf(event, formerNumbers, now);
      if (!waits) for (const agent of concernedWith(witnesses)) deliver(agent, id);
      return deliveries;
    }
    for (const call of new Set(filed.moved.map((m) => m.call))) {
      if (call !== filed.call) deliverCall(call, false);
    }
    if (!deliverAlone(filed.call)) deliverCall(filed.call, true);
    for (const leg of legs.calls) deliverLeg(leg);
    return deliveries;
  };
}

/** Reads an event as it goes out. */
function recordReader(db: DatabaseSync): (event: EventId) => EventRecord {
  const record = query<EventRecord>(
    db,
    `SELECT call, topic, webhook_id AS webhookId, occurred_at AS occurredAt, received_at AS receivedAt, data,
            reduced, m.body AS memory
     FROM event LEFT JOIN memory m ON m.event = id WHERE id = ?`,
  );
  // A plain copy: rows have no prototype, and these cross to another thread.
  return (event) => {
    const row = record.get(event);
    if (row === undefined) throw new Error('the event has no row');
    return { ...row };
  };
}

/** Who had a call with one of a contact's numbers lately, those that it has lost included; nobody for other events. */
function callersReader(
  db: DatabaseSync,
): (event: AlloEvent, formerNumbers: readonly string[], now: number) => AgentId[] {
  const sightings = query<{ event: EventId; body: string }>(
    db,
    `SELECT event, body FROM sighting WHERE from_tail = ?1 AND started_at >= ?2
     UNION SELECT event, body FROM sighting WHERE to_tail = ?1 AND started_at >= ?2`,
  );
  const toldOf = query<{ agent: AgentId }>(db, 'SELECT agent FROM delivery WHERE event = ?');
  return (event, formerNumbers, now) => {
    if (event.topic !== 'contact.created' && event.topic !== 'contact.updated') return [];
    const agents = new Set<AgentId>();
    const numbers = [event.data.numbers, formerNumbers].flatMap((some) => some.slice(0, MAX_CONTACT_NUMBERS));
    for (const number of numbers.map(readNumber)) {
      if (number.tail === null) continue;
      for (const row of sightings.all(number.tail, now - CONTACT_WINDOW_MS)) {
        const { from, to } = JSON.parse(row.body) as Sighting;
        if (sameNumber(from, number) === null && sameNumber(to, number) === null) continue;
        for (const { agent } of toldOf.all(row.event)) agents.add(agent);
      }
    }
    return [...agents];
  };
}
