import { Counter, Histogram, type Registry } from 'prom-client';
import { TOPICS } from '../../src-shared/allo/events.ts';
import { MISS_KINDS, type MissKind } from '../http/misses.ts';
import { joinCounting } from './groups.ts';
import type { Joined } from '../groups/joining.ts';
import { REFUSALS, type RefusalReason } from '../intake/refusals.ts';
import type { WebhookOutcome } from '../journal/commands.ts';
import { showGauges, type Gauges } from './gauges.ts';

/** What the relay counts. Names and units follow https://prometheus.io/docs/practices/naming/ */
export interface Metrics {
  /** @param correctionMs what our clock is corrected by to get the sender's */
  webhook(outcome: WebhookOutcome, correctionMs: number): void;
  refused(status: number, reason: RefusalReason): void;
  committed(commands: number, ms: number): void;
  pushed(afterMs: number): void;
  replayed(events: number): void;
  tooSlow(): void;
  swept(outcome: 'done' | 'failed'): void;
  notAccepted(): void;
  tooMany(what: string): void;
  joined(joined: Joined): void;
  missed(like: MissKind): void;
  /** Shows values that are asked for when somebody looks; once. */
  gauges(gauges: Gauges): void;
  /** Text for `GET /metrics`, and its content type. A metric that cannot be read is missing in it, and told of. */
  expose(): Promise<{ readonly text: string; readonly type: string }>;
}

const SECONDS = [0.0005, 0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10];
const LAG_SECONDS = [0.5, 1, 2, 5, 10, 30, 60, 300, 900, 3600, 36_000];

