import { setTimeout as wait } from 'node:timers/promises';
import { ALLO_API, alloApi } from '../allo-api/client.ts';
import { keepApiKey } from '../allo-key/keeper.ts';
import { askForTeam } from '../allo-sync/asking.ts';
import type { DirectoryChanges } from '../allo-sync/changes.ts';
import { scheduleSyncs } from '../allo-sync/schedule.ts';
import { syncMetrics } from '../metrics/allo.ts';
import type { FileWatch } from '../files/file-watch.ts';
import type { OpenedJournal } from './journal.ts';
import type { Opening } from './opening.ts';

const MINUTE_MS = 60_000;

export interface OpenedAllo {
  /** Takes up every change of the key's file. */
  followApiKey(everyMs: number): FileWatch;
}

/** Asks Allo's API, if there is a key of it. Nothing of the relay waits for it. */
export async function openAllo(opening: Opening, { journal }: OpenedJournal): Promise<OpenedAllo> {
  const { settings, parts, closing, config } = opening;
  const { log, now, registry } = parts;
  const key = await keepApiKey(settings.allo.apiKey, settings.allo.apiKeyFile);
  const metrics = syncMetrics(registry);
  const syncs = scheduleSyncs({
    journal,
    now,
    everyMs: () => config.current().allo.syncEveryMinutes * MINUTE_MS,
    ask: async (signal) => {
      const kept = key.current();
      if (kept === null || !config.current().allo.sync) return null;
      const pause = (ms: number): Promise<void> => wait(ms, undefined, { signal });
      const base = settings.allo.origin;
      return await askForTeam(alloApi({ apiKey: kept.key, base, wait: pause, signal }), pause);
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
  metrics.gauges(syncs);
  if (settings.allo.origin !== ALLO_API && key.current() !== null)
    log.warn({ origin: settings.allo.origin }, "a stand-in is asked in place of Allo's API");
  return {
    followApiKey: (everyMs) => {
      const watch = key.watch(everyMs, {
        changed: syncs.again,
        refused: (reason) =>
          log.error({ reason }, "the API key's file is refused; what it held before stays"),
      });
      closing.add(watch.stop);
      return watch;
    },
  };
}

const SYNC_TROUBLE =
  "Allo's directory could not be read, or not believed: ringside-relay doctor says what to do";

/** How many of each: names and numbers are not for the log. */
function countsOf(changes: DirectoryChanges): Record<string, number> {
  const counts = Object.entries(changes).map(([what, list]): [string, number] => [what, list.length]);
  return Object.fromEntries(counts.filter(([, count]) => count > 0));
}
