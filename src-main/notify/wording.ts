import type { EventOf } from '../../src-shared/allo/events.ts';
import type { WebhookId } from '../../src-shared/brand.ts';
import type { Call } from '../../src-shared/calls/call.ts';
import { endOf } from '../../src-shared/calls/phase.ts';
import type { CardModel } from '../../src-shared/card/model.ts';
import { partyName } from '../../src-shared/card/names.ts';
import { firstSentence } from '../../src-shared/format/first-sentence.ts';
import { readableNumber, readNumber, sameNumber, type NumberKey } from '../../src-shared/format/phone.ts';
import { isVisible } from '../../src-shared/format/visible-text.ts';
import type { Language } from '../../src-shared/words/language.ts';
import { timeOfDay } from '../tray/tray-lines.ts';
import { bodyOf, titleOf, type Notice } from './notice.ts';

/** Who was missed, by the id of their notice: their newest call, and how many. A withheld number is a caller of its own. */
export type MissedCallers = ReadonlyMap<string, { readonly newest: Call; readonly times: number }>;

/** @param calls newest first, as the callers are then */
export function missedCallers(calls: readonly Call[]): MissedCallers {
  const callers = new Map<string, { newest: Call; times: number }>();
  const known = new Map<string, { readonly number: NumberKey; readonly id: string }[]>();
  for (const call of calls) {
    const number = readNumber(call.number);
    // Withheld numbers are nobody's.
    const alike = number.tail === null ? [] : (known.get(number.tail) ?? []);
    const found = alike.find((one) => sameNumber(one.number, number) !== null);
    const caller = found === undefined ? undefined : callers.get(found.id);
    if (caller !== undefined) {
      caller.times += 1;
      continue;
    }
    const id = `missed:${idOf(number) ?? call.key}`;
    callers.set(id, { newest: call, times: 1 });
    if (number.tail !== null) known.set(number.tail, [...alike, { number, id }]);
  }
  return callers;
}

/** In full where it is known: somebody abroad may have the same last digits. */
function idOf({ e164, tail }: NumberKey): string | null {
  return e164 ?? tail;
}

export function missedNotice(id: string, call: Call, times: number, { words, locale }: Language): Notice {
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
    opens: { view: 'calls', call: call.key },
    isUrgent: false,
  };
}

/**
 * @param text the webhook that brought it
 * @param known what calls with the sender say whom it is from
 */
export function textNotice(
  text: WebhookId,
  sms: EventOf<'sms.received'>['data'],
  known: string | null,
  { words }: Language,
): Notice {
  const who = known ?? sms.from_name ?? readableNumber(sms.from_number)?.display ?? words.call.numberWithheld;
  const written = (sms.content ?? '').split(/\r?\n/).find(isVisible);
  const line = written ?? (sms.type?.toUpperCase() === 'MMS' ? words.texts.mms : words.texts.noWords);
  return {
    id: `text:${idOf(readNumber(sms.from_number)) ?? sms.id}`,
    title: titleOf(words.notice.text(who)),
    body: bodyOf(line),
    opens: { view: 'texts', text },
    isUrgent: false,
  };
}

/** A call of this agent's whose end was told long after it, where no window may say where it is. */
export function lateNotice(call: Call, { words, locale }: Language): Notice {
  const said = [timeOfDay(call.startedAt, locale), firstSentence(call.summary)];
  return {
    id: `late:${call.key}`,
    title: titleOf(words.notice.toldLate(partyName(call) ?? words.call.numberWithheld)),
    body: bodyOf(said.filter((part) => part !== null).join(' · ')),
    opens: { view: 'calls', call: call.key },
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
    opens: { view: 'calls', call: card.key },
    isUrgent: true,
  };
}
