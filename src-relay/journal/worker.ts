import { parentPort, workerData } from 'node:worker_threads';
import type { RelayConfig } from '../config/schema.ts';
import { newCallKey } from './call-key.ts';
import type { Command, WriterStart } from './commands.ts';
import { messageOf, openJournalDatabase } from './database.ts';
import { bringOldEventsWithin } from './old-events.ts';
import { journalWriter } from './writer.ts';

/** The writer's thread: a batch comes in, its result goes out. A slow disk stops nothing but this thread. */
export interface WorkerData {
  readonly folder: string;
  readonly config: RelayConfig;
}

function start(): void {
  const port = parentPort;
  if (port === null) throw new Error('the journal writer is a worker thread');
  const { folder, config } = workerData as WorkerData;
  const say = (message: WriterStart): void => port.postMessage(message);
  try {
    const db = openJournalDatabase(folder);
    bringOldEventsWithin(db);
    const writer = journalWriter(db, config, { now: Date.now, newCallKey });
    port.on('message', (batch: readonly Command[] | 'close') => {
      if (batch !== 'close') {
        port.postMessage(writer.write(batch));
        return;
      }
      db.close();
      port.close();
    });
    say({ kind: 'ready' });
  } catch (error) {
    say({ kind: 'unable', reason: messageOf(error) });
    port.close();
  }
}

start();
