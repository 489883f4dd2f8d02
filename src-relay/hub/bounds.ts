import {
  DEAD_AFTER_MS,
  MAX_BUFFERED_BYTES,
  MAX_SOCKETS_PER_DEVICE,
  PING_EVERY_MS,
  RESUME_WITHIN_MS,
} from '../../src-shared/wire/protocol.ts';

/** The hub's bounds. The protocol fixes the first four; tests that wait for them pass shorter ones. */
export interface HubBounds {
  readonly pingEveryMs: number;
  readonly deadAfterMs: number;
  readonly resumeWithinMs: number;
  readonly maxBufferedBytes: number;
  /** A replay waits while more than this is unsent. */
  readonly replayBufferedBytes: number;
  /** Replays of all devices together hold the event loop for so long at most, in ms. */
  readonly replayStretchMs: number;
  /** Of one device: an app has one, and for a moment the one that it lost. The oldest goes. */
  readonly maxSocketsPerDevice: number;
  /** Acks are remembered this late at most. */
  readonly ackFlushMs: number;
  /** How late a change made by another process (a revoked device, say) is noticed. */
  readonly directoryPollMs: number;
  /** How long a socket has to close when the relay stops. */
  readonly closeGraceMs: number;
}

export const HUB_BOUNDS: HubBounds = {
  pingEveryMs: PING_EVERY_MS,
  deadAfterMs: DEAD_AFTER_MS,
  resumeWithinMs: RESUME_WITHIN_MS,
  maxBufferedBytes: MAX_BUFFERED_BYTES,
  replayBufferedBytes: MAX_BUFFERED_BYTES / 4,
  replayStretchMs: 5,
  maxSocketsPerDevice: MAX_SOCKETS_PER_DEVICE,
  ackFlushMs: 1000,
  directoryPollMs: 250,
  closeGraceMs: 1000,
};
