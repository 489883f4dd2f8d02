import type { DatabaseSync } from 'node:sqlite';
import { THIS } from '../journal/rules/changes.ts';
import type { MemoryChange } from '../journal/rules/memory/asked.ts';
import type { EventId } from '../sql/ids.ts';
import { query } from './database.ts';

const PUT_MEMORY = 'INSERT INTO memory (event, oldest, body) VALUES (?, ?, ?) ON CONFLICT DO NOTHING';
const PUT_CALL = `INSERT INTO past_call (call, tail, e164, started_at, heard_at, direction, crm_id)
  VALUES (?, ?, ?, ?, ?, ?, ?)
  ON CONFLICT (call) DO UPDATE SET tail = excluded.tail, e164 = excluded.e164, started_at = excluded.started_at,
    heard_at = excluded.heard_at, direction = excluded.direction, crm_id = excluded.crm_id`;
const DROP_CALL = 'DELETE FROM past_call WHERE call = ?';
const SET_CRM_ID = 'UPDATE past_call SET crm_id = ? WHERE call = ?';
const ADD_TEXT = 'INSERT INTO text_message (event, tail, e164, sent_at) VALUES (?, ?, ?, ?)';
const PUT_CONTACT = `INSERT INTO contact (id, first_name, last_name, company, emails, changed_at, seen_at)
  VALUES (?, ?, ?, ?, ?, ?, ?)
  ON CONFLICT (id) DO UPDATE SET first_name = excluded.first_name, last_name = excluded.last_name,
    company = excluded.company, emails = excluded.emails, changed_at = excluded.changed_at,
    seen_at = excluded.seen_at`;
const DROP_NUMBERS = 'DELETE FROM contact_number WHERE contact = ?';
const ADD_NUMBER = 'INSERT INTO contact_number (contact, tail, e164) VALUES (?, ?, ?) ON CONFLICT DO NOTHING';
const SEEN = 'UPDATE contact SET seen_at = ? WHERE id = ?';

/** Writes what is to be remembered, as it was planned. `self` is the row of the event that is being taken in. */
export function memoryChanging(db: DatabaseSync): (change: MemoryChange, self: EventId) => void {
  const putMemory = query(db, PUT_MEMORY);
  const putCall = query(db, PUT_CALL);
  const dropCall = query(db, DROP_CALL);
  const setCrmId = query(db, SET_CRM_ID);
  const addText = query(db, ADD_TEXT);
  const putContact = query(db, PUT_CONTACT);
  const dropNumbers = query(db, DROP_NUMBERS);
  const addNumber = query(db, ADD_NUMBER);
  const seen = query(db, SEEN);
  return (change, self) => {
    switch (change.kind) {
      case 'memory':
        putMemory.run(change.event === THIS ? self : change.event, change.oldest, change.body);
        return;
      case 'pastCall': {
        const { call, tail, e164, startedAt, heardAt, direction, crmId } = change;
        putCall.run(call, tail, e164, startedAt, heardAt, direction, crmId);
        return;
      }
      case 'pastCallGone':
        dropCall.run(change.call);
        return;
      case 'crmId':
        setCrmId.run(change.id, change.call);
        return;
      case 'textMessage':
        addText.run(self, change.tail, change.e164, change.sentAt);
        return;
      case 'contact': {
        const { id, firstName, lastName, company, emails, changedAt, seenAt, numbers } = change;
        putContact.run(id, firstName, lastName, company, emails, changedAt, seenAt);
        dropNumbers.run(id);
        for (const { tail, e164 } of numbers) addNumber.run(id, tail, e164);
        return;
      }
      case 'contactSeen':
        seen.run(change.at, change.id);
    }
  };
}
