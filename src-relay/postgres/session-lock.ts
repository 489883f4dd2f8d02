import type { Client } from 'pg';
import type { PostgresSettings } from '../settings/store.ts';
import { abandon, connector, TIMEOUTS } from './connecting.ts';
import { lockKey } from './lock-key.ts';

/** A lock that one session of all relays has. */
export interface SessionLock {
  /** Whether it is this one's now. Becomes false before the server may give it to another. */
  isMine(): boolean;
  /** Called when it becomes this one's, and at once when it is. @returns the unsubscribe */
  onTaken(listener: () => void): () => void;
  /** Gives it up. */
  close(): void;
}

interface Timing {
  /** How often it is tried for, and how often whoever has it shows that it is there. */
  readonly everyMs: number;
  /** The server ends the session of a holder that has not shown itself for so long: it hangs, or was cut off. */
  readonly silentMs: number;
}

const TIMING: Timing = { everyMs: 1000, silentMs: 6000 };

/** How much earlier than the server a holder stops to count on it: clocks run alike, but answers take their time. */
const MARGIN_MS = 2000;

/**
 * Tries for an advisory lock on a session of its own, for as long as it takes, and holds it while that session lives. When
 * the holder dies, another one has it within seconds. Never throws.
 * @param now ms on a clock that never jumps
 */
export function trySessionLock(
  settings: PostgresSettings,
  name: string,
  now: () => number,
  timing: Partial<Timing> = {},
): SessionLock {
  const { everyMs, silentMs } = { ...TIMING, ...timing };
  const connect = connector(settings, { ...TIMEOUTS, statementMs: Math.max(500, silentMs - MARGIN_MS) });
  const listeners = new Set<() => void>();
  let client: Client | null = null;
  let isHeld = false;
  /** When the server last began to count the silence, at the earliest. */
  let shownAt = -Infinity;
  let isClosed = false;
  let timer: NodeJS.Timeout | undefined;

  async function look(): Promise<void> {
    try {
      client ??= await opened();
      if (isClosed) {
        abandon(client);
        return;
      }
      const asked = now();
      // One that is held already is asked for nothing new: it would have to be given up as often.
      const text = isHeld ? 'SELECT 1 AS taken' : `SELECT pg_try_advisory_lock(${lockKey(name)}) AS taken`;
      const { rows } = await client.query<{ taken: number }>(text);
      shownAt = asked;
      if (!isHeld && rows[0]?.taken === 1) {
        isHeld = true;
        for (const listener of listeners) listener();
      }
    } catch {
      lose();
    }
    if (isClosed) return;
    timer = setTimeout(() => void look(), everyMs);
    timer.unref();
  }

  async function opened(): Promise<Client> {
    const made = await connect();
    // What is told of an earlier one late must not end the one that came after it.
    const ended = (): void => {
      if (client === made) lose();
    };
    made.on('error', ended).on('end', ended);
    await made.query(`SET idle_session_timeout = ${silentMs}`).catch((error: unknown) => {
      abandon(made);
      throw error;
    });
    return made;
  }

  function lose(): void {
    isHeld = false;
    if (client !== null) abandon(client);
    client = null;
  }

  void look();
  return {
    isMine: () => isHeld && now() - shownAt < silentMs - MARGIN_MS,
    onTaken: (listener) => {
      listeners.add(listener);
      if (isHeld) listener();
      return () => void listeners.delete(listener);
    },
    close: () => {
      isClosed = true;
      clearTimeout(timer);
      lose();
    },
  };
}
