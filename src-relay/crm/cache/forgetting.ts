import type { DatabaseSync } from 'node:sqlite';
import type { NumberKey } from '../../../src-shared/format/phone.ts';
import { query } from '../../sqlite/database.ts';
import { printsOf } from './prints.ts';

/** Erases what was found of somebody in the CRM, whatever the account; runs inside a transaction. */
export interface FoundErasing {
  /** @param ids Allo's ids for the person */
  ofPerson(ids: Iterable<string>): void;
  /** @param tails every last digits that the number may be filed under */
  ofNumber(number: NumberKey, tails: Iterable<string>): void;
}

export function foundErasing(db: DatabaseSync): FoundErasing {
  const prints = printsOf(db);
  const dropParty = query(db, 'DELETE FROM crm_found WHERE party = ?');
  const dropTail = query(db, 'DELETE FROM crm_found WHERE tail = ?');
  return {
    ofPerson: (ids) => {
      for (const id of ids) dropParty.run(prints.person(id));
    },
    ofNumber: (number, tails) => {
      dropParty.run(prints.number(number));
      for (const tail of tails) dropTail.run(prints.tail(tail));
    },
  };
}

/** From now on, nothing is written that was asked before; runs inside a transaction. */
export function disownFlights(db: DatabaseSync): void {
  db.exec('UPDATE journal SET forgettings = forgettings + 1');
}
