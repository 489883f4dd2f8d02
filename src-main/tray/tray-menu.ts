import { SNOOZES } from '../../src-shared/preferences/snooze.ts';
import { resumeIn } from '../../src-shared/words/kept-away.ts';
import { systemText } from '../security/system-text.ts';
import type { NewestCall, TrayAction, TrayFacts, TrayItem } from './tray-facts.ts';
import { connectionLine, isPaired, keptAwayLine, timeOfDay, whyLine } from './tray-lines.ts';

const SEPARATOR: TrayItem = { separator: true };
/** A menu is no place to read long names in. */
const MAX_NAME_CHARS = 40;

/** The menu of the tray, from the connection down to quitting. */
export function trayMenu(facts: TrayFacts): TrayItem[] {
  const { link, language } = facts;
  const { tray } = language.words;
  const connection = line(connectionLine(link, language), null);
  const settings = line(tray.settings, { kind: 'settings' });
  const diagnostics = line(language.words.diagnostics.copy, { kind: 'diagnostics' });
  const quit = line(tray.quit, { kind: 'quit' });
  if (!isPaired(link)) {
    const pair = line(tray.pair, { kind: 'pair' });
    return [connection, SEPARATOR, pair, settings, diagnostics, SEPARATOR, ...updateOf(facts), quit];
  }
  return [
    connection,
    ...whyOf(facts),
    ...keptAwayOf(facts),
    SEPARATOR,
    ...callsOf(facts),
    line(tray.calls, { kind: 'calls' }),
    SEPARATOR,
    snoozeOf(facts),
    line(tray.activity, { kind: 'activity' }),
    settings,
    ...(link.kind === 'live' ? [line(language.words.testCall.title, { kind: 'test-call' })] : []),
    diagnostics,
    SEPARATOR,
    ...updateOf(facts),
    quit,
  ];
}

/** There only when a restart brings something. */
function updateOf({ update, language }: TrayFacts): TrayItem[] {
  return update === null ? [] : [line(language.words.updates.restartFor(update), { kind: 'update' })];
}

/** Why there is no connection. */
function whyOf({ link, language }: TrayFacts): TrayItem[] {
  const why = whyLine(link, language);
  return why === null ? [] : [line(why, null)];
}

/** What keeps cards away, and the one click that brings them back. */
function keptAwayOf({ keptAway, language }: TrayFacts): TrayItem[] {
  if (keptAway === null) return [];
  const resume = resumeIn(keptAway, language.words);
  return [
    line(keptAwayLine(keptAway, language), null),
    ...(resume === null ? [] : [line(resume, { kind: 'resume' })]),
  ];
}

function callsOf({ missed, newest, language }: TrayFacts): TrayItem[] {
  const { tray } = language.words;
  return [
    ...(missed > 0 ? [line(language.words.call.missed(missed), { kind: 'calls' })] : []),
    ...newest.map((call) => line(lineOf(call), { kind: 'call', call: call.key })),
  ];

  function lineOf({ who, startedAt, isMissed }: NewestCall): string {
    const name = systemText(who ?? language.words.call.numberWithheld, { most: MAX_NAME_CHARS });
    const at = timeOfDay(startedAt, language.locale);
    return isMissed ? tray.missedAt(name, at) : tray.callAt(name, at);
  }
}

function snoozeOf({ keptAway, isSnoozeFixed, language }: TrayFacts): TrayItem {
  const { settings } = language.words;
  if (isSnoozeFixed) return line(settings.snooze, null);
  const choices = SNOOZES.map((snooze) => line(settings.snoozes[snooze], { kind: 'snooze', for: snooze }));
  const off = keptAway?.kind === 'snoozed' ? [SEPARATOR, line(settings.snoozeEnd, { kind: 'wake' })] : [];
  return { label: systemText(settings.snooze), items: [...choices, ...off] };
}

function line(text: string, action: TrayAction | null): TrayItem {
  return { label: systemText(text), action };
}
