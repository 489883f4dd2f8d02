import type { Ack } from '../agents/devices.ts';
import type { DeviceId } from '../sql/ids.ts';

/** Gathers acks and hands them on at most once per `everyMs`: losing some only means a longer replay. */
export interface AckGathering {
  heard(device: DeviceId, seq: number): void;
  /** Hands on what is gathered, and stops. */
  stop(): Promise<void>;
}

export function gatherAcks(everyMs: number, store: (acks: readonly Ack[]) => Promise<unknown>): AckGathering {
  let gathered = new Map<DeviceId, number>();
  async function flush(): Promise<void> {
    if (gathered.size === 0) return;
    const acks = [...gathered].map(([device, seq]) => ({ device, seq }));
    gathered = new Map();
    await store(acks).catch(() => undefined);
  }
  const timer = setInterval(() => void flush(), everyMs);
  return {
    heard: (device, seq) => void gathered.set(device, Math.max(seq, gathered.get(device) ?? 0)),
    stop: () => {
      clearInterval(timer);
      return flush();
    },
  };
}
