import type { LinkState } from '../../src-shared/link/link-state.ts';
import type { KeptAway } from '../../src-shared/presence/kept-away.ts';
import { systemText, type SystemText } from '../security/system-text.ts';
import type { TrayFacts, TrayIcon, TrayItem } from './tray-facts.ts';
import { connectionLine, isPaired, keptAwayLine, whyLine } from './tray-lines.ts';
import { trayMenu } from './tray-menu.ts';

export interface TrayView {
  readonly icon: TrayIcon;
  /** Drawn into the icon: "1" to "9", "9+"; '' for none. */
  readonly badge: SystemText;
  readonly tooltip: SystemText;
  readonly items: readonly TrayItem[];
}

const MOST_ON_BADGE = 9;

/** What the tray shows: nothing but the truth about the connection, and what was missed. */
export function trayView(facts: TrayFacts): TrayView {
  const { link, ringing, missed, keptAway, language } = facts;
  const { call, tray } = language.words;
  const icon = iconOf(link, ringing, keptAway);
  const said = [icon === 'ringing' ? tray.ringing : connectionLine(link, language)];
  const why = whyLine(link, language);
  if (why !== null) said.push(why);
  if (isPaired(link)) {
    if (missed > 0) said.push(call.missed(missed));
    if (keptAway !== null) said.push(keptAwayLine(keptAway, language));
  }
  return {
    icon,
    badge: systemText(isPaired(link) ? badgeOf(missed) : ''),
    tooltip: systemText(tray.tooltip(said.join(' · '))),
    items: trayMenu(facts),
  };
}

/** A ringing call is only shown over a link that lives: a lost one is the more important news. */
function iconOf(link: LinkState, ringing: number, kept: KeptAway | null): TrayIcon {
  switch (link.kind) {
    case 'live':
      if (ringing > 0) return 'ringing';
      return kept === null ? 'connected' : 'quiet';
    case 'connecting':
    case 'reconnecting':
      return 'reconnecting';
    case 'unpaired':
    case 'revoked':
      return 'unpaired';
  }
}

function badgeOf(missed: number): string {
  if (missed <= 0) return '';
  return missed > MOST_ON_BADGE ? `${MOST_ON_BADGE}+` : String(missed);
}
