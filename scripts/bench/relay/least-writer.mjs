import { DatabaseSync } from 'node:sqlite';
import { parentPort, workerData } from 'node:worker_threads';
import { join } from 'node:path';

/**
 * The least writer that keeps the promise of a 2xx: one row per webhook, its id unique, in the same group commit with the
 * same fsync as the journal's. It knows no calls, no agents and no sequence. No TypeScript, for the reason in
 * test/fixtures/relay/built.ts.
 * @import { WorkerData, WriterBatch, WriterResult } from '../../../src-relay/journal/writer-thread.ts'
 */
const port = parentPort;
if (port === null) throw new Error('a worker thread');
const { place } = /** @type {WorkerData} */ (workerData);
if (place.kind !== 'embedded') throw new Error('a journal in a folder');
const db = new DatabaseSync(join(place.folder, 'least.db'));
db.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA wal_autocheckpoint = 8192');
db.exec('CREATE TABLE webhook (id TEXT PRIMARY KEY, received_at INTEGER, body BLOB) STRICT');
const insert = db.prepare('INSERT OR IGNORE INTO webhook (id, received_at, body) VALUES (?, ?, ?)');

/** @param {WriterBatch} batch */
function write({ id, commands }) {
  const start = performance.now();
  db.exec('BEGIN IMMEDIATE');
  for (const one of commands) if (one.kind === 'webhook') insert.run(one.id, one.receivedAt, one.body);
  db.exec('COMMIT');
  const answers = commands.map(() => ({ ok: /** @type {const} */ (true), value: null }));
  const tookMs = performance.now() - start;
  port?.postMessage(
    /** @satisfies {WriterResult} */ ({
      id,
      at: [...commands.keys()],
      result: { kind: 'committed', answers, deliveries: [], tookMs },
      stats: null,
    }),
  );
}

port.on('message', (/** @type {WriterBatch | 'close'} */ said) => {
  if (said !== 'close') {
    write(said);
    return;
  }
  db.close();
  port.close();
});
port.postMessage({ kind: 'ready' });
