import { clipboard, shell } from 'electron';
import type { CallBook } from '../book/call-book.ts';
import type { Log } from '../log/log.ts';
import type { History } from '../history/history.ts';
import type { LanguageStore } from '../language/language.ts';
import type { AppStateStore } from '../app-state/app-state.ts';
import { createTextActions, type TextActions } from '../texts/text-actions.ts';
import type { Texts } from '../texts/texts.ts';
import { createCardActions, type CardActions } from '../links/card-actions.ts';
import { createOpenExternal } from '../links/open-external.ts';

export interface SystemActionParts {
  readonly book: CallBook;
  readonly history: Pick<History, 'detail'>;
  readonly texts: Pick<Texts, 'whole' | 'numberOf'>;
  readonly appState: AppStateStore;
  readonly languages: LanguageStore;
  readonly log: Log;
}

/** What clicks on calls and on texts do with this system's browser, telephone and clipboard. */
export interface SystemActions {
  readonly calls: CardActions;
  readonly texts: TextActions;
}

export function createSystemActions(parts: SystemActionParts): SystemActions {
  const { book, history, texts, appState, languages, log } = parts;
  const system = {
    openExternal: createOpenExternal(
      (url) => shell.openExternal(url),
      () => appState.get().policy.crm,
      log,
    ),
    writeClipboard: (text: string) => clipboard.writeText(text),
  };
  return {
    calls: createCardActions({
      callOf: book.call,
      recordsOf: book.recordsOf,
      chosenFor: book.chosen,
      choose: book.choose,
      detailOf: history.detail,
      language: languages.get,
      policy: () => appState.get().policy,
      ...system,
    }),
    texts: createTextActions({ texts, ...system }),
  };
}
