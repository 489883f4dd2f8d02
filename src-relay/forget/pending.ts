import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { readErasingKey } from '../sql/erasing-key.ts';
import type { EventId } from '../sql/ids.ts';
import type { Sql } from '../sql/sql.ts';
import type { Sought } from './sought.ts';

/** Somebody who is being forgotten. */
export interface Pending {
  readonly id: number;
  readonly sought: Sought;
  /** Events up to here are done. */
  readonly done: EventId;
  /** Events up to here were there while it was going on: later ones are new. */
  readonly upto: EventId;
}

const CIPHER = 'aes-256-gcm';
const IV_BYTES = 12;
const TAG_BYTES = 16;

const ALL = 'SELECT id, sought, done, upto FROM forgetting ORDER BY id';
const ANY = 'SELECT 1 AS one FROM forgetting LIMIT 1';
const ADD = 'INSERT INTO forgetting (sought, done, upto) VALUES (?, 0, 0) RETURNING id';
const NOTE = 'UPDATE forgetting SET done = ?2, upto = ?3 WHERE id = ?1';
const DROP = 'DELETE FROM forgetting WHERE id = ?';

/** Who is being forgotten, kept in the journal until it is done, so that it can be finished after a crash. */
export async function pendingList(sql: Sql): Promise<Pending[]> {
  const rows = await sql.all<Omit<Pending, 'sought'> & { readonly sought: Uint8Array }>(ALL);
  if (rows.length === 0) return [];
  const key = await readErasingKey(sql);
  return rows.map((row) => ({ ...row, sought: opened(key, row.sought) }));
}

/** Whether somebody is being forgotten, or that was broken off. */
export async function isForgettingUnfinished(sql: Sql): Promise<boolean> {
  return (await sql.get(ANY)) !== undefined;
}

/** @returns its id */
export async function addPending(sql: Sql, sought: Sought): Promise<number> {
  const row = await sql.get<{ id: number }>(ADD, sealed(await readErasingKey(sql), sought));
  if (row === undefined) throw new Error('nothing was written');
  return row.id;
}

/** Runs in the transaction of what was done. */
export async function notePending(
  sql: Sql,
  { id, done, upto }: Pick<Pending, 'id' | 'done' | 'upto'>,
): Promise<void> {
  await sql.run(NOTE, id, done, upto);
}

export async function dropPending(sql: Sql, id: number): Promise<void> {
  await sql.run(DROP, id);
}

/** Encrypted by the journal's own key, so that the files can be searched for the person while it is there. */
function sealed(key: Uint8Array, sought: Sought): Buffer {
  const iv = randomBytes(IV_BYTES);
  const cipher = createCipheriv(CIPHER, key, iv);
  const text = Buffer.concat([cipher.update(JSON.stringify(sought)), cipher.final()]);
  return Buffer.concat([iv, cipher.getAuthTag(), text]);
}

function opened(key: Uint8Array, bytes: Uint8Array): Sought {
  const decipher = createDecipheriv(CIPHER, key, bytes.subarray(0, IV_BYTES));
  decipher.setAuthTag(bytes.subarray(IV_BYTES, IV_BYTES + TAG_BYTES));
  const text = decipher.update(bytes.subarray(IV_BYTES + TAG_BYTES));
  return JSON.parse(Buffer.concat([text, decipher.final()]).toString()) as Sought;
}
