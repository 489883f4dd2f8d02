// oxlint-disable-next-line no-restricted-imports -- the one place that opens one
import { dialog } from 'electron';
import type { SystemText } from './system-text.ts';

export interface SystemQuestion {
  readonly type: 'question' | 'warning' | 'info';
  readonly message: SystemText;
  readonly detail?: SystemText;
  /** The first is what Enter and Escape choose. Absent: the system's "OK". */
  readonly buttons?: readonly SystemText[];
}

let open = 0;

/** How many dialogs of the system's own wait for an answer now. */
export function openQuestions(): number {
  return open;
}

/** Asks in a dialog of the system's own. @returns the place of the chosen button */
export async function askInDialog({ type, message, detail, buttons }: SystemQuestion): Promise<number> {
  open += 1;
  const asked = dialog.showMessageBox({
    type,
    message,
    ...(detail === undefined ? {} : { detail }),
    ...(buttons === undefined ? {} : { buttons: [...buttons], defaultId: 0, cancelId: 0 }),
  });
  try {
    return (await asked).response;
  } finally {
    open -= 1;
  }
}
