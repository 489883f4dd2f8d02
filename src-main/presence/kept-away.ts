import type { KeptAway } from '../../src-shared/presence/kept-away.ts';
import type { PreferenceName, Preferences } from '../../src-shared/preferences/preferences.ts';
import { isMuted } from './muted-lines.ts';
import { isQuiet, quietEnd } from './quiet-hours.ts';

const DAY_MS = 86_400_000;

/** The choices that make this a quiet time. */
export type QuietChoices = Pick<Preferences, 'snoozedUntil' | 'quietHours' | 'quietHoursOffUntil'>;

/** What cards depend on, whoever calls. */
export interface AwayFacts {
  /** ms by this machine's clock. */
  readonly now: number;
  readonly choices: QuietChoices & Pick<Preferences, 'mutedLines'>;
  /** What the admin has fixed. */
  readonly fixed: readonly PreferenceName[];
  /** The lines that the admin has named. */
  readonly lines: readonly { readonly number: string }[];
  /** The screen is locked or the computer asleep. */
  readonly away: boolean;
  /** Whether this desktop lets a window say where it is. */
  readonly placeable: boolean;
  readonly canNotify: boolean;
}

/** Whether the agent or the admin asked for quiet at `now`, and how. */
export function quietAt(choices: QuietChoices, now: number): 'snoozed' | 'quiet-hours' | null {
  const { snoozedUntil, quietHours, quietHoursOffUntil } = choices;
  if (snoozedUntil !== null && now < snoozedUntil) return 'snoozed';
  if (quietHoursOffUntil !== null && now < quietHoursOffUntil) return null;
  return isQuiet(quietHours, now) ? 'quiet-hours' : null;
}

/**
 * What keeps cards away now, whoever calls; null: cards come. What takes the most is named first: in a quiet time not
 * even a notification comes.
 */
export function keptAway(facts: AwayFacts): KeptAway | null {
  const { now, choices, fixed, lines } = facts;
  switch (quietAt(choices, now)) {
    case 'snoozed':
      return {
        kind: 'snoozed',
        until: choices.snoozedUntil ?? now,
        canResume: !fixed.includes('snoozedUntil'),
      };
    case 'quiet-hours':
      return {
        kind: 'quiet-hours',
        until: quietEnd(choices.quietHours, now),
        canResume: !fixed.includes('quietHours') && !fixed.includes('quietHoursOffUntil'),
      };
    case null:
  }
  if (lines.length > 0 && lines.every(({ number }) => isMuted(number, choices.mutedLines)))
    return { kind: 'lines-muted', canResume: !fixed.includes('mutedLines') };
  if (facts.away) return { kind: 'away' };
  return facts.placeable ? null : { kind: 'no-place', instead: facts.canNotify ? 'notification' : 'nothing' };
}

/**
 * The choices that bring cards back with one click; empty: nothing that the agent may choose does. Quiet hours stay as
 * they are and are off until they would end, for a day at most: a snooze that ends inside of them ends them too.
 */
export function resumingChoices(facts: AwayFacts): Partial<Preferences> {
  const kept = keptAway(facts);
  if (kept === null || !('canResume' in kept) || !kept.canResume) return {};
  switch (kept.kind) {
    case 'snoozed': {
      const after = { ...facts, choices: { ...facts.choices, snoozedUntil: null } };
      const rest = quietAt(after.choices, facts.now) === null ? {} : resumingChoices(after);
      return { snoozedUntil: null, ...rest };
    }
    case 'quiet-hours':
      return { quietHoursOffUntil: Math.min(kept.until ?? Infinity, facts.now + DAY_MS) };
    case 'lines-muted':
      return { mutedLines: [] };
  }
}
