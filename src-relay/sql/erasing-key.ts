import { JournalError } from './errors.ts';
import type { Sql } from './sql.ts';

/** The statement, on either engine. */
export const ERASING_KEY = 'SELECT key FROM erasing_key';

/**
 * The journal's own key, for hashes and for what is encrypted: made with the journal, and never changed.
 * @throws JournalError when there is none; StoreFault
 */
export async function readErasingKey(sql: Pick<Sql, 'get'>): Promise<Uint8Array> {
  return keyOf(await sql.get<{ key: Uint8Array }>(ERASING_KEY));
}

/** @param row of `ERASING_KEY`. @throws JournalError when there is none: another key would find no mark */
export function keyOf(row: { readonly key: Uint8Array } | undefined): Uint8Array {
  if (row === undefined) throw new JournalError('the journal has no key');
  return row.key;
}
