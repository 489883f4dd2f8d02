import type { RelayConfig } from '../config/schema.ts';
import type { Answer, Command, CommandKind, Commands, Delivery, WriterStats } from './commands.ts';
import { JournalUnavailable } from '../sql/errors.ts';
import { oneAfterTheOther, severalAtOnce } from './outbox.ts';
import { pendingIn, type Waiting } from './pending.ts';
import { startWriter, type WriterThread } from './start-writer.ts';
import { writability } from './writability.ts';
import type { JournalPlace, WriterResult } from './writer-thread.ts';

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

const PROBE_EVERY_MS = 1000;

/**
 * Starts the writer's thread. Group commit without a timer: while one batch is being committed, everything that arrives
 * waits, and goes as the next batch.
 * @throws JournalError when the journal cannot be opened
 */
export async function openJournal(parts: JournalParts): Promise<Journal> {
  let { config } = parts;
  const { place, workerUrl } = parts;
  let writer: WriterThread | null = await startWriter(place, config, workerUrl);
  const displacementNow = await parts.displacement();
  const deliveryListeners = new Set<DeliveryListener>();
  const recoveryListeners = new Set<() => void>();
  const pending = pendingIn(place.kind === 'embedded' ? oneAfterTheOther() : severalAtOnce());
  const state = writability(parts.onTrouble);
  let closed = false;
  let writerStats: WriterStats | null = null;
  let whenIdle: (() => void) | null = null;
  listenTo(writer);

  function listenTo(to: WriterThread): void {
    to.listen(settle, (reason) => lose(to, reason));
  }

  function flush(): void {
    if (writer === null) return;
    if (pending.count === 0) whenIdle?.();
    for (const batch of pending.next()) writer.send(batch);
  }

  function settle({ id, at, result, stats }: WriterResult): void {
    writerStats = stats;
    const done = pending.answered(id, at);
    if (done === null) return;
    // First of all: the writer works on while this thread tells what came of the last batch.
    flush();
    if (result.kind === 'failed') {
      if (result.isBusy !== true) state.failed(result.reason);
      refuse(done, result.reason);
    } else if (done.length > 0) {
      // Where nothing could be done, nothing is over: a probe may be refused, too.
      const recovered = result.answers.some(({ ok }) => ok) && state.worked();
      parts.onCommit(done.length, result.tookMs);
      for (const listener of deliveryListeners) listener(result.deliveries);
      if (recovered) for (const listener of recoveryListeners) listener();
      answer(done, result.answers);
    }
  }

  /** A writer that died committed its last batch or did not: its senders come again, and find out. */
  function lose(lost: WriterThread, reason: string): void {
    if (writer !== lost || closed) return;
    writer = null;
    const waiting = pending.clear();
    state.failed(reason);
    refuse(waiting, reason);
    whenIdle?.();
  }

  async function lookForDisplacement(): Promise<void> {
    if (state.displaced !== null) return;
    const found = await displacementNow();
    if (found !== null && !closed) state.displace(found);
  }

  let probe: Promise<void> | null = null;
  const probing = setInterval(() => {
    void lookForDisplacement();
    if (state.displaced !== null || state.trouble === null || closed || probe !== null) return;
    // The next tick tries again; trouble was reported when it began.
    probe = tryAgain()
      .catch(() => undefined)
      .finally(() => {
        probe = null;
      });
  }, PROBE_EVERY_MS);

  async function tryAgain(): Promise<void> {
    if (writer === null) {
      const given = config;
      const started = await startWriter(place, config, workerUrl);
      if (closed) {
        await started.kill();
        return;
      }
      writer = started;
      listenTo(writer);
      if (config !== given) await write({ kind: 'config', config });
    }
    await write({ kind: 'probe' });
  }

  function write<K extends CommandKind>(command: Command<K>): Promise<Commands[K]['answer']> {
    const one = command as Command;
    // Whatever becomes of it: a writer that is started later starts with it.
    if (one.kind === 'config') ({ config } = one);
    if (closed || state.displaced !== null || writer === null) {
      return Promise.reject(new JournalUnavailable(state.displaced ?? 'the journal is not open'));
    }
    return new Promise((resolve, reject) => {
      if (!pending.add({ command: one, resolve, reject })) {
        reject(new JournalUnavailable('too much of what devices ask for waits already'));
        return;
      }
      flush();
    });
  }

  async function close(): Promise<void> {
    if (closed) return;
    clearInterval(probing);
    if (writer !== null && pending.count > 0) {
      await new Promise<void>((resolve) => {
        whenIdle = resolve;
      });
    }
    closed = true;
    await writer?.close();
  }

  return {
    write,
    onDeliveries: (listener) => subscribe(deliveryListeners, listener),
    onRecovery: (listener) => subscribe(recoveryListeners, listener),
    isWritable: () => state.trouble === null && !closed,
    trouble: () => state.trouble,
    pending: () => ({ count: pending.count, bytes: pending.bytes }),
    writerStats: () => writerStats,
    close,
  };
}

function subscribe<L>(listeners: Set<L>, listener: L): () => void {
  listeners.add(listener);
  return () => void listeners.delete(listener);
}

function answer(done: readonly Waiting[], answers: readonly Answer[]): void {
  for (const [i, { resolve, reject }] of done.entries()) {
    const one = answers[i];
    if (one?.ok === true) resolve(one.value as never);
    else reject(new Error(one?.reason ?? 'no answer'));
  }
}

function refuse(these: readonly Waiting[], reason: string): void {
  for (const { reject } of these) reject(new JournalUnavailable(reason));
}
