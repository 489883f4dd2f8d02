import { Gauge, type Registry } from 'prom-client';
import type { SendersClock } from '../clock/senders-clock.ts';
import type { Counts } from '../journal/counts.ts';
import type { LoopDelay } from './event-loop.ts';

/** Values that are asked for when somebody looks. */
export interface Gauges {
  /** Since it was last asked for. */
  readonly loopDelay: () => LoopDelay;
  readonly connected: () => number;
  readonly clock: Pick<SendersClock, 'offsetS' | 'correctionMs'>;
  readonly pending: () => number;
  readonly isWritable: () => boolean;
  readonly isReady: () => boolean;
  readonly counts: () => Promise<Counts>;
  readonly logLinesLost: () => number;
  readonly journalBytes: () => Promise<number>;
  readonly freeBytes: () => number;
}

/** Shows these values in the registry; once. */
export function showGauges(registry: Registry, gauges: Gauges): void {
  const registers = [registry];
  function gauge(name: string, help: string, value: () => number | Promise<number>): void {
    const made: Gauge = new Gauge({
      name,
      help,
      registers,
      collect: async () => made.set(await value()),
    });
  }
  const { connected, pending, isWritable, isReady, journalBytes, freeBytes } = gauges;
  const counts = shared(gauges.counts);
  gauge('ringside_ready', 'Whether webhooks can be accepted: 1 or 0, as /readyz says.', () =>
    Number(isReady()),
  );
  gauge('ringside_journal_writable', 'Whether the journal takes writes: 1 or 0.', () => Number(isWritable()));
  gauge('ringside_connected_devices', 'Open agent sockets.', connected);
  gauge('ringside_pending_commands', 'Commands that wait for their commit.', pending);
  gauge(
    'ringside_clock_offset_seconds',
    "The sender's clock minus ours: as the newest genuine webhooks tell it, NaN before the first. Beyond 300 s webhooks are refused.",
    () => gauges.clock.offsetS(),
  );
  gauge(
    'ringside_age_correction_seconds',
    "What this clock is corrected by to get the sender's, for the ages of events: 0 while they agree to 2 s, or nothing is measured.",
    () => gauges.clock.correctionMs() / 1000,
  );
  gauge('ringside_journal_bytes', 'Size of the journal with its log.', journalBytes);
  gauge(
    'ringside_disk_free_bytes',
    "Free space on the data folder's disk: the journal's, unless it is in PostgreSQL.",
    freeBytes,
  );
  gauge('ringside_agents', 'Agents that were added.', async () => (await counts()).agents);
  gauge('ringside_devices', 'Paired devices, connected or not.', async () => (await counts()).devices);
  gauge(
    'ringside_waiting_computers',
    'Computers that wait until the admin approves them: `ringside-relay devices list`.',
    async () => (await counts()).waiting,
  );
  gauge(
    'ringside_quarantined',
    'Webhooks in quarantine: genuine, but not readable.',
    async () => (await counts()).quarantined,
  );
  gauge(
    'ringside_last_webhook_timestamp_seconds',
    'When the newest webhook came, in seconds since 1970; 0: none is known.',
    async () => ((await counts()).lastWebhookAt ?? 0) / 1000,
  );
  gauge(
    'ringside_log_lines_lost',
    'Lines of the log that could not be written since the start.',
    gauges.logLinesLost,
  );
  loopDelayGauge(registers, gauges.loopDelay);
}

/** Who asks while one is being read gets the same one. */
function shared<T>(read: () => Promise<T>): () => Promise<T> {
  let current: Promise<T> | null = null;
  return () => {
    current ??= read().finally(() => {
      current = null;
    });
    return current;
  };
}

function loopDelayGauge(registers: Registry[], read: () => LoopDelay): void {
  const made: Gauge<'quantile'> = new Gauge({
    name: 'ringside_event_loop_delay_seconds',
    help: 'How late the event loop was since the last look.',
    labelNames: ['quantile'],
    registers,
    collect: (): void => {
      const { p50, p99, max } = read();
      made.set({ quantile: '0.5' }, p50);
      made.set({ quantile: '0.99' }, p99);
      made.set({ quantile: '1' }, max);
    },
  });
}
