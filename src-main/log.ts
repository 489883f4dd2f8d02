import { createWriteStream, mkdirSync, renameSync, statSync, type WriteStream } from 'node:fs';
import { dirname } from 'node:path';

/** Small facts for the reader of a log: counts, codes, kinds. Never a name, number, token, address or payload. */
export type LogFacts = Readonly<Record<string, string | number | boolean | null>>;

/** What happened, in fixed words. */
export interface Log {
  info(what: string, facts?: LogFacts): void;
  warn(what: string, facts?: LogFacts): void;
  error(what: string, facts?: LogFacts): void;
}

const MAX_BYTES = 1024 * 1024;

/**
 * Logs to a file, one line each; at 1 MiB the file becomes `<path>.1` and a new one begins. Never throws: a log
 * that cannot be written is given up.
 * @param echo also told every line, for development
 */
export function openLog(path: string, echo: (line: string) => void = () => {}): Log {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  let size = statSync(path, { throwIfNoEntry: false })?.size ?? 0;
  let stream = open(path);

  function write(level: string, what: string, facts?: LogFacts): void {
    const line = `${new Date().toISOString()} ${level} ${what}${facts === undefined ? '' : ` ${JSON.stringify(facts)}`}\n`;
    echo(line);
    size += line.length;
    if (size > MAX_BYTES) rotate(line.length);
    stream.write(line);
  }
  function rotate(first: number): void {
    stream.end();
    try {
      renameSync(path, `${path}.1`);
    } catch {
      echo('the log could not be rotated\n');
    }
    stream = open(path);
    size = first;
  }
  return {
    info: (what, facts) => write('info', what, facts),
    warn: (what, facts) => write('warn', what, facts),
    error: (what, facts) => write('error', what, facts),
  };
}

function open(path: string): WriteStream {
  return createWriteStream(path, { flags: 'a', mode: 0o600 }).on('error', () => {});
}

/** The code of an error, or its kind: all of it that may be logged. */
export function codeOf(error: unknown): string {
  if (!(error instanceof Error)) return typeof error;
  return 'code' in error && typeof error.code === 'string' ? error.code : error.name;
}
