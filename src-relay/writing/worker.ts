import { parentPort, workerData, type MessagePort } from 'node:worker_threads';
import type { RelayConfig } from '../config/schema.ts';
import { finishForgotten, type Forgotten } from '../forget/forgetting.ts';
import { postgresWriter } from './postgres-writer.ts';
import { openPostgres } from '../postgres/opened.ts';
import { storeOfCopy, type CopiedStore } from '../settings/store.ts';
import { messageOf, openJournalDatabase } from '../sqlite/database.ts';
import { bringOldEventsWithin } from '../sqlite/old-events.ts';
import { fileUnderNumbersOfToday } from '../sqlite/old-numbers.ts';
import { openSqlite } from '../sqlite/opened.ts';
import { newCallKey } from '../journal/call-key.ts';
import type { BatchResult, Command, WriterStart, WriterStats } from '../journal/commands.ts';
import { journalWriter, type Writer } from './sqlite-writer.ts';

/** Where the journal is kept. */
export type JournalPlace =
  | { readonly kind: 'embedded'; readonly folder: string }
  /** `relay`: who says to the others what it has written. */
  | { readonly kind: 'postgres'; readonly store: CopiedStore; readonly relay: string };

/** The writer's thread: a batch comes in, its result goes out. A slow disk stops nothing but this thread. */
export interface WorkerData {
  readonly place: JournalPlace;
  readonly config: RelayConfig;
}

export interface WriterBatch {
  readonly id: number;
  readonly commands: readonly Command[];
}

/** Of the batch with this id: a later one may be done before it. */
export interface WriterResult {
  readonly id: number;
  readonly result: BatchResult;
  /** Null: the writer has no connections. */
  readonly stats: WriterStats | null;
}

/** The same thread's other task: it ends by itself. */
export interface FinishData {
  readonly place: JournalPlace;
  readonly task: 'finish-forgetting';
}

export interface FinishResult {
  readonly result: Forgotten | null;
  /** Why there is none; null when there was nothing to finish. */
  readonly reason: string | null;
}

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
  const writer = journalWriter(db, config, { now: Date.now, newCallKey });
  return { writer, atOnce: 'one', close: () => Promise.resolve(db.close()) };
}

/** So many transactions are under way at once at most, those of devices and of the relay itself among them. */
const CONNECTIONS = 6;

async function openShared(store: CopiedStore, relay: string, config: RelayConfig): Promise<OpenedWriter> {
  const database = await openPostgres(storeOfCopy(store), { connections: CONNECTIONS });
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
  const write = async ({ id, commands }: WriterBatch): Promise<void> => {
    const result = await writer.write(commands);
    const message: WriterResult = { id, result, stats: writer.stats?.() ?? null };
    port.postMessage(message);
  };
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
