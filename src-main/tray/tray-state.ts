import type { LinkState } from '../../src-shared/ipc/contract.ts';
import type { Language } from '../../src-shared/words/language.ts';

/** What the tray depends on. */
export interface TrayFacts {
  readonly link: LinkState;
  /** How many calls are ringing or being dialled on screen. */
  readonly ringing: number;
  readonly language: Language;
}

export const TRAY_ICONS = ['connected', 'reconnecting', 'ringing', 'unpaired'] as const;
export type TrayIcon = (typeof TRAY_ICONS)[number];
export type TrayAction = 'calls' | 'pair' | 'quit';

/** A menu line; without an action it only informs. */
export type TrayItem =
  | { readonly label: string; readonly action: TrayAction | null }
  | { readonly separator: true };

export interface TrayView {
  readonly icon: TrayIcon;
  readonly tooltip: string;
  readonly items: readonly TrayItem[];
}

/** What the tray shows: nothing but the truth about the connection. */
export function trayView({ link, ringing, language }: TrayFacts): TrayView {
  const { product, tray } = language.words;
  const connection = connectionLine(link, language);
  return {
    icon: iconOf(link, ringing),
    tooltip: `${product}: ${ringing > 0 && link.kind === 'live' ? tray.ringing : connection}`,
    items: [
      { label: connection, action: null },
      { separator: true },
      isPaired(link) ? { label: tray.calls, action: 'calls' } : { label: tray.pair, action: 'pair' },
      { separator: true },
      { label: tray.quit, action: 'quit' },
    ],
  };
}

/** A ringing call is only shown over a link that lives: a lost one is the more important news. */
function iconOf(link: LinkState, ringing: number): TrayIcon {
  switch (link.kind) {
    case 'live':
      return ringing > 0 ? 'ringing' : 'connected';
    case 'connecting':
    case 'reconnecting':
      return 'reconnecting';
    case 'unpaired':
    case 'revoked':
      return 'unpaired';
  }
}

function isPaired(link: LinkState): boolean {
  return link.kind !== 'unpaired' && link.kind !== 'revoked';
}

function connectionLine(link: LinkState, { words: { tray }, locale }: Language): string {
  switch (link.kind) {
    case 'live':
      return tray.liveAs(link.agent);
    case 'connecting':
      return tray.connecting;
    case 'reconnecting':
      return tray.reconnecting(timeOfDay(link.since, locale));
    case 'unpaired':
      return tray.unpaired;
    case 'revoked':
      return tray.revoked;
  }
}

function timeOfDay(at: number, locale: string): string {
  return new Intl.DateTimeFormat(locale, { timeStyle: 'short' }).format(at);
}
