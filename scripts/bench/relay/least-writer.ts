import { DatabaseSync } from 'node:sqlite';
import { parentPort, workerData } from 'node:worker_threads';
import { join } from 'node:path';
import type { BatchResult, Command } from '../../../src-relay/journal/commands.ts';
import type { WorkerData } from '../../../src-relay/journal/worker.ts';

/**
 * The least writer that keeps the promise of a 2xx: one row per webhook, its id unique, in the same group commit with the
 * same fsync as the journal's. It knows no calls, no agents and no sequence.
 */
const port = parentPort;
if (port === null) throw new Error('a worker thread');
const db = new DatabaseSync(join((workerData as WorkerData).folder, 'least.db'));
db.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA wal_autocheckpoint = 8192');
db.exec('CREATE TABLE webhook (id TEXT PRIMARY KEY, received_at INTEGER, body BLOB) STRICT');
const insert = db.prepare('INSERT OR IGNORE INTO webhook (id, received_at, body) VALUES (?, ?, ?)');

port.on('message', (batch: readonly Command[] | 'close') => {
  if (batch === 'close') {
    db.close();
    port.close();
    return;
  }
  const start = performance.now();
  db.exec('BEGIN IMMEDIATE');
  for (const one of batch) if (one.kind === 'webhook') insert.run(one.id, one.receivedAt, one.body);
  db.exec('COMMIT');
  const answers = batch.map(() => ({ ok: true as const, value: null }));
  const tookMs = performance.now() - start;
  port.postMessage({ kind: 'committed', answers, deliveries: [], tookMs } satisfies BatchResult);
});
port.postMessage({ kind: 'ready' });
