import { createHmac } from 'node:crypto';
import type { Brand } from '../../../src-shared/brand.ts';
import type { NumberKey } from '../../../src-shared/format/phone.ts';
import { readErasingKey } from '../../sql/erasing-key.ts';
import type { Sql } from '../../sql/sql.ts';

/** A hash by the journal's own key: it says whether two things are one, and nothing else. */
export type Print = Brand<'Print'>;

/** Takes prints. Another journal's prints of the same things are others. */
export interface Prints {
  /** Of a person of Allo's, by its id. */
  person(id: string): Print;
  /** Of a number, as far as it is known. */
  number(number: NumberKey): Print;
  /** Of a number's last digits. */
  tail(digits: string): Print;
  /** Of a company of Allo's, by its id or, without one, its name. */
  company(id: string): Print;
  /** Of a deal of Allo's, by its id, which may be made of its content. */
  deal(id: string): Print;
  /** Of any facts: lists and plain values. */
  facts(facts: unknown): Print;
}

const PRINT_BYTES = 16;

/** Prints by the journal's key, which every relay of the journal has. @throws JournalError, StoreFault */
export async function readPrints(sql: Sql): Promise<Prints> {
  return printsBy(await readErasingKey(sql));
}

/** @param key the journal's own */
export function printsBy(key: Uint8Array): Prints {
  const print = (kind: string, text: string): Print =>
    createHmac('sha256', key)
      .update(`crm ${kind} ${text}`)
      .digest()
      .subarray(0, PRINT_BYTES)
      .toString('base64url') as Print;
  return {
    person: (id) => print('person', id),
    number: ({ e164, tail }) => print('number', e164 ?? tail ?? ''),
    tail: (digits) => print('tail', digits),
    company: (id) => print('company', id),
    deal: (id) => print('deal', id),
    facts: (facts) => print('facts', JSON.stringify(facts)),
  };
}
