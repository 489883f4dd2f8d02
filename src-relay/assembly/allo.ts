import { setTimeout as wait } from 'node:timers/promises';
import { ALLO_API, alloApi, type AlloApi } from '../allo-api/client.ts';
import { askForTeam } from '../allo-sync/asking.ts';
import type { DirectoryChanges } from '../allo-sync/changes.ts';
import { scheduleSyncs, type Syncs } from '../allo-sync/schedule.ts';
import type { FileWatch } from '../files/file-watch.ts';
import { recoveryMetrics, syncMetrics } from '../metrics/allo.ts';
import { paced } from '../recovery/pace.ts';
import { scheduleRecovery, type Recoveries } from '../recovery/schedule.ts';
import { whenTaken } from './duty.ts';
import type { Store } from './opened-store.ts';
import type { Opening } from './opening.ts';

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;

export interface OpenedAllo {
  /** Takes up every change of the key's file. */
  followApiKey(everyMs: number): FileWatch;
}

/** Gives access to Allo's API; null: there is no key. */
type ApiOf = (signal: AbortSignal) => AlloApi | null;

/**
 * Asks Allo's API, if there is a key of it. Nothing of the relay waits for it. Opened before anything is taken in: when
 * the last webhook came is what tells the gap.
 */
export async function openAllo(opening: Opening, opened: Store): Promise<OpenedAllo> {
  const { settings, parts, closing, apiKey: key } = opening;
  const { log } = parts;
  const base = settings.allo.origin;
  const apiOf: ApiOf = (signal) => {
    const kept = key.current();
    return kept === null ? null : alloApi({ apiKey: kept.key, base, wait: pausing(signal), signal });
  };
  if (base !== ALLO_API && key.current() !== null)
    log.warn({ base }, "a stand-in is asked in place of Allo's API");
  const syncs = openSync(opening, opened, apiOf);
  const recoveries = await openRecovery(opening, opened, apiOf);
  return {
    followApiKey: (everyMs) => {
      const watch = key.watch(everyMs, {
        changed: () => {
          syncs.again();
          recoveries.again();
        },
        refused: (reason) =>
          log.error({ reason }, "the API key's file is refused; what it held before stays"),
      });
      closing.add(watch.stop);
      return watch;
    },
  };
}

function pausing(signal: AbortSignal): (ms: number) => Promise<void> {
  return (ms) => wait(ms, undefined, { signal });
}

function openSync(opening: Opening, { journal, duty }: Store, apiOf: ApiOf): Syncs {
  const { parts, closing, config } = opening;
  const { log, now, registry } = parts;
  const metrics = syncMetrics(registry);
  const syncs = scheduleSyncs({
    takeUp: (request) => journal.write({ kind: 'sync', ...request }),
    now,
    everyMs: () => config.current().allo.syncEveryMinutes * MINUTE_MS,
    ask: async (signal) => {
      const api = config.current().allo.sync && duty.isMine() ? apiOf(signal) : null;
      return api === null ? null : await askForTeam(api, pausing(signal));
    },
    watch: {
      done: metrics.done,
      changed: (changes) => {
        metrics.changed(changes);
        log.info(countsOf(changes), "the directory was brought up to date with Allo's");
      },
      troubled: (troubles) => {
        if (troubles.length === 0) log.info("Allo's directory is read again");
        else log.warn({ troubles: troubles.map(({ about, kind }) => `${about}: ${kind}`) }, SYNC_TROUBLE);
      },
      failed: (reason) => log.error({ reason }, "what Allo's directory changes could not be written"),
    },
  });
  closing.add(syncs.stop);
  closing.add(whenTaken(duty, syncs.again));
  metrics.gauges(syncs);
  return syncs;
}

const SYNC_TROUBLE =
  "Allo's directory could not be read, or not believed: ringside-relay doctor says what to do";

/** How many of each: names and numbers are not for the log. */
function countsOf(changes: DirectoryChanges): Record<string, number> {
  const counts = Object.entries(changes).map(([what, list]): [string, number] => [what, list.length]);
  return Object.fromEntries(counts.filter(([, count]) => count > 0));
}

async function openRecovery(
  opening: Opening,
  { journal, reader, duty }: Store,
  apiOf: ApiOf,
): Promise<Recoveries> {
  const { parts, closing, config, elapsed, trouble } = opening;
  const { log, now, registry, recovery } = parts;
  const metrics = recoveryMetrics(registry);
  const stopping = new AbortController();
  const isOn = (): boolean => config.current().allo.recover;
  const hasKey = apiOf(stopping.signal) !== null;
  if (hasKey && isOn()) await journal.write({ kind: 'gap', step: 'open' });
  const recoveries = scheduleRecovery({
    journal: {
      lost: (asked) => journal.write({ kind: 'lost', ...asked }),
      looked: (call, result, after) => journal.write({ kind: 'looked', call, result, afterMs: after }),
      gap: (step) => journal.write({ kind: 'gap', step }),
      troubleIs: (found) => journal.write({ kind: 'recoveryTrouble', trouble: found }),
      completed: reader.completed,
      takeIn: async (webhook) =>
        metrics.filled(await journal.write({ kind: 'webhook', ...webhook, isRecovered: true })),
    },
    pace: paced(elapsed, pausing(stopping.signal), recovery?.searchEveryMs),
    now,
    elapsed,
    api: (signal) => (isOn() ? apiOf(signal) : null),
    isMine: duty.isMine,
    afterMs: () => recovery?.afterMs ?? config.current().allo.recoverAfterMinutes * MINUTE_MS,
    keptMs: () => config.current().retentionDays * DAY_MS,
    watch: {
      looked: metrics.looked,
      troubled: (found) => {
        if (found === null) log.info('lost ends of calls are looked up in Allo again');
        else log.warn({ trouble: found.kind }, RECOVERY_TROUBLE);
      },
      failed: trouble,
    },
    ...(recovery?.everyMs === undefined ? {} : { everyMs: recovery.everyMs }),
  });
  closing.add(() => {
    stopping.abort();
    recoveries.stop();
  });
  closing.add(whenTaken(duty, recoveries.again));
  metrics.gauges(recoveries);
  return recoveries;
}

const RECOVERY_TROUBLE =
  'lost ends of calls cannot be looked up in Allo: ringside-relay doctor says what to do';
