import { SNOOZES } from '../../src-shared/preferences/snooze.ts';
import type { NewestCall, TrayFacts, TrayItem } from './tray-facts.ts';
import { connectionLine, isPaired, quietLine, timeOfDay } from './tray-lines.ts';

const SEPARATOR: TrayItem = { separator: true };
/** A menu is no place to read long names in. */
const MAX_NAME_CHARS = 40;

/** The menu of the tray, from the connection down to quitting. */
export function trayMenu(facts: TrayFacts): TrayItem[] {
  const { link, language } = facts;
  const { tray } = language.words;
  const connection: TrayItem = { label: connectionLine(link, language), action: null };
  const settings: TrayItem = { label: tray.settings, action: { kind: 'settings' } };
  const quit: TrayItem = { label: tray.quit, action: { kind: 'quit' } };
  if (!isPaired(link)) {
    const pair: TrayItem = { label: tray.pair, action: { kind: 'pair' } };
    return [connection, SEPARATOR, pair, settings, SEPARATOR, quit];
  }
  return [
    connection,
    ...quietOf(facts),
    SEPARATOR,
    ...callsOf(facts),
    { label: tray.calls, action: { kind: 'calls' } },
    SEPARATOR,
    snoozeOf(facts),
    { label: tray.activity, action: { kind: 'activity' } },
    settings,
    ...(link.kind === 'live'
      ? [{ label: language.words.testCall.title, action: { kind: 'test-call' } } as const]
      : []),
    SEPARATOR,
    quit,
  ];
}

function quietOf({ quiet, language }: TrayFacts): TrayItem[] {
  return quiet.kind === 'no' ? [] : [{ label: quietLine(quiet, language), action: null }];
}

function callsOf({ missed, newest, language }: TrayFacts): TrayItem[] {
  const { tray } = language.words;
  return [
    ...(missed > 0
      ? [{ label: language.words.call.missed(missed), action: { kind: 'calls' } } as const]
      : []),
    ...newest.map((call): TrayItem => ({ label: lineOf(call), action: { kind: 'call', call: call.key } })),
  ];

  function lineOf({ who, startedAt, isMissed }: NewestCall): string {
    const name = shortened(who ?? language.words.call.numberWithheld);
    const at = timeOfDay(startedAt, language.locale);
    return isMissed ? tray.missedAt(name, at) : tray.callAt(name, at);
  }
}

function snoozeOf({ quiet, isSnoozeFixed, language }: TrayFacts): TrayItem {
  const { settings } = language.words;
  if (isSnoozeFixed) return { label: settings.snooze, action: null };
  const choices = SNOOZES.map((snooze): TrayItem => ({
    label: settings.snoozes[snooze],
    action: { kind: 'snooze', for: snooze },
  }));
  const off: TrayItem[] =
    quiet.kind === 'snoozed' ? [SEPARATOR, { label: settings.snoozeEnd, action: { kind: 'wake' } }] : [];
  return { label: settings.snooze, items: [...choices, ...off] };
}

/** An ampersand would underline the letter after it. */
function shortened(name: string): string {
  const letters = [...name];
  const short = letters.length > MAX_NAME_CHARS ? `${letters.slice(0, MAX_NAME_CHARS - 1).join('')}…` : name;
  return short.replaceAll('&', '&&');
}
