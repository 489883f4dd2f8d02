/**
 * What can stop a command before its work begins.
 * @typedef {'wrong-node' | 'no-network' | 'no-packages' | 'no-electron' | 'no-library' | 'no-display' | 'no-keyring'
 *   | 'port-taken' | 'build-failed' | 'usage' | 'no-answer' | 'stopped'
 *   | 'no-tool' | 'no-key' | 'refused'} ProblemKind
 */

/** A failure with a cause that its reader can remove: shown as its message alone, without a stack. */
export class Problem extends Error {
  /**
   * @param {ProblemKind} kind
   * @param {string} message what happened, and what to do about it
   */
  constructor(kind, message) {
    super(message);
    this.name = 'Problem';
    this.kind = kind;
  }
}

/**
 * Ends the process with a message for its reader: one line for a problem we know, everything for one we don't.
 * @param {unknown} error
 * @returns {never}
 */
export function failWith(error) {
  const text =
    error instanceof Problem ? error.message : error instanceof Error ? error.stack : String(error);
  process.stderr.write(`ringside: ${text}\n`);
  process.exit(1);
}

/**
 * One line for the person at the terminal. Always stderr: stdout belongs to the command that runs.
 * @param {string} line
 */
export function say(line) {
  process.stderr.write(`ringside: ${line}\n`);
}
