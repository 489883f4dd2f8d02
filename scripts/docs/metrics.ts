import { Registry } from 'prom-client';
import { recoveryMetrics, syncMetrics } from '../../src-relay/metrics/allo.ts';
import { crmMetrics } from '../../src-relay/metrics/crm.ts';
import { recordsMetrics } from '../../src-relay/metrics/records.ts';
import { relayMetrics } from '../../src-relay/metrics/metrics.ts';
import { storeMetrics } from '../../src-relay/metrics/store.ts';
import { markdownTable } from './sections.ts';

/** Every metric of the relay's own in a table. */
export async function metricsTable(): Promise<string> {
  const registry = new Registry();
  relayMetrics(registry).gauges({
    loopDelay: () => ({ p50: 0, p99: 0, max: 0 }),
    connected: () => 0,
    clock: { offsetS: () => 0, correctionMs: () => 0 },
    pending: () => 0,
    isWritable: () => true,
    isReady: () => true,
    logLinesLost: () => 0,
    counts: () => Promise.resolve({ agents: 0, devices: 0, quarantined: 0, lastWebhookAt: null, waiting: 0 }),
    journalBytes: () => Promise.resolve(0),
    freeBytes: () => 0,
  });
  const crm = crmMetrics(registry);
  crm.answered('people', 1);
  crm.gauges(() => ({
    standing: 'in-use',
    crm: null,
    title: null,
    account: null,
    secretFrom: null,
    lastAnswerAt: null,
    trouble: null,
    missingRights: [],
    breaker: { isOpen: false, opensInMs: null },
    budget: [{ pot: 'search', left: 1, of: 1 }],
  }));
  const records = recordsMetrics(registry);
  records.sent('crm', 1);
  records.gauges(() => 0);
  storeMetrics(registry).gauges({
    relay: '',
    reading: () => ({ most: 0, open: 0, busy: 0, waiting: 0 }),
    writing: () => null,
    waitingForLocks: () => Promise.resolve(0),
    isListening: () => true,
    hasDuty: () => true,
    isReadable: () => true,
    relays: () => [],
  });
  recoveryMetrics(registry).gauges({ trouble: () => null });
  syncMetrics(registry).gauges({ troubles: () => null, wholeAt: () => null });
  const metrics = await registry.getMetricsAsJSON();
  const rows = metrics.map(({ name, type, help, values }) => {
    const labels = new Set(values.flatMap((value) => Object.keys(value.labels)));
    labels.delete('le');
    return [`\`${name}\``, String(type), [...labels].map((label) => `\`${label}\``).join(' '), help];
  });
  return markdownTable(['metric', 'type', 'labels', 'what it says'], rows.sort());
}
