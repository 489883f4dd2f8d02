import { parentPort, workerData, type MessagePort } from 'node:worker_threads';
import type { RelayConfig } from '../config/schema.ts';
import { finishForgotten, type Forgotten } from '../forget/forgetting.ts';
import { newCallKey } from './call-key.ts';
import type { Command, WriterStart } from './commands.ts';
import { messageOf, openJournalDatabase } from '../sqlite/database.ts';
import { openSqlite } from '../sqlite/opened.ts';
import { bringOldEventsWithin } from '../sqlite/old-events.ts';
import { fileUnderNumbersOfToday } from '../sqlite/old-numbers.ts';
import { journalWriter } from './writer.ts';

/** The writer's thread: a batch comes in, its result goes out. A slow disk stops nothing but this thread. */
export interface WorkerData {
  readonly folder: string;
  readonly config: RelayConfig;
}

/** The same thread's other task: it ends by itself. */
export interface FinishData {
  readonly folder: string;
  readonly task: 'finish-forgetting';
}

export interface FinishResult {
  readonly result: Forgotten | null;
  /** Why there is none; null when there was nothing to finish. */
  readonly reason: string | null;
}

async function finish(port: MessagePort, { folder }: FinishData): Promise<void> {
  const say = (message: FinishResult): void => port.postMessage(message);
  try {
    const database = openSqlite(folder);
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

function start(): void {
  const port = parentPort;
  if (port === null) throw new Error('the journal writer is a worker thread');
  if ('task' in (workerData as WorkerData | FinishData)) {
    void finish(port, workerData as FinishData);
    return;
  }
  const { folder, config } = workerData as WorkerData;
  const say = (message: WriterStart): void => port.postMessage(message);
  try {
    const db = openJournalDatabase(folder);
    bringOldEventsWithin(db);
    fileUnderNumbersOfToday(db);
    const writer = journalWriter(db, config, { now: Date.now, newCallKey });
    const take = async (batch: readonly Command[] | 'close'): Promise<void> => {
      if (batch !== 'close') {
        port.postMessage(await writer.write(batch));
        return;
      }
      db.close();
      port.close();
    };
    // One after the other: there is one transaction at a time.
    let last = Promise.resolve();
    port.on('message', (batch: readonly Command[] | 'close') => {
      last = last.then(() => take(batch));
    });
    say({ kind: 'ready' });
  } catch (error) {
    say({ kind: 'unable', reason: messageOf(error) });
    port.close();
  }
}

start();
