import { WebSocket } from 'ws';
import type { AgentEmail, CallKey, Epoch } from '../../src-shared/brand.ts';
import { MAX_TAKEN_FRAME_BYTES } from '../../src-shared/limits/limits.ts';
import type { LinkState } from '../../src-shared/ipc/contract.ts';
import {
  CLOSE,
  DEAD_AFTER_MS,
  readRelayFrame,
  SUBPROTOCOL,
  type AppFrame,
  type RelayFrame,
} from '../../src-shared/wire/protocol.ts';
import type { Log } from '../log.ts';
import { backoffMs, STABLE_AFTER_MS } from './backoff.ts';
import { createGapGuard } from './gap-guard.ts';
import { agentSocketUrl } from '../../src-shared/wire/relay-address.ts';

const HANDSHAKE_WITHIN_MS = 10_000;

export interface Cursor {
  readonly epoch: Epoch | null;
  readonly after: number;
}

export interface ConnectionOptions {
  /** https, or http on this machine: see `readRelayAddress`. */
  readonly relay: URL;
  readonly token: string;
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
  /** Says "I've got it". @returns false when there is no live connection to say it on */
  claim(call: CallKey): boolean;
  /** Gives up the socket, whatever it says of itself, and connects at once. */
  reconnectNow(): void;
  stop(): void;
}

/**
 * Keeps a connection to the relay for ever, until it is stopped or the relay says that the token was revoked.
 * Promises: frames come in order and only from the current socket; a link that is silent for 25 s is given up.
 * The socket's own `readyState` is never trusted: after sleep it says OPEN on a dead link.
 */
export function connect(options: ConnectionOptions): Connection {
  const { relay, log, read = readRelayFrame, random = Math.random, deadAfterMs = DEAD_AFTER_MS } = options;
  const gaps = createGapGuard();
  let socket: WebSocket | null = null;
  let watchdog: NodeJS.Timeout | undefined;
  let retry: NodeJS.Timeout | undefined;
  let attempt = 0;
  let liveSince: number | null = null;
  let lostAt: number | null = null;
  let epoch: Epoch | null = null;
  let agent: AgentEmail | null = null;
  let stopped = false;

  function open(): void {
    clearTimeout(retry);
    const fresh = new WebSocket(agentSocketUrl(relay), SUBPROTOCOL, {
      headers: { authorization: `Bearer ${options.token}` },
      handshakeTimeout: HANDSHAKE_WITHIN_MS,
      maxPayload: MAX_TAKEN_FRAME_BYTES,
      perMessageDeflate: false,
    });
    socket = fresh;
    const ifCurrent =
      <A extends unknown[]>(listener: (...args: A) => void) =>
      (...args: A) => {
        if (socket === fresh) listener(...args);
      };
    fresh.on('open', ifCurrent(greet));
    fresh.on('ping', ifCurrent(feedWatchdog));
    fresh.on(
      'message',
      ifCurrent((data) => receive(String(data))),
    );
    fresh.on(
      'unexpected-response',
      ifCurrent((_, response) => refused(response.statusCode ?? 0)),
    );
    fresh.on(
      'close',
      ifCurrent((code) => (code === CLOSE.revoked ? revoked() : lost(`closed ${code}`))),
    );
    // Without a listener an error of a socket that was given up would end the process.
    fresh.on(
      'error',
      ifCurrent((error: NodeJS.ErrnoException) => lost(error.code ?? error.name)),
    );
  }

  function greet(): void {
    feedWatchdog();
    const { epoch: known, after } = options.cursor();
    gaps.start(known, after);
    send({ type: 'resume', epoch: known, after });
  }

  function receive(text: string): void {
    feedWatchdog();
    const frame = read(text);
    if (frame === null) {
      log.warn('a frame that cannot be read was skipped');
      return;
    }
    if (frame.type === 'welcome') ({ epoch, agent } = frame);
    const verdict = gaps.check(frame);
    if (verdict === 'gap') {
      lost('gap in the sequence');
      return;
    }
    if (verdict === 'stale') return;
    options.onFrame(frame);
    if (frame.type === 'live' && agent !== null) {
      liveSince = performance.now();
      lostAt = null;
      options.onState({ kind: 'live', agent, relay: relay.host });
    }
  }

  function refused(status: number): void {
    if (status === 401) revoked();
    else lost(`refused ${status}`);
  }

  function lost(why: string): void {
    if (liveSince !== null && performance.now() - liveSince >= STABLE_AFTER_MS) attempt = 0;
    const wait = backoffMs(attempt, random);
    log.info('link lost', { why, attempt, wait });
    attempt += 1;
    giveUp();
    retry = setTimeout(open, wait);
  }

  function giveUp(): void {
    clearTimeout(watchdog);
    clearTimeout(retry);
    const dead = socket;
    socket = null;
    liveSince = null;
    epoch = null;
    dead?.terminate();
    if (stopped) return;
    lostAt ??= Date.now();
    options.onState({ kind: 'reconnecting', since: lostAt, relay: relay.host });
  }

  function revoked(): void {
    log.warn('the relay no longer knows this device');
    stopped = true;
    giveUp();
    options.onState({ kind: 'revoked', relay: relay.host });
  }

  function feedWatchdog(): void {
    clearTimeout(watchdog);
    watchdog = setTimeout(() => lost('silence'), deadAfterMs);
  }

  function send(frame: AppFrame): void {
    socket?.send(JSON.stringify(frame));
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
    reconnectNow() {
      if (stopped) return;
      log.info('connecting anew at once');
      attempt = 0;
      giveUp();
      open();
    },
    stop() {
      stopped = true;
      giveUp();
    },
  };
}
