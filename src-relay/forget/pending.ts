import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import type { DatabaseSync } from 'node:sqlite';
import { query } from '../sqlite/database.ts';
import type { EventId } from '../sql/ids.ts';
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

/** Who is being forgotten, kept in the journal until it is done, so that it can be finished after a crash. */
export interface PendingList {
  all(): Pending[];
  /** @returns its id */
  add(sought: Sought): number;
  /** Runs in the transaction of what was done. */
  note(id: number, done: EventId, upto: EventId): void;
  drop(id: number): void;
}

/** Encrypted by the journal's own key, so that the files can be searched for the person while it is there. */
export function pendingList(db: DatabaseSync): PendingList {
  const key = query<{ key: Uint8Array }>(db, 'SELECT key FROM erasing_key').get()?.key ?? new Uint8Array(32);
  const rows = query<{ id: number; sought: Uint8Array; done: EventId; upto: EventId }>(
    db,
    'SELECT id, sought, done, upto FROM forgetting ORDER BY id',
  );
  const insert = query(db, 'INSERT INTO forgetting (sought, done, upto) VALUES (?, 0, 0)');
  const update = query(db, 'UPDATE forgetting SET done = ?2, upto = ?3 WHERE id = ?1');
  const remove = query(db, 'DELETE FROM forgetting WHERE id = ?');

  function sealed(sought: Sought): Buffer {
    const iv = randomBytes(IV_BYTES);
    const cipher = createCipheriv(CIPHER, key, iv);
    const text = Buffer.concat([cipher.update(JSON.stringify(sought)), cipher.final()]);
    return Buffer.concat([iv, cipher.getAuthTag(), text]);
  }

  function opened(bytes: Uint8Array): Sought {
    const decipher = createDecipheriv(CIPHER, key, bytes.subarray(0, IV_BYTES));
    decipher.setAuthTag(bytes.subarray(IV_BYTES, IV_BYTES + TAG_BYTES));
    const text = decipher.update(bytes.subarray(IV_BYTES + TAG_BYTES));
    return JSON.parse(Buffer.concat([text, decipher.final()]).toString()) as Sought;
  }

  return {
    all: () => rows.all().map((row) => ({ ...row, sought: opened(row.sought) })),
    add: (sought) => insert.insert(sealed(sought)),
    note: (id, done, upto) => void update.run(id, done, upto),
    drop: (id) => void remove.run(id),
  };
}
