import type { WebSocket } from 'ws';
import { MAX_EVENT_FRAME_BYTES } from '../../src-shared/limits/limits.ts';
import type { HubBounds } from './bounds.ts';
import type { EventTail } from './frames.ts';

/** What goes out on one socket, and how much of it the device has not taken yet. */
export interface Outlet {
  send(frame: string): void;
  /** For a replay. Null when there is room for more, else resolves when the frame has left, or never will. */
  sendWithBackpressure(frame: string): Promise<void> | null;
  /** An event is about to be sent: one that is big by itself counts for no slowness, and pings wait behind it. */
  makeRoomFor(tail: EventTail, how: 'live' | 'replay'): void;
  /** More waits than a replay leaves behind itself. */
  isFull(): boolean;
  /**
   * The device does not read what it is sent. One big event alone is no slowness, nor what a replay waits with.
   * @param isReplaying events out of the journal are being sent
   */
  isTooSlow(isReplaying: boolean): boolean;
}

/** @param onBig an event of so many bytes is sent that pings wait behind */
export function socketOutlet(
  socket: WebSocket,
  bounds: Pick<HubBounds, 'maxBufferedBytes' | 'replayBufferedBytes'>,
  onBig: (bytes: number) => void,
): Outlet {
  /** The biggest event that may still wait to be sent, live. */
  let bigUnsent = 0;
  const isFull = (): boolean => socket.bufferedAmount > bounds.replayBufferedBytes;
  return {
    send: (frame) => socket.send(frame),
    sendWithBackpressure: (frame) => {
      const left = new Promise<void>((resolve) => socket.send(frame, () => resolve()));
      return isFull() ? left : null;
    },
    makeRoomFor: (tail, how) => {
      if (tail.length <= bounds.replayBufferedBytes) return;
      const bytes = Buffer.byteLength(tail);
      if (how === 'live') bigUnsent = Math.max(bigUnsent, bytes);
      onBig(bytes);
    },
    isFull,
    isTooSlow: (isReplaying) => {
      const unsent = socket.bufferedAmount;
      if (unsent <= bounds.maxBufferedBytes) {
        bigUnsent = 0;
        return false;
      }
      return unsent > bounds.maxBufferedBytes + (isReplaying ? MAX_EVENT_FRAME_BYTES : bigUnsent);
    },
  };
}
