import type { Verdict } from '../../../src-shared/activity/activity.ts';
import type { Language } from '../../../src-shared/words/language.ts';
import { durationOf } from '../../../src-shared/format/durations.ts';

/** Whether the event put a card on screen, or changed one. */
export function hadCard({ kind }: Verdict): boolean {
  return kind === 'popped' || kind === 'updated' || kind === 'told-late';
}

/** How much a verdict wants to be seen: a card, something held back, or a plain note. */
export function toneOf({ kind }: Verdict): 'card' | 'held' | 'plain' | 'bad' {
  switch (kind) {
    case 'popped':
      return 'card';
    case 'late':
    case 'line-muted':
    case 'outbound-off':
    case 'snoozed':
    case 'quiet-hours':
    case 'away':
    case 'held-back':
      return 'held';
    case 'unreadable':
      return 'bad';
    case 'updated':
    case 'told-late':
    case 'colleague-dialled':
    case 'filed':
    case 'overtaken':
    case 'duplicate':
    case 'dismissed':
      return 'plain';
  }
}

/** What was done, and why, as a person would say it. */
export function verdictIn({ words }: Language, verdict: Verdict): string {
  switch (verdict.kind) {
    case 'late':
      return words.activity.late(durationOf(verdict.byS, words.units));
    case 'told-late':
      return words.activity.toldLate(durationOf(verdict.byS, words.units));
    default:
      return words.activity.verdict[verdict.kind];
  }
}

/** What happened, as a person would say it; a topic that is new says at least itself. */
export function topicIn({ words }: Language, topic: string): string {
  const known: Readonly<Record<string, string>> = words.topic;
  return known[topic] ?? `${words.otherTopic} (${topic})`;
}
