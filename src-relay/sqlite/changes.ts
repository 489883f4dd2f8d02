import type { DatabaseSync } from 'node:sqlite';
import type { Delivery } from '../journal/commands.ts';
import { hashOfMark } from '../journal/erased-marks.ts';
import { THIS, type Change, type EventRef } from '../journal/rules/changes.ts';
import { ERASING_KEY, keyOf } from '../sql/erasing-key.ts';
import type { AgentId, EventId } from '../sql/ids.ts';
import { query } from './database.ts';
import { memoryChanging } from './memory-changes.ts';

export interface Applied {
  /** In the order in which they were planned. */
  readonly deliveries: readonly Delivery[];
  /** The row of the event that was taken in; null: none was. */
  readonly event: EventId | null;
}

export interface Changing {
  /** Writes what was planned for one webhook. @throws what SQLite throws: the caller's transaction or savepoint undoes it */
  apply(changes: readonly Change[]): Applied;
  /** Something else may have been written, or was undone. */
  forget(): void;
}

/** Told of each change once it is written; `self`: the row of the event that is being taken in, when it has one. */
export type OnWritten = (change: Change, self: EventId | null) => void;

const ADD_EVENT = `INSERT INTO event (webhook_id, topic, call, about, occurred_at, received_at, data, reduced)
  VALUES (?, ?, ?, ?, ?, ?, ?, ?)`;
const ADD_SIGHTING =
  'INSERT INTO sighting (event, from_tail, to_tail, started_at, allo_call, body) VALUES (?, ?, ?, ?, ?, ?)';
const MOVE = 'UPDATE event SET call = ? WHERE id = ?';
const ADD_TRANSFER = 'INSERT INTO transfer (event, original) VALUES (?, ?) ON CONFLICT DO NOTHING';
const HEAD = 'SELECT head FROM sequence WHERE agent = ?';
const ADD_DELIVERY = 'INSERT INTO delivery (agent, seq, event, at) VALUES (?, ?, ?, ?)';
const ADD_QUARANTINE =
  'INSERT INTO quarantine (webhook_id, received_at, reason, body, event) VALUES (?, ?, ?, ?, ?)';
const MAKE_WHOLE = `UPDATE event SET data = ?3, reduced = NULL
  WHERE id = ?1 AND webhook_id = ?2 AND reduced IS NOT NULL`;
const NOTE_ERASED = `INSERT INTO erased (hash, at, until) VALUES (?, ?, ?)
  ON CONFLICT (hash) DO UPDATE SET at = excluded.at, until = excluded.until`;
const DROP_WAITING = `DELETE FROM event WHERE about = ? AND call IS NULL
  AND NOT EXISTS (SELECT 1 FROM delivery WHERE delivery.event = event.id)`;

/** Writes what the rules decided into an embedded journal, and gives row ids and sequence numbers. */
export function sqliteChanging(db: DatabaseSync, onWritten: OnWritten): Changing {
  const key = keyOf(query<{ key: Uint8Array }>(db, ERASING_KEY).get());
  const addEvent = query(db, ADD_EVENT);
  const addSighting = query(db, ADD_SIGHTING);
  const move = query(db, MOVE);
  const becomeAnother = ['claim', 'released'].map((table) =>
    query(db, `UPDATE OR IGNORE ${table} SET call = ?2 WHERE call = ?1`),
  );
  const addTransfer = query(db, ADD_TRANSFER);
  const head = query<{ head: number }>(db, HEAD);
  const addDelivery = query(db, ADD_DELIVERY);
  const addQuarantine = query(db, ADD_QUARANTINE);
  const makeWhole = query(db, MAKE_WHOLE);
  const noteErased = query(db, NOTE_ERASED);
  const dropWaiting = query(db, DROP_WAITING);
  const remember = memoryChanging(db);
  /** How far each agent's sequence reaches, as long as nobody else writes. */
  const heads = new Map<AgentId, number>();

  function nextSeq(agent: AgentId): number {
    const last = heads.get(agent) ?? head.get(agent)?.head;
    if (last === undefined) throw new Error('the agent has no row');
    heads.set(agent, last + 1);
    return last + 1;
  }

  function apply(changes: readonly Change[]): Applied {
    const deliveries: Delivery[] = [];
    let own: EventId | null = null;
    const rowOf = (ref: EventRef): EventId => {
      if (ref !== THIS) return ref;
      if (own === null) throw new Error('the event is not kept yet');
      return own;
    };
    for (const change of changes) {
      switch (change.kind) {
        case 'event': {
          const { webhookId, topic, call, about, occurredAt, receivedAt, data, reduced } = change;
          const row = addEvent.insert(webhookId, topic, call, about, occurredAt, receivedAt, data, reduced);
          own = row as EventId;
          break;
        }
        case 'sighting': {
          const { fromTail, toTail, startedAt, alloCall, body } = change;
          addSighting.run(rowOf(THIS), fromTail, toTail, startedAt, alloCall, body);
          break;
        }
        case 'moved':
          move.run(change.call, change.event);
          break;
        case 'becameAnother':
          for (const one of becomeAnother) one.run(change.from, change.to);
          break;
        case 'transfer':
          addTransfer.run(rowOf(THIS), change.original);
          break;
        case 'delivery': {
          const { agent, record, isNews } = change;
          const seq = nextSeq(agent);
          addDelivery.run(agent, seq, rowOf(change.event), change.at);
          deliveries.push({ agent, seq, record, isNews });
          break;
        }
        case 'quarantine': {
          const { webhookId, receivedAt, reason, body, event } = change;
          addQuarantine.run(webhookId, receivedAt, reason, body, event === null ? null : rowOf(event));
          break;
        }
        case 'whole':
          makeWhole.run(change.event, change.webhookId, change.data);
          break;
        case 'erased':
          noteErased.run(hashOfMark(key, change.mark), change.at, change.until);
          break;
        case 'waitingGone':
          dropWaiting.run(change.alloCall);
          break;
        default:
          remember(change, rowOf(THIS));
      }
      onWritten(change, own);
    }
    return { deliveries, event: own };
  }

  return { apply, forget: () => heads.clear() };
}
