import { app } from 'electron';
import type { PairFailure, PairResult } from '../../src-shared/link/pair-result.ts';
import type { Language } from '../../src-shared/words/language.ts';
import { pairProblem } from '../../src-shared/words/pair-problem.ts';
import { appImageOf } from '../installed/settling-in.ts';
import { askInDialog } from '../security/system-dialog.ts';
import { systemText } from '../security/system-text.ts';
import { codeOf, type Log } from '../log/log.ts';
import type { Openings } from './openings.ts';
import type { PairingRefusal } from './pairing.ts';
import { oneAtATime } from './questions.ts';
import { linkAmong, LINK_SCHEME, readPairingLink } from '../../src-shared/wire/pairing-link.ts';

export interface DeepLinkOptions {
  readonly openings: Openings;
  readonly pair: (link: string) => Promise<PairResult>;
  /** What this computer's admin has against it: then nobody is asked. */
  readonly refused: (relay: URL) => PairingRefusal | null;
  readonly isPaired: () => boolean;
  /** The app was started a second time, or a link was followed: show it. */
  readonly onShow: () => void;
  readonly language: () => Language;
  readonly log: Log;
}

/**
 * Follows pairing links that the system hands over. Any web page can offer one, so none pairs before the agent has said yes
 * to where it leads; one question at a time. A link that is pasted is a decision already.
 */
export function followPairingLinks({
  openings,
  pair,
  refused,
  isPaired,
  onShow,
  language,
  log,
}: DeepLinkOptions): void {
  // In development this would point the system's links at a bare Electron. An AppImage has an entry of its own for them.
  // After `--` Windows gives nothing of a link as a switch, whatever quotation marks are in it.
  if (app.isPackaged && appImageOf(app) === null)
    app.setAsDefaultProtocolClient(LINK_SCHEME, process.execPath, ['--']);
  let newest = '';
  const ask = oneAtATime(follow, whereTo, (error) =>
    log.error('a pairing link could not be followed', { code: codeOf(error) }),
  );
  const first = linkAmong(process.argv.slice(1));
  if (first !== null) take(first);
  openings.follow((args) => {
    onShow();
    const link = linkAmong(args);
    if (link !== null) take(link);
  });

  function take(link: string): void {
    newest = link;
    ask(link);
  }

  async function follow(text: string): Promise<void> {
    onShow();
    const link = readPairingLink(text);
    if (link.ok && refused(link.relay) === null && !(await agrees(link.relay.host))) return;
    // While the question was open another link to the same place may have come: codes age.
    const result = await pair(whereTo(newest) === whereTo(text) ? newest : text);
    if (!result.ok) await askInDialog({ type: 'warning', message: systemText(problemOf(result)) });
  }

  function problemOf(failure: PairFailure): string {
    return pairProblem(failure, language().words);
  }

  /** A host's name as it is looked up: letters of other scripts stand as `xn--`, and a port is named. */
  async function agrees(relay: string): Promise<boolean> {
    const { words } = language();
    const asked = isPaired() ? words.pairing.anew : words.pairing.first;
    const chosen = await askInDialog({
      type: 'question',
      message: systemText(asked.question(relay)),
      detail: systemText(asked.detail, { lines: true }),
      buttons: [systemText(asked.keep), systemText(asked.yes)],
    });
    return chosen === 1;
  }
}

/** Links to one relay are one question; the others differ as they are. */
function whereTo(text: string): string {
  const link = readPairingLink(text);
  return link.ok ? link.relay.href : text;
}
