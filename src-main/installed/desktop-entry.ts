/** Has nothing in it that a command line or a desktop entry would read in its own way. */
const PLAIN = /^[\w/.,:@+=-]+$/;

/**
 * The program and its arguments as a desktop entry has them: quoted for the command line where it must be, and that escaped as
 * any text. Where no desktop opens links, Debian 12's `xdg-open` does so itself, and takes quotes for a part of the name.
 * Source: https://specifications.freedesktop.org/desktop-entry-spec/latest/exec-variables.html
 * @param rest arguments that need no quotes
 */
export function execValue(program: string, rest: string): string {
  return `${commandWord(program)}${rest === '' ? '' : ` ${rest}`}`;
}

function commandWord(program: string): string {
  if (PLAIN.test(program)) return program;
  const quoted = program.replaceAll(/["`$\\]/g, String.raw`\$&`).replaceAll('%', '%%');
  return `"${escaped(quoted)}"`;
}

/** With it an entry is not offered any more once its program is gone. It is a path, not a command line. */
export function tryExecValue(program: string): string {
  return escaped(program);
}

/** No entry can name it: a line ends where the value does. */
export function isNameable(program: string): boolean {
  // oxlint-disable-next-line no-control-regex -- they are what is looked for
  return !/[\u0000-\u001f\u007f]/.test(program);
}

function escaped(text: string): string {
  // A line of its own would be another key.
  const inLine = text
    .replaceAll('\\', '\\\\')
    .replaceAll('\n', String.raw`\n`)
    .replaceAll('\r', String.raw`\r`);
  return inLine.replace(/^ /, String.raw`\s`);
}

/**
 * The entry that lies in an AppImage, so that it starts the AppImage's file: `AppRun` is only there while it runs.
 * @param icon a path, since no theme knows it
 */
export function entryForFile(packaged: string, file: string, icon: string): string {
  return packaged
    .replaceAll(/^Exec=AppRun ?(.*)$/gm, (_, rest: string) => `Exec=${execValue(file, rest)}`)
    .replace(/^Icon=.*$/m, () => `Icon=${escaped(icon)}`)
    .replace(/^\[Desktop Entry\]$/m, (head) => `${head}\nTryExec=${tryExecValue(file)}`);
}
