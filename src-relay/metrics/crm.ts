import { Counter, Gauge, Histogram, type Registry } from 'prom-client';
import { CRM_TROUBLES } from '../crm/contract.ts';
import type { AskWatch } from '../crm/asking/asker.ts';
import type { CrmState } from '../crm/asking/connected.ts';

/** What is counted of the requests to the CRM. */
export interface CrmMetrics extends Pick<AskWatch, 'answered' | 'failed'> {
  /** Shows how the connection is when somebody looks; once. */
  gauges(state: () => CrmState): void;
}

const SECONDS = [0.05, 0.1, 0.15, 0.2, 0.3, 0.5, 0.75, 1, 2, 3, 5, 10];

export function crmMetrics(registry: Registry): CrmMetrics {
  const registers = [registry];
  const requests = new Counter({
    name: 'ringside_crm_requests_total',
    help: 'Requests to the CRM that were sent, by what was read and whether it answered.',
    labelNames: ['read', 'outcome'],
    registers,
  });
  const failures = new Counter({
    name: 'ringside_crm_failures_total',
    help: 'Questions to the CRM without an answer, by why, those included that were not sent: budget, deadline or breaker.',
    labelNames: ['trouble'],
    registers,
  });
  for (const trouble of CRM_TROUBLES) failures.inc({ trouble }, 0);
  const seconds = new Histogram({
    name: 'ringside_crm_request_seconds',
    help: 'From a request to the CRM to the end of its answer, or until it was given up.',
    buckets: SECONDS,
    registers,
  });
  return {
    answered: (read, ms) => {
      requests.inc({ read, outcome: 'answered' });
      seconds.observe(ms / 1000);
    },
    failed: (read, { trouble }, ms) => {
      failures.inc({ trouble });
      if (ms === null) return;
      requests.inc({ read, outcome: 'failed' });
      seconds.observe(ms / 1000);
    },
    gauges: (state) => {
      const inUse: Gauge = new Gauge({
        name: 'ringside_crm_in_use',
        help: 'Whether the CRM is asked for records: 1 or 0. `ringside-relay crm status` says why not.',
        registers,
        collect: () => inUse.set(Number(state().standing === 'in-use')),
      });
      const breaker: Gauge = new Gauge({
        name: 'ringside_crm_breaker_open',
        help: 'Whether the CRM is left alone because it did not answer: 1 or 0.',
        registers,
        collect: () => breaker.set(Number(state().breaker.isOpen)),
      });
      const left: Gauge<'pot'> = new Gauge({
        name: 'ringside_crm_budget_left_ratio',
        help: 'What is left of each budget for the CRM, 1: all of it; least: of the one that has least.',
        labelNames: ['pot'],
        registers,
        collect: () => {
          const { budget } = state();
          left.reset();
          for (const { pot, left: units, of } of budget) left.set({ pot }, units / of);
          left.set({ pot: 'least' }, Math.min(1, ...budget.map(({ left: units, of }) => units / of)));
        },
      });
    },
  };
}
