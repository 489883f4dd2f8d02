import { unwatchFile, watchFile } from 'node:fs';
import type { Log } from '../log/log.ts';
import { LINUX_POLICY } from './linux.ts';
import type { ManagedReading } from './managed-policy.ts';

const HOUR_MS = 3_600_000;
/** One look at a file's date takes a few millionths of a second. */
const LINUX_EVERY_MS = 5_000;

/** What the admin of this computer has decided, as it is read now. */
export interface ManagedStore {
  get(): ManagedReading;
  /** Reads it again. */
  look(): void;
  /** @returns the unsubscribe */
  onChange(listener: () => void): () => void;
}

export function createManagedStore(first: ManagedReading, read: () => ManagedReading): ManagedStore {
  let reading = first;
  const listeners = new Set<() => void>();
  return {
    get: () => reading,
    look() {
      const now = read();
      if (JSON.stringify(now) === JSON.stringify(reading)) return;
      reading = now;
      for (const listener of listeners) listener();
    },
    onChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

/** Says in the log what of it is not taken, now and after each change. @returns the unsubscribe */
export function logManaged({ get, onChange }: ManagedStore, log: Log): () => void {
  const say = (): void => {
    const { isManaged, policy, problems } = get();
    if (isManaged)
      log.info('this computer is managed', { pairing: policy.pairing.by, updates: policy.updates });
    for (const problem of problems)
      log.warn('of this computer’s policy something is not taken', {
        kind: problem.kind,
        name: 'name' in problem ? problem.name : null,
      });
  };
  say();
  return onChange(say);
}

/** Reads it again when it may have changed: on Linux within seconds, everywhere each hour. @returns ends that */
export function followManaged(
  { look }: ManagedStore,
  platform: NodeJS.Platform = process.platform,
): () => void {
  const hourly = setInterval(look, HOUR_MS).unref();
  if (platform !== 'linux') return () => clearInterval(hourly);
  watchFile(LINUX_POLICY, { interval: LINUX_EVERY_MS, persistent: false }, look);
  return () => {
    clearInterval(hourly);
    unwatchFile(LINUX_POLICY, look);
  };
}
