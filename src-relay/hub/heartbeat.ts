import type { WebSocket } from 'ws';

/** Pings are spread over this many turns, so that ten thousand do not go out at once. */
const TURNS = 4;

export interface Heartbeat {
  watch(socket: WebSocket): Watched;
  stop(): void;
}

export interface Watched {
  /** A big frame is on its way: behind it pings, and so their answers, come late. */
  sent(bytes: number): void;
  unwatch(): void;
}

export interface HeartbeatBounds {
  readonly pingEveryMs: number;
  readonly deadAfterMs: number;
  /** So much of a big frame every line takes within `deadAfterMs`. */
  readonly bytesMeanwhile: number;
}

/**
 * Pings every socket and ends those that were silent too long: TCP alone does not notice a peer that is gone. Silence is
 * counted in turns of ours, so that a process that stood still takes nobody's answers that wait meanwhile for silence.
 */
export function startHeartbeat({ pingEveryMs, deadAfterMs, bytesMeanwhile }: HeartbeatBounds): Heartbeat {
  const turnMs = pingEveryMs / TURNS;
  const deadAfterTurns = deadAfterMs / turnMs;
  /** The turn from which silence counts: in the future while a big frame is on its way. */
  const silentFrom = new Map<WebSocket, number>();
  const turns = Array.from({ length: TURNS }, () => new Set<WebSocket>());
  let turn = 0;
  let next = 0;
  const timer = setInterval(() => {
    for (const [socket, from] of silentFrom) if (turn - from > deadAfterTurns) socket.terminate();
    for (const socket of turns[turn % TURNS] ?? []) if (socket.readyState === socket.OPEN) socket.ping();
    turn += 1;
  }, turnMs);
  return {
    watch: (socket) => {
      const own = turns[next++ % TURNS];
      const from = (): number => Math.max(silentFrom.get(socket) ?? turn, turn);
      const heard = (): void => void silentFrom.set(socket, from());
      own?.add(socket);
      heard();
      socket.on('pong', heard).on('ping', heard).on('message', heard);
      return {
        sent: (bytes) => void silentFrom.set(socket, from() + (bytes / bytesMeanwhile) * deadAfterTurns),
        unwatch: () => {
          own?.delete(socket);
          silentFrom.delete(socket);
          socket.off('pong', heard).off('ping', heard).off('message', heard);
        },
      };
    },
    stop: () => clearInterval(timer),
  };
}
