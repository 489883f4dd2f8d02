import { access, readFile } from 'node:fs/promises';
import type { Machine } from './machine.ts';

type Entry = Readonly<Record<string, string>>;

/** The values of `[Desktop Entry]`. Source: https://specifications.freedesktop.org/desktop-entry-spec/latest/basic-format.html */
export async function readEntry(machine: Machine, path: string): Promise<Entry | null> {
  const text = await readFile(machine.path(path), 'utf8').catch(() => null);
  if (text === null) return null;
  const group = text.split(/^\[Desktop Entry\]$/m)[1]?.split(/^\[/m)[0] ?? '';
  return Object.fromEntries(
    group.split('\n').flatMap((line) => {
      const at = line.indexOf('=');
      return at < 0 || line.startsWith('#') ? [] : [[line.slice(0, at).trim(), line.slice(at + 1).trim()]];
    }),
  );
}

/**
 * The words of its `Exec`, without field codes. Source:
 * https://specifications.freedesktop.org/desktop-entry-spec/latest/exec-variables.html
 */
export function wordsOf(exec: string): readonly string[] {
  const value = exec.replaceAll('\\\\', '\\');
  return [...value.matchAll(/"((?:\\.|[^"\\])*)"|(\S+)/g)]
    .map(([, quoted, plain = '']) => quoted?.replaceAll(/\\(.)/g, '$1') ?? plain)
    .filter((word) => !/^%[a-zA-Z]$/.test(word))
    .map((word) => word.replaceAll('%%', '%'));
}

/**
 * What the start of the agent's session starts of the app: the words of its autostart entry, or null when a desktop would
 * start nothing. Source: https://specifications.freedesktop.org/autostart-spec/latest/
 */
export async function startedWithSession(machine: Machine, path: string): Promise<readonly string[] | null> {
  const entry = await readEntry(machine, path);
  if (entry === null || entry['Hidden'] === 'true' || entry['X-GNOME-Autostart-enabled'] === 'false')
    return null;
  if (!(await isOffered(machine, entry))) return null;
  return wordsOf(entry['Exec'] ?? '');
}

/** Whether a desktop shows an entry: the program that it is to try first is there. */
export async function isOffered(machine: Machine, entry: Entry): Promise<boolean> {
  const tried = entry['TryExec']?.replaceAll('\\\\', '\\');
  if (tried === undefined) return true;
  return await access(machine.path(tried)).then(
    () => true,
    () => false,
  );
}
