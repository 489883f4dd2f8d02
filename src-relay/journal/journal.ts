import { Worker } from 'node:worker_threads';
import type { RelayConfig } from '../config/schema.ts';
import type { Command, CommandKind, Commands, Delivery, WriterStats } from './commands.ts';
import { JournalError, JournalUnavailable } from '../sql/errors.ts';
import { oneAfterTheOther, severalAtOnce, type Batch } from './outbox.ts';
import type { JournalPlace, WorkerData, WriterBatch, WriterResult, WriterStart } from './writer-thread.ts';

/** The writer, seen from the main thread. */
export interface Journal {
  /**
   * Writes a command; resolves when it is on disk.
   * @throws JournalUnavailable when it could not be committed, or the journal is closed
   */
  write<K extends CommandKind>(command: Command<K>): Promise<Commands[K]['answer']>;
  /** New deliveries, in commit order, before the commands that made them resolve. @returns the unsubscribe */
  onDeliveries(listener: DeliveryListener): () => void;
  /**
   * The journal writes again after trouble. What was in its last commit may be on disk without anybody having been told.
   * @returns the unsubscribe
   */
  onRecovery(listener: () => void): () => void;
  /** False from a failed commit until a probe was committed. */
  isWritable(): boolean;
  /** Why it cannot write; null while it can. For the admin: it names the trouble, never what was to be written. */
  trouble(): string | null;
  /** Commands that wait for their commit, and the bytes of their bodies. */
  pending(): { readonly count: number; readonly bytes: number };
  /** How the writer was after its last batch; null: it has no connections, or has written nothing yet. */
  writerStats(): WriterStats | null;
  /** Commits what is pending, then stops. */
  close(): Promise<void>;
}

export type DeliveryListener = (deliveries: readonly Delivery[]) => void;

export interface JournalParts {
  readonly place: JournalPlace;
  readonly workerUrl: URL;
  readonly config: RelayConfig;
  /**
   * Asked once the journal is open: tells from then on why nothing may be written any more, since it would go into another
   * one, or where nobody reads it; null while it may.
   */
  readonly displacement: () => Promise<() => Promise<string | null>>;
  readonly onCommit: (commands: number, ms: number) => void;
  readonly onTrouble: (reason: string) => void;
}

interface Waiting {
  readonly command: Command;
  readonly resolve: (value: never) => void;
  readonly reject: (error: Error) => void;
}

interface UnderWay {
  readonly batch: Batch<Waiting>;
  /** How many of it have no answer yet. */
  left: number;
  /** Whether the next batch need not wait for it any more. */
  isOutOfTheWay: boolean;
}

const PROBE_EVERY_MS = 1000;

/**
 * Starts the writer's thread. Group commit without a timer: while one batch is being committed, everything that arrives
 * waits, and goes as the next batch.
 * @throws JournalError when the journal cannot be opened
 */
