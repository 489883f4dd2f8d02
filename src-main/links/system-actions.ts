import { clipboard, shell } from 'electron';
import type { CallBook } from '../book/call-book.ts';
import type { Log } from '../log.ts';
import type { StandingStore } from '../standing.ts';
import { createCardActions, type CardActions } from './card-actions.ts';
import { createOpenExternal } from './open-external.ts';

/** What clicks on cards do with this system's browser, telephone and clipboard. */
export function createSystemActions(book: CallBook, standing: StandingStore, log: Log): CardActions {
  return createCardActions({
    callOf: book.call,
    policy: () => standing.get().policy,
    openExternal: createOpenExternal(
      (url) => shell.openExternal(url),
      () => standing.get().policy.crm,
      log,
    ),
    writeClipboard: (text) => clipboard.writeText(text),
  });
}
