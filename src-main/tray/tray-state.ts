import type { LinkState } from '../../src-shared/ipc/contract.ts';

/** What the tray depends on. */
export interface TrayFacts {
  readonly link: LinkState;
  /** How many calls are ringing or being dialled on screen. */
  readonly ringing: number;
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

/**
 * What the tray shows: nothing but the truth about the connection.
 * @param timeOf writes a moment, ms by this machine's clock, as a time of day
 */
export function trayView({ link, ringing }: TrayFacts, timeOf: (at: number) => string): TrayView {
  const connection = connectionLine(link, timeOf);
  return {
    icon: iconOf(link, ringing),
    tooltip: `Ringside: ${ringing > 0 && link.kind === 'live' ? 'ringing' : connection}`,
    items: [
      { label: connection, action: null },
      { separator: true },
      isPaired(link)
        ? { label: 'Calls…', action: 'calls' }
        : { label: 'Pair this computer…', action: 'pair' },
      { separator: true },
      { label: 'Quit', action: 'quit' },
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

function connectionLine(link: LinkState, timeOf: (at: number) => string): string {
  switch (link.kind) {
    case 'live':
      return `Connected as ${link.agent}`;
    case 'connecting':
      return 'Connecting…';
    case 'reconnecting':
      return `Reconnecting since ${timeOf(link.since)}`;
    case 'unpaired':
      return 'Not paired yet';
    case 'revoked':
      return 'Access was taken away: pair again';
  }
}
