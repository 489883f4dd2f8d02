import type { Client } from 'pg';
import type { PostgresSettings } from '../settings/store.ts';
import { abandon, connector, TIMEOUTS } from './connecting.ts';
import { faultOf } from './faults.ts';

/** Called with what other sessions notify of. */
export interface Listener {
  /** The payload of a notification, which anybody with a session may have sent. */
  readonly onNotification: (payload: string) => void;
  /** From now on nothing is missed, but before now something may have been: called with each connection that listens. */
  readonly onMayHaveMissed: () => void;
  /** Nothing is heard until `onMayHaveMissed` is called again. Once for each time that it is lost. */
  readonly onLost: (reason: string) => void;
}

export interface Listening {
  isListening(): boolean;
  close(): void;
}

interface Timing {
  /** The pause after a try that failed is twice the last one, up to the longest. */
  readonly firstPauseMs: number;
  readonly longestPauseMs: number;
  /** How often the server is asked whether it is there. */
  readonly checkEveryMs: number;
  /** How long it may take to say so. */
  readonly answerWithinMs: number;
}

const TIMING: Timing = { firstPauseMs: 50, longestPauseMs: 1000, checkEveryMs: 3000, answerWithinMs: 3000 };

/**
 * Listens on a connection of its own, again and again when it is lost. Never throws: what is not heard is found by looking.
 * @param channel a name without capitals or quotes
 */
export function listen(
  settings: PostgresSettings,
  channel: string,
  listener: Listener,
  timing: Partial<Timing> = {},
): Listening {
  const { firstPauseMs, longestPauseMs, checkEveryMs, answerWithinMs } = { ...TIMING, ...timing };
  const connect = connector(settings, { ...TIMEOUTS, statementMs: answerWithinMs });
  let client: Client | null = null;
  let timer: NodeJS.Timeout | undefined;
  let pauseMs = firstPauseMs;
  let isLost = false;
  let isClosed = false;

  async function open(): Promise<void> {
    try {
      const opened = await connect();
      if (isClosed) {
        abandon(opened);
        return;
      }
      opened.on('notification', ({ payload }) => listener.onNotification(payload ?? ''));
      opened.on('error', (error) => lost(opened, error));
      opened.on('end', () => lost(opened, new Error('the connection was lost')));
      await opened.query(`LISTEN ${channel}`).catch((error: unknown) => {
        abandon(opened);
        throw error;
      });
      if (isClosed) {
        abandon(opened);
        return;
      }
      client = opened;
      pauseMs = firstPauseMs;
      isLost = false;
      checkLater(opened);
      listener.onMayHaveMissed();
    } catch (error) {
      lost(null, error);
    }
  }

  function checkLater(checked: Client): void {
    timer = setTimeout(() => void check(checked), checkEveryMs);
    timer.unref();
  }

  async function check(checked: Client): Promise<void> {
    try {
      await checked.query('SELECT 1');
      if (client === checked) checkLater(checked);
    } catch (error) {
      lost(checked, error);
    }
  }

  /** @param which null: one that never listened */
  function lost(which: Client | null, error: unknown): void {
    if (isClosed || which !== client) {
      if (which !== null) abandon(which);
      return;
    }
    clearTimeout(timer);
    if (client !== null) abandon(client);
    client = null;
    if (!isLost) listener.onLost(faultOf(error, where(settings)).message);
    isLost = true;
    timer = setTimeout(() => void open(), pauseMs);
    pauseMs = Math.min(pauseMs * 2, longestPauseMs);
  }

  void open();
  return {
    isListening: () => client !== null,
    close: () => {
      isClosed = true;
      clearTimeout(timer);
      if (client !== null) abandon(client);
      client = null;
    },
  };
}

function where({ hosts }: PostgresSettings): string {
  return hosts.map(({ host, port }) => `${host}:${port}`).join(',');
}
