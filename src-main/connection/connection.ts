import type { AgentEmail, CallKey, Epoch } from '../../src-shared/brand.ts';
import type { LinkState, LinkWhy } from '../../src-shared/link/link-state.ts';
import type { LinkTrouble } from '../../src-shared/link/trouble.ts';
import {
  CAN,
  DEAD_AFTER_MS,
  journalOf,
  readRelayFrame,
  type Ability,
  type AppFrame,
  type RelayFrame,
} from '../../src-shared/wire/protocol.ts';
import type { Log } from '../log/log.ts';
import type { Reach } from '../network/reach.ts';
import { startAttempt, type Attempt } from './attempt.ts';
import { backoffMs, STABLE_AFTER_MS } from './backoff.ts';
import { failed, type Failure } from '../network/failure.ts';
import { createGapGuard } from './gap-guard.ts';

/** From the first look at the proxies to an open socket. */
const OPEN_WITHIN_MS = 15_000;

export interface Cursor {
  readonly epoch: Epoch | null;
  readonly after: number;
}

export interface ConnectionOptions {
  /** https, or http on this machine: see `readRelayAddress`. */
  readonly relay: URL;
  readonly token: string;
  /** The journal that gave the token, when it said its name. */
  readonly journal: string | null;
  /** Opens the way there. */
  readonly reach: Reach;
  /** Whether this computer is in any network at all. */
  readonly isOnline: () => boolean;
  /** Where to resume, asked at every connect. */
  readonly cursor: () => Cursor;
  /** Reads what the relay says; null when it is no frame we know. */
  readonly read?: (text: string) => RelayFrame | null;
  /** Every frame of the relay, in order. */
  readonly onFrame: (frame: RelayFrame) => void;
  /** Called on every change of state. */
  readonly onState: (state: LinkState) => void;
  readonly log: Log;
  /** Evenly spread in [0, 1). */
  readonly random?: () => number;
  /** How long silence may last; the protocol's 25 s unless a test is in a hurry. */
  readonly deadAfterMs?: number;
}

export interface Connection {
  /** Everything up to `seq` of this epoch is on disk. Not sent when the relay counts in another epoch by now. */
  ack(epoch: Epoch, seq: number): void;
  /** Says "I'm on it". @returns false when there is no live connection to say it on */
  claim(call: CallKey): boolean;
  /** Takes that back. @returns false when there is no live connection to a relay that understands it */
  release(call: CallKey): boolean;
  /** Gives up the socket, whatever it says of itself, and connects at once. */
  reconnectNow(): void;
  /** Gives up the socket for this trouble, and comes back after a while. */
  backOff(trouble: LinkTrouble): void;
  stop(): void;
}

/**
 * Keeps a connection to the relay for ever, until it is stopped or the relay proves that it revoked the token.
 * Promises: frames come in order and only from the current socket; a link that is silent for 25 s is given up.
 * The socket's own `readyState` is never trusted: after sleep it says OPEN on a dead link.
 */
export function connect(options: ConnectionOptions): Connection {
  const { relay, token, reach, isOnline, log, read = readRelayFrame } = options;
  const { random = Math.random, deadAfterMs = DEAD_AFTER_MS } = options;
  const gaps = createGapGuard();
  let current: Attempt | null = null;
  let watchdog: NodeJS.Timeout | undefined;
  let retry: NodeJS.Timeout | undefined;
  let tries = 0;
  let liveSince: number | null = null;
  let lostAt: number | null = null;
  let why: LinkWhy | null = null;
  let epoch: Epoch | null = null;
  /** The last one that the relay has named since the start. */
  let welcomed: Epoch | null = null;
  let agent: AgentEmail | null = null;
  let can: readonly Ability[] = [];
  let stopped = false;

  function open(): void {
    clearTimeout(retry);
    watch(OPEN_WITHIN_MS, 'timed-out');
    current = startAttempt({
      relay,
      token,
      reach,
      isOnline,
      isOurs,
      onOpen: greet,
      onAlive: alive,
      onText: receive,
      onFailure: lost,
    });
  }

  function greet(): void {
    alive();
    const { epoch: known, after } = options.cursor();
    gaps.start(known, after);
    send({ type: 'resume', epoch: known, after, can: [...CAN] });
  }

  function receive(text: string): void {
    const frame = read(text);
    if (frame === null) {
      log.warn('a frame that cannot be read was skipped');
      return;
    }
    if (frame.type === 'welcome') {
      ({ epoch, agent } = frame);
      can = frame.can ?? [];
      welcomed = epoch;
    }
    const verdict = gaps.check(frame);
    if (verdict === 'gap') {
      lost(failed('dropped', 'gap'));
      return;
    }
    if (verdict === 'stale') return;
    options.onFrame(frame);
    if (frame.type === 'live' && agent !== null && current !== null) {
      liveSince = performance.now();
      lostAt = null;
      why = null;
      options.onState({ kind: 'live', agent, relay: relay.host });
    }
  }

  /** A journal that this computer was paired with, or has resumed from. */
  function isOurs(journal: string): boolean {
    const resumed = [options.cursor().epoch, welcomed];
    return journal === options.journal || resumed.some((of) => of !== null && journalOf(of) === journal);
  }

  function lost({ trouble, code, again, notBeforeMs }: Failure): void {
    if (again === 'never') {
      revoked();
      return;
    }
    if (liveSince !== null && performance.now() - liveSince >= STABLE_AFTER_MS) tries = 0;
    const wait = notBeforeMs + backoffMs(tries, random, again);
    log.info('link lost', { trouble, code, tries, wait });
    tries += 1;
    why = { trouble, code };
    giveUp();
    retry = setTimeout(open, wait);
  }

  function giveUp(): void {
    clearTimeout(watchdog);
    clearTimeout(retry);
    current?.giveUp();
    current = null;
    liveSince = null;
    epoch = null;
    if (stopped) return;
    lostAt ??= Date.now();
    options.onState({ kind: 'reconnecting', since: lostAt, relay: relay.host, why });
  }

  function revoked(): void {
    log.warn('the relay no longer knows this device');
    stopped = true;
    giveUp();
    options.onState({ kind: 'revoked', relay: relay.host });
  }

  function alive(): void {
    watch(deadAfterMs, 'silent');
  }

  function watch(withinMs: number, trouble: LinkTrouble): void {
    clearTimeout(watchdog);
    watchdog = setTimeout(() => lost(failed(trouble, 'timer')), withinMs);
  }

  function send(frame: AppFrame): void {
    current?.send(JSON.stringify(frame));
  }

  options.onState({ kind: 'connecting' });
  open();
  return {
    ack(ofEpoch, seq) {
      if (epoch === ofEpoch) send({ type: 'ack', seq });
    },
    claim(call) {
      if (liveSince === null) return false;
      send({ type: 'claim', call });
      return true;
    },
    release(call) {
      if (liveSince === null || !can.includes('release')) return false;
      send({ type: 'release', call });
      return true;
    },
    reconnectNow() {
      if (stopped) return;
      log.info('connecting anew at once');
      tries = 0;
      giveUp();
      open();
    },
    backOff(trouble) {
      if (!stopped) lost(failed(trouble, 'held'));
    },
    stop() {
      stopped = true;
      giveUp();
    },
  };
}
