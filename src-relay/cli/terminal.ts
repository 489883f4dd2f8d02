import { visibleJson, visibleText } from '../../src-shared/format/visible-text.ts';

/** Where a command's words go. */
export interface Terminal {
  readonly out: (text: string) => void;
  readonly error: (line: string) => void;
}

/** The command was called wrongly. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** The command was right but could not be done; the message says why. */
export class CommandError extends Error {
  override readonly name = 'CommandError';
}

/**
 * Prints a result: one JSON object for programs, or lines for people. What came from outside, like the name that a device
 * gives itself, steers no terminal: what would is left out, or escaped in JSON.
 */
export function print(terminal: Terminal, asJson: boolean, result: object, lines: readonly string[]): void {
  const text = asJson
    ? `${visibleJson(JSON.stringify(result))}\n`
    : lines.map((line) => `${visibleText(line)}\n`).join('');
  terminal.out(text);
}

/** Rows with aligned columns. */
export function table(header: readonly string[], rows: readonly (readonly string[])[]): string[] {
  const all = [header, ...rows].map((row) => row.map(visibleText));
  const widths = header.map((_, column) => Math.max(...all.map((row) => (row[column] ?? '').length)));
  return all.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  );
}

/** How a command is used, for the end of its help. */
export function example(...lines: readonly string[]): string {
  return `\nExample:\n${lines.map((line) => `  ${line}`).join('\n')}`;
}
