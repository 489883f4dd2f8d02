import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { watchFile, type FileLook, type FileWatch } from '../files/file-watch.ts';
import { ConfigError, readConfig } from './reading.ts';
import { DEFAULT_CONFIG, type RelayConfig } from './schema.ts';

/** A config, and which text it was read from. */
export interface LoadedConfig {
  readonly config: RelayConfig;
  /** Names the file's text; null: there is no file, and the defaults hold. */
  readonly digest: string | null;
}

/**
 * Reads the config file; a missing one means the defaults.
 * @throws ConfigError naming the file, and the line and field that are wrong
 */
export async function loadConfig(file: string): Promise<LoadedConfig> {
  return (await configIn(file)) ?? { config: DEFAULT_CONFIG, digest: null };
}

/** The file is there, but the system does not let it be read: that may change without the file. */
class UnreadableConfig extends ConfigError {}

/** Null: there is no such file. @throws ConfigError */
async function configIn(file: string): Promise<LoadedConfig | null> {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown error';
    if (code === 'ENOENT') return null;
    throw new UnreadableConfig(`${file}: cannot be read (${code})`);
  }
  try {
    return { config: readConfig(text), digest: createHash('sha256').update(text).digest('hex').slice(0, 16) };
  } catch (error) {
    throw new ConfigError(`${file}: ${error instanceof Error ? error.message : 'unusable'}`);
  }
}

export interface ConfigListener {
  changed(loaded: LoadedConfig): void;
  /** The new file is unusable; what was there before goes on. */
  refused(reason: string): void;
  /** The file is gone; what was there before goes on, since some editors take it away for a moment. */
  missing(): void;
}

/** Follows the config file, from its `first` look on, which was taken before it was read. */
export function watchConfig(
  file: string,
  first: FileLook,
  everyMs: number,
  listener: ConfigListener,
): FileWatch {
  let lastRefusal: string | null = null;
  async function takeUp(): Promise<boolean> {
    try {
      const loaded = await configIn(file);
      lastRefusal = null;
      if (loaded === null) listener.missing();
      else listener.changed(loaded);
      return true;
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      const unreadable = error instanceof UnreadableConfig;
      // One that stays unreadable is tried for ever, and told of once.
      if (!unreadable || reason !== lastRefusal) listener.refused(reason);
      lastRefusal = reason;
      return !unreadable;
    }
  }
  return watchFile({ file, first, everyMs, takeUp });
}
