import type { NumberKey } from '../../../src-shared/format/phone.ts';
import type { Sql } from '../../sql/sql.ts';
import { printsBy } from './prints.ts';

const DROP_PARTY = 'DELETE FROM crm_found WHERE party = ?';
const DROP_TAIL = 'DELETE FROM crm_found WHERE tail = ?';
const DISOWN = 'UPDATE journal SET forgettings = forgettings + 1';

/** Erases what was found of somebody in the CRM, whatever the account; runs inside a transaction. */
export interface FoundErasing {
  /** @param ids Allo's ids for the person */
  ofPerson(ids: Iterable<string>): Promise<void>;
  /** @param tails every last digits that the number may be filed under */
  ofNumber(number: NumberKey, tails: Iterable<string>): Promise<void>;
}

/** @param key the journal's own */
export function foundErasing(sql: Sql, key: Uint8Array): FoundErasing {
  const prints = printsBy(key);
  return {
    ofPerson: async (ids) => {
      for (const id of ids) await sql.run(DROP_PARTY, prints.person(id));
    },
    ofNumber: async (number, tails) => {
      await Promise.all([
        sql.run(DROP_PARTY, prints.number(number)),
        ...[...tails].map((tail) => sql.run(DROP_TAIL, prints.tail(tail))),
      ]);
    },
  };
}

/** From now on, nothing is written that was asked before; runs inside a transaction. */
export async function disownFlights(sql: Sql): Promise<void> {
  await sql.run(DISOWN);
}
