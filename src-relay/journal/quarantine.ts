import type { WebhookId } from '../../src-shared/brand.ts';
import type { Sql } from '../sql/sql.ts';

export interface Quarantined {
  readonly id: number;
  readonly webhookId: WebhookId;
  readonly receivedAt: string;
  readonly reason: string;
  readonly bytes: number;
}

/** What came of taking it in again. */
export interface RetriedCounts {
  readonly accepted: number;
  /** Still in quarantine. */
  readonly left: number;
}

const COLUMNS = `id, webhook_id AS "webhookId", received_at AS "receivedAt", reason, length(body) AS bytes`;
const LIST = `SELECT ${COLUMNS} FROM quarantine ORDER BY id`;
const SHOW = `SELECT ${COLUMNS}, body FROM quarantine WHERE id = ?`;
const DROP = 'DELETE FROM quarantine WHERE id = ?';
const DROP_ALL = 'DELETE FROM quarantine';

type Row = Omit<Quarantined, 'receivedAt'> & { readonly receivedAt: number };

/** What is in quarantine, oldest first; never the payload itself. */
export async function listQuarantine(sql: Sql): Promise<Quarantined[]> {
  return (await sql.all<Row>(LIST)).map(quarantined);
}

/** One webhook in quarantine with what Allo sent; null: there is none. */
export async function readQuarantined(
  sql: Sql,
  id: number,
): Promise<{ readonly about: Quarantined; readonly body: Uint8Array } | null> {
  const row = await sql.get<Row & { readonly body: Uint8Array }>(SHOW, id);
  return row === undefined ? null : { about: quarantined(row), body: row.body };
}

/** Erases webhooks in quarantine. Their ids stay known: sent again, they are duplicates. @returns how many */
export async function dropQuarantined(sql: Sql, ids: readonly number[] | 'all'): Promise<number> {
  if (ids === 'all') return sql.run(DROP_ALL);
  let count = 0;
  for (const id of ids) count += await sql.run(DROP, id);
  return count;
}

function quarantined({ id, webhookId, receivedAt, reason, bytes }: Row): Quarantined {
  return { id, webhookId, receivedAt: new Date(receivedAt).toISOString(), reason, bytes };
}
