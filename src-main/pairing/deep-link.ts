import { app, dialog } from 'electron';
import type { PairProblem, PairResult } from '../../src-shared/ipc/contract.ts';
import { linkAmong, LINK_SCHEME, readPairingLink } from './pairing-link.ts';

export interface DeepLinkOptions {
  readonly pair: (link: string) => Promise<PairResult>;
  readonly isPaired: () => boolean;
  /** The app was started a second time, or a link was followed: show it. */
  readonly onShow: () => void;
}

/**
 * Follows pairing links that the system hands over. Any web page can offer one: a computer that is paired is never
 * paired anew without asking.
 */
export function followPairingLinks({ pair, isPaired, onShow }: DeepLinkOptions): void {
  // In development this would point the system's links at a bare Electron.
  if (app.isPackaged) app.setAsDefaultProtocolClient(LINK_SCHEME);
  app.on('open-url', (event, url) => {
    event.preventDefault();
    void follow(url);
  });
  app.on('second-instance', (_, args) => {
    onShow();
    const link = linkAmong(args.slice(1));
    if (link !== null) void follow(link);
  });
  const first = linkAmong(process.argv.slice(1));
  if (first !== null) void follow(first);

  async function follow(text: string): Promise<void> {
    onShow();
    const link = readPairingLink(text);
    if (link.ok && isPaired() && !(await agrees(link.relay.host))) return;
    const result = await pair(text);
    if (!result.ok) await dialog.showMessageBox({ type: 'warning', message: EXPLANATIONS[result.problem] });
  }
}

async function agrees(host: string): Promise<boolean> {
  const { response } = await dialog.showMessageBox({
    type: 'question',
    message: `Pair this computer with ${host} instead?`,
    detail: 'Only do this when you asked for the link. The calls of the relay before are replaced.',
    buttons: ['Keep as it is', 'Pair anew'],
    defaultId: 0,
    cancelId: 0,
  });
  return response === 1;
}

const EXPLANATIONS: Readonly<Record<PairProblem, string>> = {
  'not-a-link': 'This is not a pairing link.',
  insecure: 'This link leads to a relay without encryption, so it is not used.',
  unreachable: 'The relay cannot be reached. Check the network and try again.',
  expired: 'This link was used already or is older than 15 minutes. Ask for a new one.',
  'too-many': 'Too many tries. Wait a few minutes and try again.',
  refused: 'The relay refused this link. Ask for a new one.',
};
