import { readFile, stat } from 'node:fs/promises';
import { ConfigError, readConfig } from './reading.ts';
import { DEFAULT_CONFIG, type RelayConfig } from './schema.ts';

/**
 * Reads the config file; a missing one means the defaults.
 * @throws ConfigError naming the file, and the line and field that are wrong
 */
export async function loadConfig(file: string): Promise<RelayConfig> {
  return (await configIn(file)) ?? DEFAULT_CONFIG;
}

/** Null: there is no such file. @throws ConfigError */
async function configIn(file: string): Promise<RelayConfig | null> {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw new ConfigError(`${file}: cannot be read`);
  }
  try {
    return readConfig(text);
  } catch (error) {
    throw new ConfigError(`${file}: ${error instanceof Error ? error.message : 'unusable'}`);
  }
}

export interface ConfigListener {
  changed(config: RelayConfig): void;
  /** The new file is unusable; what was there before goes on. */
  refused(reason: string): void;
  /** The file is gone; what was there before goes on, since some editors take it away for a moment. */
  missing(): void;
}

const MISSING = 'missing';

/** What a file looks like from outside; any change to it changes this. */
export async function fingerprint(file: string): Promise<string> {
  try {
    const { mtimeMs, size, ino } = await stat(file);
    return `${mtimeMs} ${size} ${ino}`;
  } catch {
    return MISSING;
  }
}

/**
 * Looks every `everyMs` whether the file is another than the `first` one, taken before it was read, and reads it then.
 * Polling also sees files that an editor or an orchestrator swaps by renaming, which watching a file does not on every
 * system.
 * @returns the unsubscribe
 */
export function watchConfig(
  file: string,
  first: string,
  everyMs: number,
  listener: ConfigListener,
): () => void {
  let known = first;
  let looking = false;
  const look = async (): Promise<void> => {
    const now = await fingerprint(file);
    if (known === now) return;
    known = now;
    try {
      const config = now === MISSING ? null : await configIn(file);
      if (config === null) {
        known = MISSING;
        listener.missing();
      } else {
        listener.changed(config);
      }
    } catch (error) {
      listener.refused(error instanceof Error ? error.message : String(error));
    }
  };
  const tick = (): void => {
    if (looking) return;
    looking = true;
    void look().finally(() => {
      looking = false;
    });
  };
  tick();
  const timer = setInterval(tick, everyMs);
  return () => clearInterval(timer);
}
