import { pino, type Logger } from 'pino';
import { writeWhole } from './writing.ts';

export interface RelayLog {
  readonly log: Logger;
  /** Lines that could not be written since the start. */
  lost(): number;
}

const STDERR = 2;
/** A reader of the log that hangs costs webhooks no more than that. */
const WAIT_MS = 20;

/**
 * The log: JSON lines on stderr. Promises never to throw: not when nobody reads it any more, the disk is full, or a value
 * cannot be written as JSON. What is lost by that is counted.
 */
export function relayLog(
  level: string,
  write: (line: string) => void = (line) => writeWhole(STDERR, line, WAIT_MS),
): RelayLog {
  let lost = 0;
  let isCut = false;
  const lose = (): void => void (lost += 1);
  const destination = {
    write: (line: string): void => {
      try {
        // A line that was cut is ended, so that it spoils no other one.
        write(isCut ? `\n${line}` : line);
        isCut = false;
      } catch {
        isCut = true;
        lose();
      }
    },
  };
  const log = pino(
    {
      level,
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      hooks: {
        logMethod(args, method) {
          try {
            method.apply(this, args);
          } catch {
            lose();
          }
        },
      },
    },
    destination,
  );
  return { log, lost: () => lost };
}
