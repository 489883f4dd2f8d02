import type { KeptAway } from '../presence/kept-away.ts';
import type { Words } from './en.ts';

/**
 * What keeps cards away, in a few words, the same wherever it stands: "Do not disturb until 15:30".
 * @param moment how a moment is written there, ms since 1970
 */
export function keptAwayIn(kept: KeptAway, words: Words, moment: (at: number) => string): string {
  switch (kept.kind) {
    case 'snoozed':
      return words.keptAway.snoozed(moment(kept.until));
    case 'quiet-hours':
      return kept.until === null
        ? words.keptAway.quietHours
        : words.keptAway.quietHoursUntil(moment(kept.until));
    case 'lines-muted':
      return words.keptAway.linesMuted;
    case 'away':
      return words.keptAway.away;
    case 'no-place':
      return kept.instead === 'notification' ? words.keptAway.notificationsOnly : words.keptAway.nothing;
  }
}

/** What that means for the agent, and what to do where no click helps. */
export function keptAwayMeaning(kept: KeptAway, words: Words): string {
  switch (kept.kind) {
    case 'snoozed':
    case 'quiet-hours':
      return kept.canResume
        ? words.keptAway.meaning.quiet
        : `${words.keptAway.meaning.quiet} ${words.keptAway.meaning.byAdmin}`;
    case 'lines-muted':
      return kept.canResume
        ? words.keptAway.meaning.muted
        : `${words.keptAway.meaning.muted} ${words.keptAway.meaning.byAdmin}`;
    case 'away':
      return words.keptAway.meaning.away;
    case 'no-place':
      return kept.instead === 'notification'
        ? words.keptAway.meaning.notificationsOnly
        : words.keptAway.meaning.nothing;
  }
}

/** What the click says that brings cards back; null: none does. */
export function resumeIn(kept: KeptAway, words: Words): string | null {
  if (!('canResume' in kept) || !kept.canResume) return null;
  return kept.kind === 'lines-muted' ? words.keptAway.unmute : words.keptAway.resume;
}
