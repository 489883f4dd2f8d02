import { openLogFile } from './log-file.ts';
import { logLine, type LogEntry, type LogFacts, type LogLevel } from './log-line.ts';
import { createRepeats, REPEATS_WITHIN_MS } from './repeats.ts';

/** What happened, in fixed words. */
export interface Log {
  info(what: string, facts?: LogFacts): void;
  warn(what: string, facts?: LogFacts): void;
  error(what: string, facts?: LogFacts): void;
}

export interface OpenLog extends Log {
  /** The process ends now: what was held back or is being written goes to the file before this returns. */
  end(): void;
}

/**
 * Logs to a file of this user alone, one line each, in bounded space and at a bounded rate: see `log/`. Never throws; a
 * file that cannot be written is tried again later.
 * @param echo also told every line, for development
 */
export function openLog(path: string, echo: (line: string) => void = () => {}): OpenLog {
  const file = openLogFile(path);
  const repeats = createRepeats();
  let counting: NodeJS.Timeout | undefined;

  function write(entries: readonly LogEntry[]): void {
    for (const entry of entries) {
      const line = logLine(Date.now(), entry);
      echo(line);
      file.write(line);
    }
  }
  const add = (level: LogLevel) => (what: string, facts?: LogFacts) => {
    const entries = repeats.take({ level, what, facts }, performance.now());
    write(entries);
    // A count is told although nothing else is logged any more.
    if (entries.length === 0) counting ??= setTimeout(writeCounts, REPEATS_WITHIN_MS).unref();
  };
  function writeCounts(): void {
    clearTimeout(counting);
    counting = undefined;
    write(repeats.rest());
  }
  return {
    info: add('info'),
    warn: add('warn'),
    error: add('error'),
    end() {
      writeCounts();
      file.end();
    },
  };
}

/** The code of an error, or its kind: all of it that may be logged. */
export function codeOf(error: unknown): string {
  if (!(error instanceof Error)) return typeof error;
  return 'code' in error && typeof error.code === 'string' ? error.code : error.name;
}
