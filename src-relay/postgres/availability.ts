import { StoreFault, type Sql, type SqlValue } from '../sql/sql.ts';
import { LockTimeout, StatementTimeout } from './faults.ts';

/** Whether the server can be read, as the last read found it. */
export interface Availability {
  /** Why not; null while it can. */
  trouble(): string | null;
  /** Statements that say at once that the server cannot be read, as long as it cannot. */
  readonly failFast: Sql;
  /** Statements that wait until it can be read again, however long that takes. */
  readonly retrying: Sql;
  /** It can be read again. @returns the unsubscribe */
  onBack(listener: () => void): () => void;
  /** What waits is given up. */
  close(): void;
}

interface Parts {
  readonly sql: Sql;
  /** It cannot be read any more; once, until it can again. */
  readonly onTrouble: (reason: string) => void;
}

const PROBE_EVERY_MS = 500;
/** A server that takes longer for nothing at all is frozen, or far too busy to wait for. */
const PROBE_WITHIN_MS = 3000;
const PROBE = 'SELECT one FROM journal';

/** Watches the server by every read, and by one of its own when there is none. */
export function watchAvailability({ sql, onTrouble }: Parts): Availability {
  const toldBack = new Set<() => void>();
  let waiting: { back: () => void; giveUp: (fault: StoreFault) => void }[] = [];
  let trouble: string | null = null;
  let isProbing = false;
  let isClosed = false;

  function down(reason: string): void {
    if (trouble === null) onTrouble(reason);
    trouble = reason;
  }

  function up(): void {
    if (trouble === null) return;
    trouble = null;
    const all = waiting;
    waiting = [];
    for (const { back } of all) back();
    for (const listener of toldBack) listener();
  }

  async function noted<T>(read: () => Promise<T>): Promise<T> {
    try {
      const result = await read();
      up();
      return result;
    } catch (error) {
      if (saysServerIsAway(error)) down(error.message);
      throw error;
    }
  }

  async function failingFast<T>(read: () => Promise<T>): Promise<T> {
    if (trouble !== null) throw new StoreFault('unavailable', trouble);
    return await noted(read);
  }

  async function untilBack<T>(read: () => Promise<T>): Promise<T> {
    for (;;) {
      if (trouble !== null) await whenBack();
      try {
        return await noted(read);
      } catch (error) {
        if (isClosed || !isUnavailable(error)) throw error;
      }
    }
  }

  function whenBack(): Promise<void> {
    return new Promise((back, giveUp) => waiting.push({ back, giveUp }));
  }

  async function probe(): Promise<void> {
    isProbing = true;
    const late = setTimeout(() => down('PostgreSQL does not answer'), PROBE_WITHIN_MS);
    try {
      await noted(() => sql.get(PROBE));
    } catch (error) {
      if (!saysServerIsAway(error)) down(error instanceof Error ? error.message : String(error));
    }
    clearTimeout(late);
    isProbing = false;
  }

  const timer = setInterval(() => {
    if (!isProbing) void probe();
  }, PROBE_EVERY_MS);

  return {
    trouble: () => trouble,
    failFast: wrapped(sql, failingFast),
    retrying: wrapped(sql, untilBack),
    onBack: (listener) => {
      toldBack.add(listener);
      return () => void toldBack.delete(listener);
    },
    close: () => {
      isClosed = true;
      clearInterval(timer);
      for (const { giveUp } of waiting) giveUp(new StoreFault('unavailable', 'the store is closed'));
      waiting = [];
    },
  };
}

function isUnavailable(error: unknown): error is StoreFault {
  return error instanceof StoreFault && error.kind === 'unavailable';
}

/** One that waits or takes too long is that statement's own trouble: whether it is the server's, the probe finds out. */
function saysServerIsAway(error: unknown): error is StoreFault {
  return isUnavailable(error) && !(error instanceof LockTimeout || error instanceof StatementTimeout);
}

function wrapped(sql: Sql, way: <T>(read: () => Promise<T>) => Promise<T>): Sql {
  return {
    get: <Row>(statement: string, ...values: SqlValue[]) => way(() => sql.get<Row>(statement, ...values)),
    all: <Row>(statement: string, ...values: SqlValue[]) => way(() => sql.all<Row>(statement, ...values)),
    among: <Row>(statement: string, values: readonly SqlValue[]) =>
      way(() => sql.among<Row>(statement, values)),
    run: (statement, ...values) => way(() => sql.run(statement, ...values)),
    lock: (what) => way(() => sql.lock(what)),
  };
}
