import { Counter, Gauge, Histogram, type Registry } from 'prom-client';
import { CRM_TROUBLES } from '../crm/contract.ts';
import { CACHE_OUTCOMES, RESOLUTIONS, type RecordsWatch } from '../crm/resolving/watch.ts';

/** What is counted of calls' records in the CRM. */
export interface RecordsMetrics extends RecordsWatch {
  /** Shows how much is under way when somebody looks; once. */
  gauges(underWay: () => number): void;
}

const SECONDS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 0.8, 1, 2, 5, 10];

export function recordsMetrics(registry: Registry): RecordsMetrics {
  const registers = [registry];
  const verdicts = new Counter({
    name: 'ringside_records_total',
    help: 'What the CRM was found to have of a contact: certain, several, none, unknown, or forgotten meanwhile.',
    labelNames: ['verdict'],
    registers,
  });
  for (const verdict of RESOLUTIONS) verdicts.inc({ verdict }, 0);
  const unanswered = new Counter({
    name: 'ringside_records_unanswered_total',
    help: 'Contacts for whom a question was not answered, by why the first was not.',
    labelNames: ['trouble'],
    registers,
  });
  for (const trouble of CRM_TROUBLES) unanswered.inc({ trouble }, 0);
  const cache = new Counter({
    name: 'ringside_records_cache_total',
    help: 'Looks at a call: hit, all was known; stale, it was and is asked for again; miss, nothing was known.',
    labelNames: ['outcome'],
    registers,
  });
  for (const outcome of CACHE_OUTCOMES) cache.inc({ outcome }, 0);
  const seconds = new Histogram({
    name: 'ringside_records_seconds',
    help: "From an event's arrival to the frame with its call's records, by where they were from.",
    labelNames: ['from'],
    buckets: SECONDS,
    registers,
  });
  const dropped = new Counter({
    name: 'ringside_records_dropped_total',
    help: 'Calls that were not looked at because too many waited: their links lead to the search page.',
    registers,
  });
  return {
    looked: (outcome) => cache.inc({ outcome }),
    resolved: (verdict, trouble) => {
      verdicts.inc({ verdict });
      if (trouble !== null) unanswered.inc({ trouble });
    },
    sent: (from, afterMs) => {
      if (afterMs !== null) seconds.observe({ from }, Math.max(0, afterMs) / 1000);
    },
    dropped: () => dropped.inc(),
    gauges: (underWay) => {
      const flights: Gauge = new Gauge({
        name: 'ringside_records_flights',
        help: 'Contacts for whom the CRM is being asked, and calls that wait to be looked at.',
        registers,
        collect: () => flights.set(underWay()),
      });
    },
  };
}
