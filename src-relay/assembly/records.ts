import type { CallKey } from '../../src-shared/brand.ts';
import { isListed } from '../../src-shared/calls/routing.ts';
import { directoryReader } from '../agents/directory.ts';
import type { RelayConfig } from '../config/schema.ts';
import { readPrints } from '../crm/cache/prints.ts';
import { foundReading } from '../crm/cache/reading.ts';
import { knownBook } from '../crm/resolving/book.ts';
import { callReading } from '../crm/resolving/calls.ts';
import { startResolver } from '../crm/resolving/resolver.ts';
import type { Journal } from '../journal/journal.ts';
import { recordsMetrics } from '../metrics/records.ts';
import type { OpenedCrm } from './crm-connection.ts';
import type { OpenedHub } from './hub.ts';
import type { Store } from './opened-store.ts';
import type { Opening } from './opening.ts';

export interface OpenedRecords {
  /** What is to be shown may be something else. */
  readonly recordsConfigIs: (config: RelayConfig) => void;
  /** Somebody may have been forgotten. */
  readonly recordsLookAgain: () => void;
  /** Another relay has told its devices of a call's records. */
  readonly recordsElsewhere: (call: CallKey) => void;
  /** That may have been so for any call. */
  readonly recordsMayBeMissed: () => void;
}

/** Between two parts of what is erased of other accounts: webhooks go first. */
const PAUSE_MS = 100;

/** Finds the records of calls in the CRM, behind the hub: it hears of events when their frames have gone out. */
export async function openRecords(
  opening: Opening,
  opened: Store & OpenedHub & OpenedCrm,
): Promise<OpenedRecords> {
  const { parts, closing, config, elapsed, trouble } = opening;
  const { journal, hub, crm, senders, read: sql } = opened;
  const { now } = parts;
  const sharing = opened.recordsSharing(opened.sealing);
  const directory = directoryReader();
  const metrics = recordsMetrics(parts.registry);
  const others = eraseOthers(journal);
  closing.add(others.stop);
  const resolver = startResolver({
    crm,
    config: config.current,
    calls: callReading(sql),
    book: knownBook({
      reading: foundReading(sql),
      sharing,
      write: (changes) => journal.write({ kind: 'found', changes }),
      now,
    }),
    sharing,
    prints: await readPrints(sql),
    isOwnLine: async (number) => isListed(number, await directory(sql, config.current())),
    send: hub.broadcastRecords,
    keepOnly: others.than,
    watch: metrics,
    now,
    sendersNow: () => now() + senders.correctionMs(),
    elapsed,
    trouble,
  });
  metrics.gauges(resolver.underWay);
  closing.add(resolver.close);
  closing.add(hub.repeatRecords(resolver.again));
  closing.add(journal.onDeliveries(resolver.heard));
  let shown = JSON.stringify(config.current().records.show);
  return {
    recordsLookAgain: resolver.lookAgain,
    recordsElsewhere: resolver.foundElsewhere,
    recordsMayBeMissed: resolver.mayHaveMissedFinds,
    recordsConfigIs: ({ records: { show } }) => {
      const next = JSON.stringify(show);
      if (next === shown) return;
      shown = next;
      resolver.showAgain();
    },
  };
}

/** Erases what was found in other accounts, a little at a time. */
function eraseOthers(journal: Journal): { than(account: string): void; stop(): void } {
  let timer: NodeJS.Timeout | undefined;
  let isStopped = false;
  async function erase(account: string): Promise<void> {
    clearTimeout(timer);
    // When it cannot write, they stay until the next start: they are of no use to anybody.
    const { more } = await journal.write({ kind: 'foundOf', account }).catch(() => ({ more: false }));
    if (more && !isStopped) timer = setTimeout(() => void erase(account), PAUSE_MS);
  }
  return {
    than: (account) => void erase(account),
    stop: () => {
      isStopped = true;
      clearTimeout(timer);
    },
  };
}
