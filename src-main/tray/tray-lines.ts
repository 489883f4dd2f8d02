import type { LinkState } from '../../src-shared/link/link-state.ts';
import { dateTimeFormat } from '../../src-shared/format/formats.ts';
import { keptAwayIn } from '../../src-shared/words/kept-away.ts';
import type { Language } from '../../src-shared/words/language.ts';
import type { KeptAway } from '../../src-shared/presence/kept-away.ts';

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
      if (link.keychain === 'asking') return connection.keychainAsks;
      return link.keychain === 'other' ? connection.otherKeychain : connection.unpaired;
    case 'revoked':
      return connection.revoked;
  }
}

/** Why there is no connection, in a few words; null while there is one, or no reason is known. */
export function whyLine(link: LinkState, { words }: Language): string | null {
  if (link.kind !== 'reconnecting' || link.why === null) return null;
  return words.connection.why[link.why.trouble];
}

/** What keeps cards away, in a few words: "Do not disturb until 15:30". */
export function keptAwayLine(kept: KeptAway, { words, locale }: Language): string {
  return keptAwayIn(kept, words, (at) => timeOfDay(at, locale));
}

/** The hour and minute. */
export function timeOfDay(at: number, locale: string): string {
  return dateTimeFormat(locale, { timeStyle: 'short' }).format(at);
}
