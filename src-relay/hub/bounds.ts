import {
  DEAD_AFTER_MS,
  MAX_BUFFERED_BYTES,
  MAX_SOCKETS_PER_DEVICE,
  PING_EVERY_MS,
  RESUME_WITHIN_MS,
} from '../../src-shared/wire/protocol.ts';
import type { DeviceRates } from './device-budgets.ts';

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
  /** What one device may send and ask for. */
  readonly device: DeviceRates;
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
  // An app sends an ack for each write of its book, and a claim when somebody clicks.
  device: {
    frames: { atOnce: 2000, perSecond: 1000 },
    writes: { atOnce: 30, perSecond: 2 },
    upgrades: { atOnce: 200, perSecond: 10 },
  },
  ackFlushMs: 1000,
  directoryPollMs: 250,
  closeGraceMs: 1000,
};
