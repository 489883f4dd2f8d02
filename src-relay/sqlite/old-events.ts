import type { DatabaseSync } from 'node:sqlite';
import type { Instant, WebhookId } from '../../src-shared/brand.ts';
import { MAX_DATA_BYTES, MAX_MEMORY_BYTES } from '../../src-shared/limits/limits.ts';
import { whyKeptAside } from '../../src-shared/limits/overstep.ts';
import { withinLimits } from '../../src-shared/limits/within.ts';
import { inTransaction, query } from './database.ts';
import type { EventId } from '../sql/ids.ts';

interface OldEvent {
  readonly webhookId: WebhookId;
  readonly topic: string;
  readonly occurredAt: Instant;
  readonly receivedAt: number;
  readonly data: string;
}

/**
 * Brings what a relay took in before there were limits within them, once for a journal: until then one such event keeps
 * every agent who was told of it in a circle of reconnecting. The whole of it goes into quarantine.
 */
export function bringOldEventsWithin(db: DatabaseSync): void {
  const isDone = query<{ done: number }>(db, 'SELECT is_within_limits AS done FROM journal');
  if (isDone.get()?.done !== 0) return;
  inTransaction(db, () => {
    // SQLite takes no JSON that is more than 1000 levels deep; what is deeper than our limit and less deep than that
    // has always been taken by everybody.
    const suspects = query<{ id: EventId }>(
      db,
      `SELECT id FROM event WHERE octet_length(data) > ${MAX_DATA_BYTES} OR NOT json_valid(data)`,
    );
    const read = query<OldEvent>(
      db,
      `SELECT webhook_id AS webhookId, topic, occurred_at AS occurredAt, received_at AS receivedAt, data
       FROM event WHERE id = ?`,
    );
    const write = query(db, 'UPDATE event SET data = ?2, reduced = ?3 WHERE id = ?1');
    const keep = query(
      db,
      'INSERT INTO quarantine (webhook_id, received_at, reason, body, event) VALUES (?, ?, ?, ?, ?)',
    );
    for (const { id } of suspects.all()) {
      const old = read.get(id);
      if (old === undefined) continue;
      const isTooBig = Buffer.byteLength(old.data) > MAX_DATA_BYTES;
      const { data, beyond } = withinLimits(JSON.parse(old.data) as Record<string, unknown>, isTooBig);
      if (beyond === null) continue;
      write.run(id, JSON.stringify(data), beyond);
      keep.run(old.webhookId, old.receivedAt, whyKeptAside(old.topic, beyond), bodyOf(old), id);
    }
    db.exec(`DELETE FROM memory WHERE octet_length(body) > ${MAX_MEMORY_BYTES}`);
    db.exec('UPDATE journal SET is_within_limits = 1');
  });
}

/** As Allo sent it, but for members beside `data`. */
function bodyOf({ topic, occurredAt, data }: OldEvent): Buffer {
  const head = JSON.stringify({ topic, version: '2.0', timestamp: occurredAt });
  return Buffer.from(`${head.slice(0, -1)},"data":${data}}`);
}
