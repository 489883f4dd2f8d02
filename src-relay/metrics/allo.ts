import { LOOKUP_RESULTS, type LookupResult } from '../recovery/timing.ts';
import type { Recoveries } from '../recovery/schedule.ts';
import type { WebhookOutcome } from '../journal/commands.ts';
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

/** What is counted of the ends of calls that no webhook told. */
export interface RecoveryMetrics {
  looked(result: LookupResult): void;
  filled(outcome: WebhookOutcome): void;
  gauges(recoveries: Pick<Recoveries, 'trouble'>): void;
}

export function recoveryMetrics(registry: Registry): RecoveryMetrics {
  const registers = [registry];
  const lookups = new Counter({
    name: 'ringside_lookups_total',
    help: 'Calls without an end that were looked up in Allo, by what it said: filled, open (not over there), absent.',
    labelNames: ['result'],
    registers,
  });
  for (const result of LOOKUP_RESULTS) lookups.inc({ result }, 0);
  const recovered = new Counter({
    name: 'ringside_recovered_total',
    help: "Completions that were read out of Allo's API, by what became of them; duplicate: a webhook was faster.",
    labelNames: ['outcome'],
    registers,
  });
  for (const outcome of ['accepted', 'duplicate', 'dropped', 'quarantined']) recovered.inc({ outcome }, 0);
  return {
    looked: (result) => lookups.inc({ result }),
    filled: ({ status }) => recovered.inc({ outcome: status }),
    gauges: ({ trouble }) => {
      const failing: Gauge = new Gauge({
        name: 'ringside_recovery_failing',
        help: 'Whether Allo cannot be asked for lost ends of calls: 1 or 0. `ringside-relay doctor` says why.',
        registers,
        collect: () => failing.set(Number(trouble() !== null)),
      });
    },
  };
}
