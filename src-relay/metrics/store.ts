import { Counter, Gauge, Histogram, type Registry } from 'prom-client';

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
  readonly pool: () => { most: number; open: number; busy: number; waiting: number };
  readonly isListening: () => boolean;
  readonly hasDuty: () => boolean;
  readonly isReadable: () => boolean;
  readonly relays: () => number;
}

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
  function gauge(name: string, help: string, value: () => number): void {
    const made: Gauge = new Gauge({ name, help, registers, collect: () => made.set(value()) });
  }
  return {
    heard: (afterMs) => lag.observe(Math.max(0, afterMs) / 1000),
    healed: ({ events, claims }) => {
      healed.inc({ what: 'events' }, events);
      healed.inc({ what: 'claims' }, claims);
    },
    gauges: ({ relay, pool, isListening, hasDuty, isReadable, relays }) => {
      const info = new Gauge({
        name: 'ringside_relay_info',
        help: 'PostgreSQL: 1, with the id of this relay, which is new with each start.',
        labelNames: ['relay'],
        registers,
      });
      info.set({ relay }, 1);
      const connections: Gauge<'state'> = new Gauge({
        name: 'ringside_pool_connections',
        help: "PostgreSQL: connections for reading, by state; most: as many as there may be. The writer's are not among them.",
        labelNames: ['state'],
        registers,
        collect: () => {
          const { most, open, busy } = pool();
          connections.set({ state: 'most' }, most);
          connections.set({ state: 'open' }, open);
          connections.set({ state: 'busy' }, busy);
        },
      });
      gauge('ringside_pool_waiting', 'PostgreSQL: reads that wait for a connection.', () => pool().waiting);
      gauge(
        'ringside_journal_readable',
        'PostgreSQL: whether the journal can be read: 1 or 0. While it cannot, devices that need to read wait.',
        () => Number(isReadable()),
      );
      gauge(
        'ringside_listening',
        "PostgreSQL: whether other relays' notifications are heard: 1 or 0. While not, their news is up to a second late.",
        () => Number(isListening()),
      );
      gauge(
        'ringside_duty',
        'PostgreSQL: whether this relay does what one does for all (sweeps, Allo): 1 on one relay, else 0.',
        () => Number(hasDuty()),
      );
      gauge('ringside_relays', 'PostgreSQL: relays that said within 30 s that they are there.', relays);
    },
  };
}
