import type { WebSocket } from 'ws';

/** Pings are spread over this many turns, so that ten thousand do not go out at once. */
const TURNS = 4;

export interface Heartbeat {
  /** Watches a socket; returns the unsubscribe. */
  watch(socket: WebSocket): () => void;
  stop(): void;
}

/**
 * Pings every socket and ends those that were silent too long: TCP alone does not notice a peer that is gone. Silence is
 * counted in turns of ours, so that a process that stood still takes nobody's answers that wait meanwhile for silence.
 */
export function startHeartbeat(pingEveryMs: number, deadAfterMs: number): Heartbeat {
  const turnMs = pingEveryMs / TURNS;
  const deadAfterTurns = deadAfterMs / turnMs;
  const heardAt = new Map<WebSocket, number>();
  const turns = Array.from({ length: TURNS }, () => new Set<WebSocket>());
  let turn = 0;
  let next = 0;
  const timer = setInterval(() => {
    for (const [socket, at] of heardAt) if (turn - at > deadAfterTurns) socket.terminate();
    for (const socket of turns[turn % TURNS] ?? []) if (socket.readyState === socket.OPEN) socket.ping();
    turn += 1;
  }, turnMs);
  return {
    watch: (socket) => {
      const own = turns[next++ % TURNS];
      const heard = (): void => void heardAt.set(socket, turn);
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
