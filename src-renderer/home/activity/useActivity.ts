import { useEffect, useState } from 'react';
import { ACTIVITY_KEPT, type ActivityEntry } from '../../../src-shared/activity/activity.ts';
import { useSurroundings } from '../../bridge/Surroundings.tsx';

export interface Entries {
  /** Newest first; null: main has not answered. */
  readonly entries: readonly ActivityEntry[] | null;
  /** Asks again; null: it has not failed. */
  readonly retry: (() => void) | null;
}

/** The newest entries, as they come. */
export function useActivity(): Entries {
  const { bridge } = useSurroundings();
  const [entries, setEntries] = useState<readonly ActivityEntry[] | null>(null);
  const [retry, setRetry] = useState<(() => void) | null>(null);
  useEffect(() => {
    const load = async () => {
      try {
        const first = await bridge.request('activity:ready');
        setEntries((known) => joined(known ?? [], first));
        setRetry(null);
      } catch (error) {
        setRetry(() => () => void load());
        reportError(error);
      }
    };
    const stops = [
      bridge.on('activity:added', (entry) => setEntries((known) => joined([entry], known ?? []))),
      bridge.on('activity:changed', (all) => setEntries(all)),
    ];
    void load();
    return () => stops.forEach((stop) => stop());
  }, [bridge]);
  return { entries, retry };
}

/** One list of both, newest first: what was told twice is listed once, as it was told last. */
function joined(newer: readonly ActivityEntry[], older: readonly ActivityEntry[]): readonly ActivityEntry[] {
  const byId = new Map([...older, ...newer].map((entry) => [entry.id, entry]));
  return [...byId.values()].toSorted((a, b) => b.id - a.id).slice(0, ACTIVITY_KEPT);
}
