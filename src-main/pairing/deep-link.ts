import { app } from 'electron';
import type { PairResult } from '../../src-shared/ipc/contract.ts';
import type { Language } from '../../src-shared/words/language.ts';
import { askInDialog } from '../security/system-dialog.ts';
import { systemText } from '../security/system-text.ts';
import type { Openings } from './openings.ts';
import { linkAmong, LINK_SCHEME, readPairingLink } from './pairing-link.ts';

export interface DeepLinkOptions {
  readonly openings: Openings;
  readonly pair: (link: string) => Promise<PairResult>;
  readonly isPaired: () => boolean;
  /** The app was started a second time, or a link was followed: show it. */
  readonly onShow: () => void;
  readonly language: () => Language;
}

/**
 * Follows pairing links that the system hands over. Any web page can offer one: a computer that is paired is never
 * paired anew without asking.
 */
export function followPairingLinks({ openings, pair, isPaired, onShow, language }: DeepLinkOptions): void {
  // In development this would point the system's links at a bare Electron.
  if (app.isPackaged) app.setAsDefaultProtocolClient(LINK_SCHEME);
  const first = linkAmong(process.argv.slice(1));
  if (first !== null) void follow(first);
  openings.follow((args) => {
    onShow();
    const link = linkAmong(args);
    if (link !== null) void follow(link);
  });

  async function follow(text: string): Promise<void> {
    onShow();
    const link = readPairingLink(text);
    if (link.ok && isPaired() && !(await agrees(link.relay.host))) return;
    const result = await pair(text);
    if (result.ok) return;
    const message = systemText(language().words.pairing.problem[result.problem]);
    await askInDialog({ type: 'warning', message });
  }

  async function agrees(relay: string): Promise<boolean> {
    const { question, detail, keep, yes } = language().words.pairing.anew;
    const chosen = await askInDialog({
      type: 'question',
      message: systemText(question(relay)),
      detail: systemText(detail, { lines: true }),
      buttons: [systemText(keep), systemText(yes)],
    });
    return chosen === 1;
  }
}
