import type { PreferenceName } from '../../src-shared/preferences/preferences.ts';
import type { Policy } from '../../src-shared/wire/policy.ts';
import type { Words } from '../../src-shared/words/en.ts';

type Name = (words: Words) => string;

const CHOICES: Readonly<Record<PreferenceName, Name>> = {
  corner: (words) => words.settings.corner,
  display: (words) => words.settings.display,
  sound: (words) => words.settings.sound,
  volume: (words) => words.settings.volume,
  mutedLines: (words) => words.settings.mutedLines,
  outboundCards: (words) => words.settings.outboundCards,
  quietHours: (words) => words.settings.quietHours,
  quietHoursOffUntil: (words) => words.settings.quietHours,
  snoozedUntil: (words) => words.settings.snooze,
  hideFromCapture: (words) => words.settings.hideFromCapture,
  historyDays: (words) => words.settings.historyDays,
  launchAtLogin: (words) => words.settings.launchAtLogin,
  language: (words) => words.settings.language,
  theme: (words) => words.settings.theme,
  summonShortcut: (words) => words.settings.shortcut,
  notifyMissed: (words) => words.settings.notifyMissed,
  notifySms: (words) => words.call.messages,
};

const PARTS: Readonly<Record<keyof Policy | 'policy', Name>> = {
  policy: (words) => words.settings.unreadPolicy,
  ringWindow: (words) => words.settings.unreadRingWindow,
  closedStages: (words) => words.settings.unreadClosedStages,
  lines: (words) => words.settings.unreadLines,
  ownLines: (words) => words.settings.unreadLines,
  agents: (words) => words.settings.unreadAgents,
  crm: (words) => words.settings.crm,
  card: (words) => words.settings.unreadCard,
  app: (words) => words.settings.unreadPolicy,
};

/** What fields of a policy, named as `app.fixed.theme` or `lines[3].name`, are called for people; each once. */
export function namesOf(fields: readonly string[], words: Words): string[] {
  const names = fields.flatMap((field) => {
    const [part = '', , choice = ''] = field.split(/[.[]/);
    if (part === 'app' && isKeyOf(CHOICES, choice)) return CHOICES[choice](words);
    // The rest of a welcome decides nothing.
    return isKeyOf(PARTS, part) ? PARTS[part](words) : [];
  });
  return [...new Set(names)];
}

function isKeyOf<T extends object>(table: T, key: string): key is string & keyof T {
  return Object.hasOwn(table, key);
}
