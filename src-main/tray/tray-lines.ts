import type { LinkState } from '../../src-shared/ipc/contract.ts';
import type { Language } from '../../src-shared/words/language.ts';
import type { Quiet } from '../presence/quiet-watch.ts';

export function isPaired(link: LinkState): boolean {
  return link.kind !== 'unpaired' && link.kind !== 'revoked';
}

export function connectionLine(link: LinkState, { words: { connection }, locale }: Language): string {
  switch (link.kind) {
    case 'live':
      return connection.liveAs(link.agent);
    case 'connecting':
      return connection.connecting;
    case 'reconnecting':
      return connection.reconnecting(timeOfDay(link.since, locale));
    case 'unpaired':
      return connection.unpaired;
    case 'revoked':
      return connection.revoked;
  }
}

/** "Do not disturb until 15:30". */
export function quietLine(
  quiet: Exclude<Quiet, { kind: 'no' }>,
  { words: { settings, tray }, locale }: Language,
): string {
  return quiet.kind === 'snoozed' ? tray.snoozedUntil(timeOfDay(quiet.until, locale)) : settings.quietHours;
}

export function timeOfDay(at: number, locale: string): string {
  return new Intl.DateTimeFormat(locale, { timeStyle: 'short' }).format(at);
}
