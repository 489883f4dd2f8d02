import { codeOf, type Log } from './log/log.ts';

/** As much of Node's `process` as is needed. */
export interface ErrorSource {
  on(event: 'uncaughtException' | 'unhandledRejection', listener: (error: unknown) => void): unknown;
}

/**
 * Logs what nobody has caught, without its text, which may quote what it failed on: the app goes on. By itself Electron
 * would put a box with that text in front of the agent, and stand still until it is closed, while phones ring.
 * Source: `lib/browser/init.ts` in Electron
 * @param echo also told the whole error, for development
 */
export function logUncaught(source: ErrorSource, log: Log, echo: (text: string) => void): void {
  const note = (what: string) => (error: unknown) => {
    log.error(what, { code: codeOf(error), at: placeOf(error) });
    echo(`${what}: ${error instanceof Error ? error.stack : String(error)}\n`);
  };
  source.on('uncaughtException', note('an error that nobody caught'));
  source.on('unhandledRejection', note('a rejection that nobody caught'));
}

/** The file's name, the line and the column where it was thrown. */
function placeOf(error: unknown): string | null {
  if (!(error instanceof Error)) return null;
  // The stack begins with the message, of any number of lines.
  const { stack = '', message } = error;
  const frames = stack.slice(stack.indexOf(message) + message.length);
  return stack.includes(message)
    ? (/\n +at (?:.*[/\\(])?([\w.-]+\.[cm]?[jt]s:\d+:\d+)\)?$/m.exec(frames)?.[1] ?? null)
    : null;
}
