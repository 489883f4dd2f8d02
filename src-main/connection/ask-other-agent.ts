import type { Language } from '../../src-shared/words/language.ts';
import { askInDialog } from '../security/system-dialog.ts';
import { systemText } from '../security/system-text.ts';

export interface OtherAgent {
  /** Whom the relay names. */
  readonly named: string;
  /** Whose calls are kept here. */
  readonly owner: string;
  /** The relay's host. */
  readonly relay: string;
}

/** Asks whether the calls of another agent shall be shown here. */
export async function askOtherAgent(
  { named, owner, relay }: OtherAgent,
  { words }: Language,
): Promise<boolean> {
  const asked = words.connection.otherAgent;
  const chosen = await askInDialog({
    type: 'question',
    message: systemText(asked.question(named, relay)),
    detail: systemText(asked.detail(owner), { most: 800, lines: true }),
    buttons: [systemText(asked.keep), systemText(asked.yes)],
  });
  return chosen === 1;
}
