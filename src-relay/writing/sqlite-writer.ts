import type { DatabaseSync } from 'node:sqlite';
import { directoryReader, type AgentDirectory } from '../agents/directory.ts';
import type { RelayConfig } from '../config/schema.ts';
import { foundRoom } from '../crm/cache/writing.ts';
import type { Answer, BatchResult, Command, CommandKind, Delivery } from '../journal/commands.ts';
import { performing } from './performing.ts';
import type { Writer } from './writer.ts';
import { sqliteSql } from '../sqlite/sql.ts';
import { inAsyncTransaction, isDiskTrouble } from '../sqlite/database.ts';
import { messageOf } from '../sql/errors.ts';
import { webhookAccepting, type AcceptingParts } from '../sqlite/webhooks.ts';

/** What leaves events and deliveries as they are. */
const LEAVES_EVENTS: ReadonlySet<CommandKind> = new Set(['acks', 'claim', 'release', 'found', 'probe']);

type Written = Pick<Extract<BatchResult, { kind: 'committed' }>, 'answers' | 'deliveries'>;

/**
 * The only writer while the relay runs. A batch is performed as one piece; only when something in it fails is it begun
 * again with a savepoint around every command: savepoints for all cost as much as the smallest command.
 */
export function sqliteWriter(db: DatabaseSync, firstConfig: RelayConfig, parts: AcceptingParts): Writer {
  let config = firstConfig;
  const sql = sqliteSql(db);
  const readDirectory = directoryReader();
  const webhooks = webhookAccepting(db, parts);
  const performOther = performing(sql, { now: parts.now, room: foundRoom() });

  function perform(command: Command, directory: AgentDirectory, deliveries: Delivery[]): unknown {
    if (command.kind !== 'webhook') {
      if (!LEAVES_EVENTS.has(command.kind)) webhooks.forget();
      return performOther(command, config);
    }
    const accepted = webhooks.accept(command, directory);
    deliveries.push(...accepted.deliveries);
    return accepted.outcome;
  }

  async function inSavepoint(
    command: Command,
    directory: AgentDirectory,
    deliveries: Delivery[],
  ): Promise<Answer> {
    const own: Delivery[] = [];
    db.exec('SAVEPOINT command');
    try {
      const value = await perform(command, directory, own);
      db.exec('RELEASE command');
      deliveries.push(...own);
      return { ok: true, value };
    } catch (error) {
      if (isDiskTrouble(error)) throw error;
      db.exec('ROLLBACK TO command; RELEASE command');
      webhooks.begin();
      if (command.kind !== 'webhook') return { ok: false, reason: messageOf(error) };
      const reason = `could not be filed: ${error instanceof Error ? error.name : 'unknown error'}`;
      return { ok: true, value: webhooks.quarantine(command, reason).outcome };
    }
  }

  /** The transaction keeps other processes from changing the directory meanwhile. */
  function inOnePiece(batch: readonly Command[]): Promise<Written> {
    return inAsyncTransaction(db, async () => {
      webhooks.begin();
      const directory = await readDirectory(sql, config);
      const deliveries: Delivery[] = [];
      const answers: Answer[] = [];
      for (const command of batch) {
        const value = perform(command, directory, deliveries);
        answers.push({ ok: true, value: value instanceof Promise ? await value : value });
      }
      return { answers, deliveries };
    });
  }

  function oneByOne(batch: readonly Command[]): Promise<Written> {
    return inAsyncTransaction(db, async () => {
      webhooks.begin();
      const directory = await readDirectory(sql, config);
      const deliveries: Delivery[] = [];
      const answers: Answer[] = [];
      for (const command of batch) answers.push(await inSavepoint(command, directory, deliveries));
      return { answers, deliveries };
    });
  }

  async function written(batch: readonly Command[]): Promise<Written> {
    try {
      return await inOnePiece(batch);
    } catch (error) {
      if (isDiskTrouble(error)) throw error;
      return await oneByOne(batch);
    }
  }

  return {
    write: async (batch, tell) => {
      const at = [...batch.keys()];
      const start = performance.now();
      // A config holds even when the batch that brought it cannot be committed: it is not kept in the journal.
      for (const command of batch) if (command.kind === 'config') ({ config } = command);
      try {
        const done = await written(batch);
        webhooks.committed();
        tell({ at, result: { kind: 'committed', ...done, tookMs: performance.now() - start } });
      } catch (error) {
        tell({ at, result: { kind: 'failed', reason: messageOf(error) } });
      }
    },
  };
}
