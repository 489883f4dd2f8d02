import type { EventOf } from '../../src-shared/allo/events.ts';
import type { CallKey } from '../../src-shared/brand.ts';
import type { Call } from '../../src-shared/calls/call.ts';
import { endOf } from '../../src-shared/calls/phase.ts';
import type { CardModel } from '../../src-shared/card/model.ts';
import { partyName } from '../../src-shared/card/names.ts';
import { readableNumber, readNumber } from '../../src-shared/format/phone.ts';
import type { Language } from '../../src-shared/words/language.ts';
import { timeOfDay } from '../tray/tray-lines.ts';
import { bodyOf, titleOf, type Notice } from './notice.ts';

/** One notice for each caller who was missed, newest first; a withheld number is a caller of its own. */
export function missedNotices(calls: readonly Call[], language: Language): Notice[] {
  const callers = new Map<string, Call[]>();
  for (const call of calls) {
    const id = `missed:${readNumber(call.number).tail ?? call.key}`;
    callers.set(id, [...(callers.get(id) ?? []), call]);
  }
  return [...callers].flatMap(([id, [newest, ...earlier]]) =>
    newest === undefined ? [] : [missedNotice(id, newest, earlier.length + 1, language)],
  );
}

function missedNotice(id: string, call: Call, times: number, { words, locale }: Language): Notice {
  const { notice } = words;
  const at = timeOfDay(call.startedAt, locale);
  const said = [
    call.company?.name ?? null,
    times > 1 ? notice.calledTimes(times, at) : at,
    endOf(call) === 'voicemail' ? words.phase.voicemail : null,
  ];
  return {
    id,
    title: titleOf(notice.missed(partyName(call) ?? words.call.numberWithheld)),
    body: bodyOf(said.filter((part) => part !== null).join(' · ')),
    call: call.key,
    isUrgent: false,
  };
}

/** @param call the newest with the sender, for a click */
export function textNotice(
  sms: EventOf<'sms.received'>['data'],
  call: CallKey | null,
  known: string | null,
  { words }: Language,
): Notice {
  const who = known ?? sms.from_name ?? readableNumber(sms.from_number)?.display ?? words.call.numberWithheld;
  const line = (sms.content ?? '').split(/\r?\n/).find((text) => text.trim() !== '') ?? '';
  return {
    id: `text:${readNumber(sms.from_number).tail ?? sms.id}`,
    title: titleOf(words.notice.text(who)),
    body: bodyOf(line),
    call,
    isUrgent: false,
  };
}

/** A ring where no window may say where it is. */
export function ringNotice(card: CardModel, { words }: Language): Notice {
  const { caller, deals } = card;
  const said = [
    caller.company,
    caller.name === null ? null : (caller.number?.display ?? null),
    card.line,
    deals.length > 0 ? words.call.openDeals(deals.length) : null,
  ];
  return {
    id: `ring:${card.key}`,
    title: titleOf(words.call.from(caller.name ?? caller.number?.display ?? words.call.numberWithheld)),
    body: bodyOf(said.filter((part) => part !== null).join(' · ')),
    call: card.key,
    isUrgent: true,
  };
}
