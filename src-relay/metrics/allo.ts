import { Counter, Gauge, type Registry } from 'prom-client';
import type { DirectoryChanges } from '../allo-sync/changes.ts';
import { SYNC_RESULTS, type SyncResult, type Syncs } from '../allo-sync/schedule.ts';

/** What is counted of the syncs with Allo's directory. */
export interface SyncMetrics {
  done(result: SyncResult): void;
  changed(changes: DirectoryChanges): void;
  /** Shows how it stands when somebody looks; once. */
  gauges(syncs: Pick<Syncs, 'troubles' | 'wholeAt'>): void;
}

const COUNTED = ['added', 'renamed', 'aliases', 'blocked', 'unblocked', 'lines', 'answers'] as const;

export function syncMetrics(registry: Registry): SyncMetrics {
  const registers = [registry];
  const syncs = new Counter({
    name: 'ringside_syncs_total',
    help: "Readings of Allo's directory, by what came of them; partly: something could not be had, or was not believed.",
    labelNames: ['result'],
    registers,
  });
  for (const result of SYNC_RESULTS) syncs.inc({ result }, 0);
  const changes = new Counter({
    name: 'ringside_sync_changes_total',
    help: "What readings of Allo's directory changed here.",
    labelNames: ['what'],
    registers,
  });
  for (const what of COUNTED) changes.inc({ what }, 0);
  return {
    done: (result) => syncs.inc({ result }),
    changed: (found) => {
      for (const what of COUNTED) changes.inc({ what }, found[what].length);
    },
    gauges: ({ troubles, wholeAt }) => {
      const failing: Gauge = new Gauge({
        name: 'ringside_sync_failing',
        help: "Whether the last reading of Allo's directory had trouble: 1 or 0. `ringside-relay doctor` says which.",
        registers,
        collect: () => failing.set(Number((troubles() ?? []).length > 0)),
      });
      const last: Gauge = new Gauge({
        name: 'ringside_last_sync_timestamp_seconds',
        help: "When Allo's directory was last read without trouble, in seconds since 1970; 0: not since the start.",
        registers,
        collect: () => last.set((wholeAt() ?? 0) / 1000),
      });
    },
  };
}
