import type { LinkState } from '../../src-shared/ipc/contract.ts';
import type { Language } from '../../src-shared/words/language.ts';
import type { Quiet } from '../presence/quiet-watch.ts';

export function isPaired(link: LinkState): boolean {
  return link.kind !== 'unpaired' && link.kind !== 'revoked';
}

export function connectionLine(link: LinkState, { words: { tray }, locale }: Language): string {
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

/** "Do not disturb until 15:30". */
export function quietLine(
  quiet: Exclude<Quiet, { kind: 'no' }>,
  { words: { tray }, locale }: Language,
): string {
  return quiet.kind === 'snoozed' ? tray.snoozedUntil(timeOfDay(quiet.until, locale)) : tray.quietHours;
}

export function timeOfDay(at: number, locale: string): string {
  return new Intl.DateTimeFormat(locale, { timeStyle: 'short' }).format(at);
}
