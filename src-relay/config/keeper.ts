import { lookOf, type FileWatch } from '../files/file-watch.ts';
import { loadConfig, watchConfig, type ConfigListener } from './file.ts';
import type { RelayConfig } from './schema.ts';

/** The config that is in force now. */
export interface ConfigKeeper {
  current(): RelayConfig;
  /** Names the text it was read from; null: there is no file, and the defaults hold. */
  digest(): string | null;
  /** Why the file as it is now is not in force; null when it is. */
  refused(): string | null;
  /** @param listener hears after the change is in force */
  watch(everyMs: number, listener: ConfigListener): FileWatch;
}

/**
 * Keeps the config of a file, which can change while the relay runs.
 * @throws ConfigError when the file cannot be used
 */
export async function keepConfig(file: string): Promise<ConfigKeeper> {
  const first = await lookOf(file);
  let loaded = await loadConfig(file);
  let refusal: string | null = null;
  return {
    current: () => loaded.config,
    digest: () => loaded.digest,
    refused: () => refusal,
    watch: (everyMs, listener) =>
      watchConfig(file, first, everyMs, {
        changed(next) {
          loaded = next;
          refusal = null;
          listener.changed(next);
        },
        refused(reason) {
          refusal = reason;
          listener.refused(reason);
        },
        missing() {
          refusal = 'the file is gone';
          listener.missing();
        },
      }),
  };
}
