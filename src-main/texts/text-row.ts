import type { EventOf } from '../../src-shared/allo/events.ts';
import type { ReceivedEvent } from '../../src-shared/calls/call.ts';
import { happenedHere } from '../../src-shared/calls/fold.ts';
import { withShortLines } from '../../src-shared/card/short-lines.ts';
import { agentName, lineName } from '../../src-shared/card/names.ts';
import { readableNumber, readNumber, type ReadableNumber } from '../../src-shared/format/phone.ts';
import { isVisible } from '../../src-shared/format/visible-text.ts';
import { foldText } from '../../src-shared/history/fold-text.ts';
import { numberSpellings } from '../../src-shared/history/number-spellings.ts';
import { SHOWN_CHARS, type Party, type TextRow } from '../../src-shared/texts/rows.ts';
import { agentBehind } from '../../src-shared/wire/policy.ts';
import type { AppState } from '../app-state/app-state.ts';

/** More of a text is not looked through by a search. */
const SEARCHED_CHARS = 20_000;

/** What a text says of itself: which end is the other party's, and which the team's. */
export interface TextEnds {
  readonly data: EventOf<'sms.received'>['data'];
  readonly direction: TextRow['direction'];
  /** As the webhook wrote it; null when withheld. */
  readonly number: string | null;
  readonly name: string | null;
  /** The Allo number. */
  readonly line: string | null;
}

/** Null: the event is no text message. */
export function endsOfText({ event }: ReceivedEvent): TextEnds | null {
  if (event.topic === 'sms.received') {
    const { data } = event;
    return {
      data,
      direction: 'inbound',
      number: data.from_number,
      name: data.from_name,
      line: data.to_number,
    };
  }
  if (event.topic !== 'sms.sent') return null;
  const { data } = event;
  return { data, direction: 'outbound', number: data.to_number, name: data.to_name, line: data.from_number };
}

/** Whom a number is known as; both null: nobody knows. */
export type NamesOf = (number: string | null) => Pick<Party, 'name' | 'company'>;

/** A text in its thread, and everything that a search should find it by; null: it is none. */
export function textRow(
  received: ReceivedEvent,
  unread: boolean,
  namesOf: NamesOf,
  { me, policy }: AppState,
): TextRow | null {
  const ends = endsOfText(received);
  if (ends === null) return null;
  const { data, direction } = ends;
  const written = data.content !== null && isVisible(data.content) ? data.content : '';
  const sender =
    direction === 'outbound' && data.user_email !== null
      ? agentBehind(data.user_email.toLowerCase(), policy)
      : null;
  const mine = sender !== null && sender === me;
  const row = {
    id: received.webhookId,
    at: happenedHere(received),
    direction,
    text: written.slice(0, SHOWN_CHARS).replace(/[\uD800-\uDBFF]$/, ''),
    isCut: written.length > SHOWN_CHARS,
    isMms: data.type?.toUpperCase() === 'MMS',
    party: partyIn(ends, namesOf),
    by: sender === null || mine ? null : agentName(sender, policy),
    mine,
    line: lineName(ends.line, policy),
    unread,
  };
  const haystack = haystackOf(row, ends, written.slice(0, SEARCHED_CHARS));
  const { party, by, line } = row;
  return { ...row, ...withShortLines({ party, by, line }), haystack };
}

function partyIn({ number, name }: TextEnds, namesOf: NamesOf): Party {
  const readable = readableNumber(number);
  const known = readable === null ? { name: null, company: null } : namesOf(number);
  const { e164, tail } = readNumber(number);
  return {
    kind: kindOf(readable),
    e164,
    tail,
    display: readable?.display ?? null,
    callable: readable !== null && readable.e164 !== null,
    name: known.name ?? name,
    company: known.company,
  };
}

function kindOf(readable: ReadableNumber | null): Party['kind'] {
  if (readable === null) return 'withheld';
  return readable.kind === 'sender' ? 'sender' : 'number';
}

function haystackOf(
  { party, by, line, isMms }: Omit<TextRow, 'haystack'>,
  { number }: TextEnds,
  written: string,
): string {
  const said = [
    party.name,
    party.company,
    party.display,
    ...numberSpellings(number),
    by,
    line,
    isMms ? 'MMS' : null,
    written,
  ];
  // A line break between two of them, so that a search never finds what nobody said.
  return said.flatMap((part) => (part === null || part === '' ? [] : foldText(part))).join('\n');
}
