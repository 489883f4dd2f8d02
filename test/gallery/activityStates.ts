import type { ActivityEntry, Verdict } from '../../src-shared/activity/activity.ts';
import type { CallKey } from '../../src-shared/brand.ts';
import { DAY, HOUR, MINUTE, NOW, SECOND } from './moment.ts';

const ENTRIES: readonly (readonly [string, Verdict, string | null, number, boolean?])[] = [
  ['call.received', { kind: 'popped' }, 'Philippa Okonkwo', 12 * SECOND],
  ['call.received', { kind: 'duplicate' }, 'Philippa Okonkwo', 14 * SECOND],
  ['call.answered', { kind: 'updated' }, 'Philippa Okonkwo', 18 * SECOND],
  ['call.received', { kind: 'popped' }, 'Ringside', 3 * MINUTE, true],
  ['summary.updated', { kind: 'updated' }, 'Mateo Lindqvist', 9 * MINUTE],
  ['call.completed', { kind: 'filed' }, 'Mateo Lindqvist', 11 * MINUTE],
  ['call.received', { kind: 'late', byS: 312 }, '+44 20 7946 0018', 42 * MINUTE],
  ['call.received', { kind: 'line-muted' }, '+44 20 7946 0018', HOUR],
  ['call.triggered', { kind: 'outbound-off' }, 'Initech Nordic', 2 * HOUR],
  ['sms.received', { kind: 'filed' }, 'Mateo Lindqvist', 3 * HOUR],
  ['call.received', { kind: 'snoozed' }, 'Wolfeschlegelsteinhausenbergerdorff Featherstonehaugh', 20 * HOUR],
  ['call.received', { kind: 'quiet-hours' }, null, 20.5 * HOUR],
  ['call.received', { kind: 'away' }, 'ليلى بنت عبد الرحمن', 21 * HOUR],
  ['call.received', { kind: 'overtaken' }, 'Philippa Okonkwo', DAY],
  ['call.received', { kind: 'dismissed' }, 'Philippa Okonkwo', 3 * DAY],
  ['contact.updated', { kind: 'filed' }, 'Philippa Okonkwo', 3 * DAY],
  ['deal.exploded', { kind: 'unreadable' }, null, 9 * DAY],
];

export const ACTIVITY: readonly ActivityEntry[] = ENTRIES.map(
  ([topic, verdict, who, ago, isTest = false], n) => ({
    id: ENTRIES.length - n,
    at: NOW - ago,
    topic,
    call: `call ${n}` as CallKey,
    who,
    verdict,
    isTest,
  }),
);

/** What main can never say, so that drawing it throws. */
export const NOT_DRAWN: readonly ActivityEntry[] = ACTIVITY.map((entry) => ({ ...entry, at: Number.NaN }));
