import type { WebSocket } from 'ws';
import type { Allowance } from './allowance.ts';

/** A frame counts once more for each so many bytes. */
const BYTES_PER_FRAME = 1024;

/**
 * Counts every frame of a socket against its device's allowance, and stops reading from the network while more was sent
 * than may be: a device that floods is held up in its own send buffer, and costs nobody else anything. What was read
 * already is heard and owed.
 * @returns stops counting
 */
export function throttle(socket: WebSocket, frames: Allowance, onThrottled: () => void): () => void {
  let timer: NodeJS.Timeout | undefined;

  function count(bytes: number): void {
    const wait = frames.spend(1 + Math.floor(bytes / BYTES_PER_FRAME));
    if (wait === 0 || timer !== undefined) return;
    onThrottled();
    socket.pause();
    timer = setTimeout(goOn, wait);
  }

  /** More may have been owed meanwhile, by this socket or another of the device's. */
  function goOn(): void {
    const wait = frames.spend(0);
    timer = wait > 0 ? setTimeout(goOn, wait) : undefined;
    if (timer === undefined) socket.resume();
  }

  const onMessage = (data: unknown): void => count(Buffer.isBuffer(data) ? data.length : 0);
  const onControl = (): void => count(0);
  socket.on('message', onMessage).on('ping', onControl).on('pong', onControl);
  return () => {
    clearTimeout(timer);
    socket.off('message', onMessage).off('ping', onControl).off('pong', onControl);
  };
}
