import { Worker } from 'node:worker_threads';
import type { RelayConfig } from '../config/schema.ts';
import { JournalError } from '../sql/errors.ts';
import type { Command } from './commands.ts';
import type { JournalPlace, WorkerData, WriterBatch, WriterResult, WriterStart } from './writer-thread.ts';

/** The writer's thread while it runs. */
export interface WriterThread {
  send(batch: WriterBatch): void;
  /** @param result once for each part of a batch @param lost it has died, and why: perhaps more than once */
  listen(result: (result: WriterResult) => void, lost: (reason: string) => void): void;
  /** Resolves when it has written what it has, and is gone. */
  close(): Promise<void>;
  /** Nothing was sent to it. */
  kill(): Promise<void>;
}

/** @throws JournalError when the journal cannot be opened */
export async function startWriter(place: JournalPlace, config: RelayConfig, url: URL): Promise<WriterThread> {
  const data: WorkerData = { place, config };
  const worker = new Worker(url, { workerData: data, name: 'journal-writer' });
  await untilReady(worker);
  return {
    send: (batch) => worker.postMessage(batch, bodiesOf(batch.commands)),
    listen(result, lost) {
      worker.on('message', result);
      worker.once('error', (error) => lost(error.message));
      worker.once('exit', (code) => lost(`the writer stopped with ${code}`));
    },
    async close() {
      const gone = new Promise((resolve) => worker.once('exit', resolve));
      worker.postMessage('close', []);
      await gone;
    },
    async kill() {
      await worker.terminate();
    },
  };
}

function untilReady(worker: Worker): Promise<void> {
  return new Promise((resolve, reject) => {
    const stopped = (code: number): void => reject(new JournalError(`the writer stopped with ${code}`));
    worker.once('error', reject).once('exit', stopped);
    worker.once('message', (start: WriterStart) => {
      worker.off('error', reject).off('exit', stopped);
      if (start.kind === 'ready') resolve();
      else reject(new JournalError(start.reason));
    });
  });
}

/** They change hands instead of being copied. */
function bodiesOf(commands: readonly Command[]): ArrayBuffer[] {
  return commands.flatMap((one) => (one.kind === 'webhook' ? [one.body.buffer as ArrayBuffer] : []));
}
