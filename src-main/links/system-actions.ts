import { clipboard, shell } from 'electron';
import type { CallBook } from '../book/call-book.ts';
import type { Log } from '../log.ts';
import type { History } from '../history/history.ts';
import type { Tongue } from '../language/language.ts';
import type { StandingStore } from '../standing.ts';
import { createCardActions, type CardActions } from './card-actions.ts';
import { createOpenExternal } from './open-external.ts';

export interface SystemActionParts {
  readonly book: CallBook;
  readonly history: Pick<History, 'detail'>;
  readonly standing: StandingStore;
  readonly tongue: Tongue;
  readonly log: Log;
}

/** What clicks on cards do with this system's browser, telephone and clipboard. */
export function createSystemActions(parts: SystemActionParts): CardActions {
  const { book, history, standing, tongue, log } = parts;
  return createCardActions({
    callOf: book.call,
    detailOf: history.detail,
    language: tongue.get,
    policy: () => standing.get().policy,
    openExternal: createOpenExternal(
      (url) => shell.openExternal(url),
      () => standing.get().policy.crm,
      log,
    ),
    writeClipboard: (text) => clipboard.writeText(text),
  });
}
