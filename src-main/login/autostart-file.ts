import { mkdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { writeAtomically } from '../disk/write-atomically.ts';
import { execValue, tryExecValue } from '../installed/desktop-entry.ts';

const NAME = 'ringside.desktop';
/** As the package's own desktop entry has it: on Wayland no window may say where it is, through XWayland it may. */
const PLACEABLE = '--ozone-platform=x11';

/**
 * Has a Linux desktop start `program` with the session, or not.
 * Source: https://specifications.freedesktop.org/autostart-spec/latest/
 * @param configHome `$XDG_CONFIG_HOME`, usually `~/.config`
 * @param isChoice the agent has just chosen; else an entry that the desktop's own settings have switched off stays so
 * @throws when the disk does
 */
export async function setAutostart(
  configHome: string,
  program: string,
  on: boolean,
  isChoice: boolean,
): Promise<void> {
  const folder = join(configHome, 'autostart');
  const path = join(folder, NAME);
  if (!on) {
    await rm(path, { force: true });
    return;
  }
  const before = await readFile(path, 'utf8').catch(() => '');
  const wanted = autostartEntry(program);
  if (before === wanted || (!isChoice && isSwitchedOff(before))) return;
  await mkdir(folder, { recursive: true });
  await writeAtomically(path, [wanted]);
}

/** The text of the entry. Once the program is gone no desktop looks at it. */
export function autostartEntry(program: string): string {
  return `${[
    '[Desktop Entry]',
    'Type=Application',
    'Name=Ringside',
    `TryExec=${tryExecValue(program)}`,
    `Exec=${execValue(program, PLACEABLE)}`,
    'Terminal=false',
    'X-GNOME-Autostart-enabled=true',
  ].join('\n')}\n`;
}

function isSwitchedOff(entry: string): boolean {
  return /^(Hidden=true|X-GNOME-Autostart-enabled=false)\s*$/m.test(entry);
}
