import { Counter, Gauge, Histogram, type Registry } from 'prom-client';
import type { RelayHere } from '../journal/shared.ts';
import { ASKING_SECRETS } from '../postgres/secret-prints.ts';

/** What is shown of a journal in PostgreSQL, which several relays share. */
export interface StoreMetrics {
  /** A notification of this relay's own came back to it after so long. */
  heard(afterMs: number): void;
  /** So much was found that no notification had told of yet. */
  healed(found: { readonly events: number; readonly claims: number }): void;
  /** Shows how it stands when somebody looks; once. */
  gauges(parts: StoreGauges): void;
}

export interface StoreGauges {
  /** This relay's id. */
  readonly relay: string;
  readonly reading: () => Connections;
  /** Null: nothing was written yet. */
  readonly writing: () => (Connections & { readonly begun: number; readonly committed: number }) | null;
  /** Sessions of any relay that wait for a lock. */
  readonly waitingForLocks: () => Promise<number>;
  readonly isListening: () => boolean;
  readonly hasDuty: () => boolean;
  readonly isReadable: () => boolean;
  readonly relays: () => readonly RelayHere[];
}

export interface Connections {
  readonly most: number;
  readonly open: number;
  readonly busy: number;
  readonly waiting: number;
}

const STATES = ['most', 'open', 'busy', 'waiting'] as const;
const SECONDS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5];

export function storeMetrics(registry: Registry): StoreMetrics {
  const registers = [registry];
  const lag = new Histogram({
    name: 'ringside_notify_seconds',
    help: 'PostgreSQL: from writing that somebody has news, inside the transaction, until this relay hears of it itself.',
    buckets: SECONDS,
    registers,
  });
  const healed = new Counter({
    name: 'ringside_healed_total',
    help: 'PostgreSQL: devices with events, or calls with claims, of which a look at the tables knew before a notification.',
    labelNames: ['what'],
    registers,
  });
  for (const what of ['events', 'claims']) healed.inc({ what }, 0);
  function gauge(name: string, help: string, value: () => number | Promise<number>): void {
    const made: Gauge = new Gauge({ name, help, registers, collect: async () => made.set(await value()) });
  }
  return {
    heard: (afterMs) => lag.observe(Math.max(0, afterMs) / 1000),
    healed: ({ events, claims }) => {
      healed.inc({ what: 'events' }, events);
      healed.inc({ what: 'claims' }, claims);
    },
    gauges: ({ relay, reading, writing, waitingForLocks, isListening, hasDuty, isReadable, relays }) => {
      const info = new Gauge({
        name: 'ringside_relay_info',
        help: 'PostgreSQL: 1, with the id of this relay, which is new with each start.',
        labelNames: ['relay'],
        registers,
      });
      info.set({ relay }, 1);
      const connections: Gauge<'pool' | 'state'> = new Gauge({
        name: 'ringside_pool_connections',
        help: 'PostgreSQL: connections for reading and for writing, by state; most: as many as there may be; waiting: work that has none.',
        labelNames: ['pool', 'state'],
        registers,
        collect: () => {
          for (const [pool, now] of [
            ['reading', reading()],
            ['writing', writing()],
          ] as const)
            for (const state of STATES) connections.set({ pool, state }, now?.[state] ?? 0);
        },
      });
      let told = { committed: 0, again: 0 };
      const transactions: Counter<'outcome'> = new Counter({
        name: 'ringside_transactions_total',
        help: 'PostgreSQL: transactions of the writer; again: those that met others or failed, most of which were begun again.',
        labelNames: ['outcome'],
        registers,
        collect: () => {
          const { begun, committed } = writing() ?? { begun: 0, committed: 0 };
          // Another writer counts from its start.
          if (committed < told.committed) told = { committed: 0, again: 0 };
          // Those under way count as begun: as few as there are connections.
          const again = Math.max(told.again, begun - committed);
          transactions.inc({ outcome: 'committed' }, committed - told.committed);
          transactions.inc({ outcome: 'again' }, again - told.again);
          told = { committed, again };
        },
      });
      gauge(
        'ringside_lock_waits',
        'PostgreSQL: sessions of all relays that wait for a lock at this moment.',
        waitingForLocks,
      );
      gauge(
        'ringside_journal_readable',
        'PostgreSQL: whether the journal can be read: 1 or 0. While it cannot, devices that need to read wait.',
        () => Number(isReadable()),
      );
      gauge(
        'ringside_listening',
        "PostgreSQL: whether other relays' notifications are heard: 1 or 0. While not, their news is up to two seconds late.",
        () => Number(isListening()),
      );
      gauge(
        'ringside_duty',
        'PostgreSQL: whether this relay does what one does for all (sweeps, Allo): 1 on one relay, else 0.',
        () => Number(hasDuty()),
      );
      gauge(
        'ringside_relays',
        'PostgreSQL: relays that said within 30 s that they are there.',
        () => relays().length,
      );
      differences(registers, relays);
    },
  };
}

function differences(registers: Registry[], relays: () => readonly RelayHere[]): void {
  const differing: Gauge<'what'> = new Gauge({
    name: 'ringside_relays_differing',
    help: "PostgreSQL: other relays whose config or secret of that name is not this one's.",
    labelNames: ['what'],
    registers,
    collect: () => {
      const all = relays();
      differing.set({ what: 'config' }, all.filter(({ sameConfig }) => !sameConfig).length);
      differing.set({ what: 'webhook-secrets' }, all.filter(({ sameSecrets }) => !sameSecrets).length);
      for (const what of ASKING_SECRETS)
        differing.set({ what }, all.filter(({ differingSecrets: names }) => names.includes(what)).length);
    },
  });
}