export async function openJournal(parts: JournalParts): Promise<Journal> {
  let { config } = parts;
  const { place, workerUrl } = parts;
  let worker: Worker | null = await startWorker(place, config, workerUrl);
  const displacementNow = await parts.displacement();
  const toldDeliveries = new Set<DeliveryListener>();
  const toldRecovery = new Set<() => void>();
  let trouble: string | null = null;
  let closed = false;
  let displaced: string | null = null;
  const outbox = place.kind === 'embedded' ? oneAfterTheOther<Waiting>() : severalAtOnce<Waiting>();
  const underWay = new Map<number, UnderWay>();
  let lastId = 0;
  let writerStats: WriterStats | null = null;
  let waitingBytes = 0;
  let whenIdle: (() => void) | null = null;
  listenTo(worker);

  function listenTo(to: Worker): void {
    to.on('message', settle);
    to.once('error', (error) => lose(to, error.message));
    to.once('exit', (code) => lose(to, `the writer stopped with ${code}`));
  }

  function flush(): void {
    if (worker === null) return;
    if (outbox.waiting + underWay.size === 0) whenIdle?.();
    for (const batch of outbox.next()) send(worker, batch);
  }

  function send(to: Worker, batch: Batch<Waiting>): void {
    lastId += 1;
    underWay.set(lastId, { batch, left: batch.items.length, isOutOfTheWay: false });
    const commands = batch.items.map((w) => w.command);
    for (const command of commands) waitingBytes -= sizeOf(command);
    const message: WriterBatch = { id: lastId, commands };
    // Bodies change hands instead of being copied.
    to.postMessage(
      message,
      commands.flatMap((c) => (c.kind === 'webhook' ? [c.body.buffer as ArrayBuffer] : [])),
    );
  }

  function settle({ id, at, result, stats }: WriterResult): void {
    writerStats = stats;
    const one = underWay.get(id);
    if (one === undefined) return;
    const done = at.flatMap((place) => one.batch.items[place] ?? []);
    one.left -= done.length;
    if (one.left === 0) underWay.delete(id);
    if (!one.isOutOfTheWay) outbox.done(one.batch);
    one.isOutOfTheWay = true;
    // First of all: the writer works on while this thread tells what came of the last batch.
    flush();
    if (result.kind === 'failed') {
      if (result.isBusy === true) refuse(done, result.reason);
      else fail(done, result.reason);
    } else if (done.length > 0) {
      // Where nothing could be done, nothing is over: a probe may be refused, too.
      const recovered = trouble !== null && result.answers.some(({ ok }) => ok);
      if (recovered) trouble = displaced;
      parts.onCommit(done.length, result.tookMs);
      for (const listener of toldDeliveries) listener(result.deliveries);
      if (recovered) for (const listener of toldRecovery) listener();
      for (const [i, { resolve, reject }] of done.entries()) {
        const answer = result.answers[i];
        if (answer?.ok === true) resolve(answer.value as never);
        else reject(new Error(answer?.reason ?? 'no answer'));
      }
    }
  }

  function count(): number {
    return [...underWay.values()].reduce((sum, { left }) => sum + left, outbox.waiting);
  }

  function fail(these: readonly Waiting[], reason: string): void {
    if (trouble === null) parts.onTrouble(reason);
    trouble = reason;
    refuse(these, reason);
  }

  function refuse(these: readonly Waiting[], reason: string): void {
    for (const { reject } of these) reject(new JournalUnavailable(reason));
  }

  /** A writer that died committed its last batch or did not: its senders come again, and find out. */
  function lose(lost: Worker, reason: string): void {
    if (worker !== lost || closed) return;
    worker = null;
    const lostWaiting = [...[...underWay.values()].flatMap(({ batch }) => batch.items), ...outbox.clear()];
    underWay.clear();
    waitingBytes = 0;
    fail(lostWaiting, reason);
    whenIdle?.();
  }

  let probe: Promise<void> | null = null;
  async function lookForDisplacement(): Promise<void> {
    if (displaced !== null) return;
    const found = await displacementNow();
    if (found === null || closed) return;
    displaced = found;
    // What was wrong before is not what is to be mended.
    trouble = null;
    fail([], found);
  }

  const probing = setInterval(() => {
    void lookForDisplacement();
    if (displaced !== null || trouble === null || closed || probe !== null) return;
    // The next tick tries again; trouble was reported when it began.
    probe = tryAgain()
      .catch(() => undefined)
      .finally(() => {
        probe = null;
      });
  }, PROBE_EVERY_MS);

  async function tryAgain(): Promise<void> {
    if (worker === null) {
      const given = config;
      const started = await startWorker(place, config, workerUrl);
      if (closed) {
        await started.terminate();
        return;
      }
      worker = started;
      listenTo(worker);
      if (config !== given) await write({ kind: 'config', config });
    }
    await write({ kind: 'probe' });
  }

  function write<K extends CommandKind>(command: Command<K>): Promise<Commands[K]['answer']> {
    const one = command as Command;
    // Whatever becomes of it: a writer that is started later starts with it.
    if (one.kind === 'config') ({ config } = one);
    if (closed || displaced !== null || worker === null) {
      return Promise.reject(new JournalUnavailable(displaced ?? 'the journal is not open'));
    }
    return new Promise((resolve, reject) => {
      if (!outbox.add({ command: one, resolve, reject }, one.kind)) {
        reject(new JournalUnavailable('too much of what devices ask for waits already'));
        return;
      }
      waitingBytes += sizeOf(one);
      flush();
    });
  }

  async function close(): Promise<void> {
    if (closed) return;
    clearInterval(probing);
    if (worker !== null && count() > 0) {
      await new Promise<void>((resolve) => {
        whenIdle = resolve;
      });
    }
    closed = true;
    const last = worker;
    if (last === null) return;
    const gone = new Promise((resolve) => last.once('exit', resolve));
    last.postMessage('close', []);
    await gone;
  }

  return {
    write,
    onDeliveries: (listener) => subscribe(toldDeliveries, listener),
    onRecovery: (listener) => subscribe(toldRecovery, listener),
    isWritable: () => trouble === null && !closed,
    trouble: () => trouble,
    pending: () => ({ count: count(), bytes: waitingBytes }),
    writerStats: () => writerStats,
    close,
  };
}

function subscribe<L>(listeners: Set<L>, listener: L): () => void {
  listeners.add(listener);
  return () => void listeners.delete(listener);
}

function startWorker(place: JournalPlace, config: RelayConfig, url: URL): Promise<Worker> {
  const data: WorkerData = { place, config };
  const worker = new Worker(url, { workerData: data, name: 'journal-writer' });
  return new Promise((resolve, reject) => {
    const stopped = (code: number): void => reject(new JournalError(`the writer stopped with ${code}`));
    worker.once('error', reject).once('exit', stopped);
    worker.once('message', (start: WriterStart) => {
      worker.off('error', reject).off('exit', stopped);
      if (start.kind === 'ready') resolve(worker);
      else reject(new JournalError(start.reason));
    });
  });
}

function sizeOf(command: Command): number {
  return command.kind === 'webhook' ? command.body.byteLength : 0;
}
