import { useEffect, useState } from 'react';
import { ACTIVITY_KEPT, type ActivityEntry } from '../../../src-shared/activity/activity.ts';
import { useSurroundings } from '../../bridge/Surroundings.tsx';

/** The newest entries, newest first, as they come; null until main has answered. */
export function useActivity(): readonly ActivityEntry[] | null {
  const { bridge } = useSurroundings();
  const [entries, setEntries] = useState<readonly ActivityEntry[] | null>(null);
  useEffect(() => {
    const stop = bridge.on('activity:added', (entry) => setEntries((known) => joined([entry], known ?? [])));
    bridge
      .request('activity:ready')
      .then((first) => setEntries((known) => joined(known ?? [], first)))
      .catch((error: unknown) => reportError(error));
    return stop;
  }, [bridge]);
  return entries;
}

/** One list of both, newest first: what was told twice is listed once, as it was told last. */
function joined(newer: readonly ActivityEntry[], older: readonly ActivityEntry[]): readonly ActivityEntry[] {
  const byId = new Map([...older, ...newer].map((entry) => [entry.id, entry]));
  return [...byId.values()].toSorted((a, b) => b.id - a.id).slice(0, ACTIVITY_KEPT);
}