/** @param unreadable hears of a metric that cannot be read, once until it can be again */
export function relayMetrics(
  registry: Registry,
  unreadable: (metric: string, error: unknown) => void = () => {},
): Metrics {
  const registers = [registry];
  const broken = new Set<string>();
  const webhooks = new Counter({
    name: 'ringside_webhooks_total',
    help: 'Webhooks taken in, by what became of them; dropped: for somebody who was forgotten.',
    labelNames: ['outcome'],
    registers,
  });
  for (const outcome of ['accepted', 'duplicate', 'dropped', 'quarantined']) webhooks.inc({ outcome }, 0);
  const refused = new Counter({
    name: 'ringside_webhooks_refused_total',
    help: 'Webhooks refused, by HTTP status and reason.',
    labelNames: ['status', 'reason'],
    registers,
  });
  for (const [reason, status] of Object.entries(REFUSALS)) refused.inc({ status, reason }, 0);
  const topics = new Counter({
    name: 'ringside_events_total',
    help: 'Accepted events, by topic.',
    labelNames: ['topic'],
    registers,
  });
  for (const topic of TOPICS) topics.inc({ topic }, 0);
  const reduced = new Counter({
    name: 'ringside_events_reduced_total',
    help: 'Events beyond a limit: taken in without what was too much, and kept whole in quarantine.',
    registers,
  });
  const undated = new Counter({
    name: 'ringside_events_undated_total',
    help: "Events whose own time could not be read, by what counts in its place: the envelope's, else their arrival's.",
    labelNames: ['by'],
    registers,
  });
  for (const by of ['envelope', 'arrival']) undated.inc({ by }, 0);
  const unconcerned = new Counter({
    name: 'ringside_events_without_agent_total',
    help: 'Accepted events that concern no agent of this relay.',
    registers,
  });
  const misrouted = new Counter({
    name: 'ringside_events_for_nobody_total',
    help: 'Calls and text messages that reached nobody, although Allo names somebody: `ringside-relay events nobody`.',
    labelNames: ['topic'],
    registers,
  });
  for (const topic of TOPICS) if (/^(?:call|sms)\./.test(topic)) misrouted.inc({ topic }, 0);
  const commit = new Histogram({
    name: 'ringside_commit_seconds',
    help: 'How long a commit took, fsync included.',
    buckets: SECONDS,
    registers,
  });
  const batch = new Histogram({
    name: 'ringside_commit_batch_size',
    help: 'How many commands went into one commit.',
    buckets: [1, 2, 5, 10, 20, 50, 100, 200, 512],
    registers,
  });
  const lag = new Histogram({
    name: 'ringside_ring_lag_seconds',
    help: "From a ring's start by the sender's clock to its arrival here.",
    buckets: LAG_SECONDS,
    registers,
  });
  const push = new Histogram({
    name: 'ringside_accept_to_socket_seconds',
    help: "From a webhook's arrival to its first live frame.",
    buckets: SECONDS,
    registers,
  });
  const replay = new Counter({
    name: 'ringside_replayed_events_total',
    help: 'Events sent out of the journal rather than live.',
    registers,
  });
  const slow = new Counter({
    name: 'ringside_slow_closes_total',
    help: 'Devices closed with 4413 because they did not read fast enough.',
    registers,
  });
  const sweeps = new Counter({
    name: 'ringside_sweeps_total',
    help: 'Sweeps of what is past its retention, by what became of them.',
    labelNames: ['outcome'],
    registers,
  });
  for (const outcome of ['done', 'failed']) sweeps.inc({ outcome }, 0);
  const notAccepted = new Counter({
    name: 'ringside_accept_errors_total',
    help: 'Connections that the system could not hand over, mostly for want of file descriptors.',
    registers,
  });
  const misses = new Counter({
    name: 'ringside_http_misses_total',
    help: 'POSTs to a path that the relay does not have, by what the path looks like: the log has it.',
    labelNames: ['like'],
    registers,
  });
  for (const like of MISS_KINDS) misses.inc({ like }, 0);
  const floods = new Counter({
    name: 'ringside_device_limits_total',
    help: 'How often a device sent more than it may: frames are held up, writes (claims and releases) left undone, upgrades refused.',
    labelNames: ['what'],
    registers,
  });
  for (const what of ['frames', 'writes', 'upgrades']) floods.inc({ what }, 0);
  return {
    gauges: (gauges) => showGauges(registry, gauges),
    webhook: (outcome, correctionMs) => {
      webhooks.inc({ outcome: outcome.status });
      if (!('taken' in outcome) || outcome.taken === null) return;
      const { topic, concerns, waits, isMisrouted, lagMs, timed } = outcome.taken;
      if (outcome.status === 'quarantined') reduced.inc();
      topics.inc({ topic });
      if (concerns === 0 && !waits) unconcerned.inc();
      if (timed !== 'said') undated.inc({ by: timed });
      if (isMisrouted) misrouted.inc({ topic });
      if (lagMs !== null) lag.observe(Math.max(0, lagMs + correctionMs) / 1000);
    },
    refused: (status, reason) => refused.inc({ status, reason }),
    committed: (commands, ms) => {
      commit.observe(ms / 1000);
      batch.observe(commands);
    },
    pushed: (afterMs) => push.observe(afterMs / 1000),
    replayed: (events) => replay.inc(events),
    tooSlow: () => slow.inc(),
    swept: (outcome) => sweeps.inc({ outcome }),
    notAccepted: () => notAccepted.inc(),
    expose: async () => ({
      text: await exposition(registry, broken, unreadable),
      type: registry.contentType,
    }),
    missed: (like) => misses.inc({ like }),
    joined: joinCounting(registers),
    tooMany: (what) => floods.inc({ what }),
  };
}

/** The registry's own text is all or nothing: one gauge that throws would take the page with it. */
async function exposition(
  registry: Registry,
  broken: Set<string>,
  unreadable: (metric: string, error: unknown) => void,
): Promise<string> {
  const parts = await Promise.all(
    registry.getMetricsAsArray().map(async ({ name }) => {
      try {
        const text = await registry.getSingleMetricAsString(name);
        broken.delete(name);
        return text;
      } catch (error) {
        if (!broken.has(name)) unreadable(name, error);
        broken.add(name);
        return null;
      }
    }),
  );
  return `${parts.filter((part) => part !== null).join('\n\n')}\n`;
}
