import type { RelayConfig } from '../config/schema.ts';
import type { RetriedCounts } from '../journal/quarantine.ts';
import { webhookAccepting, type AcceptingParts, type Retried, type WebhookAccepting } from './webhooks.ts';
import { directoryReader, RAISE_VERSION } from '../agents/directory.ts';
import type { WebhookId } from '../../src-shared/brand.ts';
import type { EventId } from '../sql/ids.ts';
import { inSteps } from '../sql/steps.ts';
import { inAsyncTransaction, isDiskTrouble, openJournalDatabase, query } from './database.ts';
import { sqliteSql } from './sql.ts';

/**
 * Takes in again what is in quarantine, in its order of arrival and in small transactions: a newer Ringside may know what
 * this one's predecessor did not. A running relay notices by the directory's version.
 * @throws JournalError
 */
export async function retryQuarantine(
  folder: string,
  config: RelayConfig,
  parts: AcceptingParts,
): Promise<RetriedCounts> {
  const db = openJournalDatabase(folder);
  try {
    const webhooks = webhookAccepting(db, parts);
    const readDirectory = directoryReader();
    const ids = query<{ id: number }>(db, 'SELECT id FROM quarantine ORDER BY id').all();
    const read = query<{ id: WebhookId; receivedAt: number; body: Uint8Array; event: EventId | null }>(
      db,
      'SELECT webhook_id AS id, received_at AS receivedAt, body, event FROM quarantine WHERE id = ?',
    );
    const made = query(db, 'UPDATE quarantine SET event = ?2, reason = ?3 WHERE id = ?1');
    const drop = query(db, 'DELETE FROM quarantine WHERE id = ?');
    const tell = query(db, RAISE_VERSION);
    const sql = sqliteSql(db);
    const alone = <T>(work: (s: typeof sql) => Promise<T>) => inAsyncTransaction(db, () => work(sql));

    const steps = await inSteps({ alone }, ids, async (_, step) => {
      webhooks.begin();
      const directory = await readDirectory(sql, config);
      const count = { accepted: 0, left: 0 };
      let news = false;
      for (const { id } of step) {
        const webhook = read.get(id);
        // Erased meanwhile, by another command or by its age.
        if (webhook === undefined) continue;
        const retried = tried(webhooks, () => webhooks.retry(webhook, webhook.event, directory));
        news ||= retried !== 'unreadable';
        if (retried === 'accepted') {
          drop.run(id);
          count.accepted += 1;
          continue;
        }
        count.left += 1;
        if (retried !== 'unreadable') made.run(id, retried.event, retried.reason);
      }
      if (news) tell.run();
      return count;
    });
    return steps.reduce(
      (sum, one) => ({ accepted: sum.accepted + one.accepted, left: sum.left + one.left }),
      { accepted: 0, left: 0 },
    );
  } finally {
    db.close();
  }

  /** One that cannot be filed stays where it is and keeps the others from nothing. */
  function tried(webhooks: Pick<WebhookAccepting, 'begin'>, work: () => Retried): Retried {
    db.exec('SAVEPOINT retry');
    try {
      const done = work();
      db.exec('RELEASE retry');
      return done;
    } catch (error) {
      if (isDiskTrouble(error)) throw error;
      db.exec('ROLLBACK TO retry; RELEASE retry');
      webhooks.begin();
      return 'unreadable';
    }
  }
}
