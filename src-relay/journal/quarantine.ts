import type { DatabaseSync } from 'node:sqlite';
import type { WebhookId } from '../../src-shared/brand.ts';
import type { AgentDirectory } from '../agents/directory.ts';
import { webhookAccepting, type AcceptingParts, type Retried } from './accepting.ts';
import { isDiskTrouble, query } from '../sqlite/database.ts';
import type { EventId } from '../sql/ids.ts';
import { inSteps } from '../sqlite/steps.ts';

export interface Quarantined {
  readonly id: number;
  readonly webhookId: WebhookId;
  readonly receivedAt: string;
  readonly reason: string;
  readonly bytes: number;
}

/** What is in quarantine, oldest first; never the payload itself. */
export function listQuarantine(db: DatabaseSync): Quarantined[] {
  const rows = query<{
    id: number;
    webhook_id: WebhookId;
    received_at: number;
    reason: string;
    bytes: number;
  }>(db, 'SELECT id, webhook_id, received_at, reason, length(body) AS bytes FROM quarantine ORDER BY id');
  return rows.all().map((row) => ({
    id: row.id,
    webhookId: row.webhook_id,
    receivedAt: new Date(row.received_at).toISOString(),
    reason: row.reason,
    bytes: row.bytes,
  }));
}

/** One webhook in quarantine with what Allo sent; null: there is none. */
export function readQuarantined(
  db: DatabaseSync,
  id: number,
): { readonly about: Quarantined; readonly body: Uint8Array } | null {
  const about = listQuarantine(db).find((one) => one.id === id);
  const row = query<{ body: Uint8Array }>(db, 'SELECT body FROM quarantine WHERE id = ?').get(id);
  return about === undefined || row === undefined ? null : { about, body: row.body };
}

/** Erases webhooks in quarantine. Their ids stay known: sent again, they are duplicates. @returns how many */
export function dropQuarantined(db: DatabaseSync, ids: readonly number[] | 'all'): number {
  if (ids === 'all') return query(db, 'DELETE FROM quarantine').run();
  const drop = query(db, 'DELETE FROM quarantine WHERE id = ?');
  return ids.reduce((count, id) => count + drop.run(id), 0);
}

/**
 * Takes in again what is in quarantine, in its order of arrival and in small transactions: a newer Ringside may know what
 * this one's predecessor did not. A running relay notices by the directory's version.
 */
export async function retryQuarantine(
  db: DatabaseSync,
  readDirectory: () => AgentDirectory,
  parts: AcceptingParts,
): Promise<{ readonly accepted: number; readonly left: number }> {
  const webhooks = webhookAccepting(db, parts);
  const ids = query<{ id: number }>(db, 'SELECT id FROM quarantine ORDER BY id');
  const read = query<{ id: WebhookId; receivedAt: number; body: Uint8Array; event: EventId | null }>(
    db,
    'SELECT webhook_id AS id, received_at AS receivedAt, body, event FROM quarantine WHERE id = ?',
  );
  const made = query(db, 'UPDATE quarantine SET event = ?2, reason = ?3 WHERE id = ?1');
  const drop = query(db, 'DELETE FROM quarantine WHERE id = ?');
  const tell = query(db, 'UPDATE journal SET directory_version = directory_version + 1');
  let accepted = 0;
  let left = 0;
  await inSteps(db, ids.all(), (step) => {
    const directory = readDirectory();
    let news = false;
    for (const { id } of step) {
      const webhook = read.get(id);
      // Erased meanwhile, by another command or by its age.
      if (webhook === undefined) continue;
      const retried = tried(() => webhooks.retry(webhook, webhook.event, directory));
      news ||= retried !== 'unreadable';
      if (retried === 'accepted') {
        drop.run(id);
        accepted += 1;
        continue;
      }
      left += 1;
      if (retried !== 'unreadable') made.run(id, retried.event, retried.reason);
    }
    if (news) tell.run();
  });
  return { accepted, left };

  /** One that cannot be filed stays where it is and keeps the others from nothing. */
  function tried(work: () => Retried): Retried {
    db.exec('SAVEPOINT retry');
    try {
      const done = work();
      db.exec('RELEASE retry');
      return done;
    } catch (error) {
      if (isDiskTrouble(error)) throw error;
      db.exec('ROLLBACK TO retry; RELEASE retry');
      return 'unreadable';
    }
  }
}
