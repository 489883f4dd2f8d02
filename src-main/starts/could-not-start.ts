import type { App } from 'electron';
import { preferredLanguage } from '../../src-shared/words/language.ts';
import { systemLocales } from '../language/system-locales.ts';
import { codeOf, type Log } from '../log/log.ts';
import { codeWords } from '../log/log-line.ts';
import { askInDialog } from '../security/system-dialog.ts';
import { systemText } from '../security/system-text.ts';

/**
 * Says so in a dialog, by a code and without the error's own text, and ends the app: one that only seems to run would miss
 * every call. Never rejects.
 * @param relaunch has another one started once this one is gone
 */
export async function showCouldNotStart(
  app: App,
  error: unknown,
  relaunch: () => void,
  log: Log,
): Promise<void> {
  const code = codeOf(error);
  log.error('the app could not start', { code });
  try {
    await app.whenReady();
    const { words } = preferredLanguage('system', systemLocales(app));
    const { message, detail, again, quit } = words.couldNotStart;
    const chosen = await askInDialog({
      type: 'warning',
      message: systemText(message),
      detail: systemText(detail(codeWords(code))),
      buttons: [systemText(quit), systemText(again)],
    });
    if (chosen === 1) relaunch();
  } catch (failed) {
    log.error('that could not be said', { code: codeOf(failed) });
  }
  app.exit(1);
}
