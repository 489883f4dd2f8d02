import type { WebSocket } from 'ws';

/** Pings are spread over this many turns, so that ten thousand do not go out at once. */
const TURNS = 4;

export interface Heartbeat {
  /** Watches a socket; returns the unsubscribe. */
  watch(socket: WebSocket): () => void;
  stop(): void;
}

/**
 * Pings every socket and ends those that were silent too long: TCP alone does not notice a peer that is gone.
 * `elapsed` is a clock that never jumps: the wall clock may.
 */
export function startHeartbeat(pingEveryMs: number, deadAfterMs: number, elapsed: () => number): Heartbeat {
  const heardAt = new Map<WebSocket, number>();
  const turns = Array.from({ length: TURNS }, () => new Set<WebSocket>());
  let turn = 0;
  let next = 0;
  const timer = setInterval(() => {
    const silentSince = elapsed() - deadAfterMs;
    for (const [socket, at] of heardAt) if (at < silentSince) socket.terminate();
    for (const socket of turns[turn] ?? []) if (socket.readyState === socket.OPEN) socket.ping();
    turn = (turn + 1) % TURNS;
  }, pingEveryMs / TURNS);
  return {
    watch: (socket) => {
      const own = turns[next++ % TURNS];
      const heard = (): void => void heardAt.set(socket, elapsed());
      own?.add(socket);
      heard();
      socket.on('pong', heard).on('ping', heard).on('message', heard);
      return () => {
        own?.delete(socket);
        heardAt.delete(socket);
        socket.off('pong', heard).off('ping', heard).off('message', heard);
      };
    },
    stop: () => clearInterval(timer),
  };
}
