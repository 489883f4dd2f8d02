import { parentPort, workerData, type MessagePort } from 'node:worker_threads';
import type { RelayConfig } from '../config/schema.ts';
import type { FinishData, FinishResult } from '../forget/finishing.ts';
import { finishForgotten } from '../forget/forgetting.ts';
import { postgresWriter } from './postgres-writer.ts';
import { WRITER_CONNECTIONS } from '../postgres/connections.ts';
import { openPostgres } from '../postgres/opened.ts';
import { storeOfCopy, type CopiedStore } from '../settings/store.ts';
import { openJournalDatabase } from '../sqlite/database.ts';
import { messageOf } from '../sql/errors.ts';
import { bringOldEventsWithin } from '../sqlite/old-events.ts';
import { fileUnderNumbersOfToday } from '../sqlite/old-numbers.ts';
import { openSqlite } from '../sqlite/opened.ts';
import { newCallKey } from '../journal/call-key.ts';
import type { WorkerData, WriterBatch, WriterResult, WriterStart } from '../journal/writer-thread.ts';
import { sqliteWriter } from './sqlite-writer.ts';
import type { Writer } from './writer.ts';

async function finish(port: MessagePort, { place }: FinishData): Promise<void> {
  const say = (message: FinishResult): void => port.postMessage(message);
  try {
    const database =
      place.kind === 'embedded'
        ? openSqlite(place.folder)
        : await openPostgres(storeOfCopy(place.store), { connections: 1 });
    try {
      say({ result: await finishForgotten(database), reason: null });
    } finally {
      await database.close();
    }
  } catch (error) {
    say({ result: null, reason: messageOf(error) });
  }
  port.close();
}

/** A writer that is ready, how many batches it takes at a time, and what ends it. */
interface OpenedWriter {
  readonly writer: Writer;
  readonly atOnce: 'one' | 'several';
  close(): Promise<void>;
}

function openEmbedded(folder: string, config: RelayConfig): OpenedWriter {
  const db = openJournalDatabase(folder);
  bringOldEventsWithin(db);
  fileUnderNumbersOfToday(db);
  const writer = sqliteWriter(db, config, { now: Date.now, newCallKey });
  return { writer, atOnce: 'one', close: () => Promise.resolve(db.close()) };
}

async function openShared(store: CopiedStore, relay: string, config: RelayConfig): Promise<OpenedWriter> {
  const database = await openPostgres(storeOfCopy(store), { connections: WRITER_CONNECTIONS });
  const writer = await postgresWriter(database, config, { relay, now: Date.now, newCallKey });
  return { writer, atOnce: 'several', close: () => database.close() };
}

async function serve(port: MessagePort, { place, config }: WorkerData): Promise<void> {
  const say = (message: WriterStart): void => port.postMessage(message);
  try {
    const opened =
      place.kind === 'embedded'
        ? openEmbedded(place.folder, config)
        : await openShared(place.store, place.relay, config);
    listen(port, opened);
    say({ kind: 'ready' });
  } catch (error) {
    say({ kind: 'unable', reason: messageOf(error) });
    port.close();
  }
}

function listen(port: MessagePort, { writer, atOnce, close }: OpenedWriter): void {
  let last: Promise<unknown> = Promise.resolve();
  const write = ({ id, commands }: WriterBatch): Promise<void> =>
    writer.write(commands, (part) => {
      const message: WriterResult = { id, ...part, stats: writer.stats?.() ?? null };
      port.postMessage(message);
    });
  const end = async (): Promise<void> => {
    await close();
    port.close();
  };
  port.on('message', (message: WriterBatch | 'close') => {
    if (message === 'close') last = last.then(end);
    else if (atOnce === 'one') last = last.then(() => write(message));
    else last = Promise.all([last, write(message)]);
  });
}

function start(): void {
  const port = parentPort;
  if (port === null) throw new Error('the journal writer is a worker thread');
  if ('task' in (workerData as WorkerData | FinishData)) void finish(port, workerData as FinishData);
  else void serve(port, workerData as WorkerData);
}

start();
