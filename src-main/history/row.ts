import type { Call, Collected } from '../../src-shared/calls/call.ts';
import type { CardModel } from '../../src-shared/card/model.ts';
import { callFactsOf } from '../../src-shared/card/call-facts.ts';
import { contactFactsOf } from '../../src-shared/card/contact-facts.ts';
import { isUnreached } from '../../src-shared/calls/phase.ts';
import { isByAssistant } from '../../src-shared/calls/result.ts';
import { firstSentence } from '../../src-shared/format/first-sentence.ts';
import { nameSpellings } from '../../src-shared/format/person-name.ts';
import { foldText } from '../../src-shared/history/fold-text.ts';
import { readNumber } from '../../src-shared/format/phone.ts';
import { numberSpellings } from '../../src-shared/history/number-spellings.ts';
import type { TranscriptLine } from '../../src-shared/calls/transcript.ts';
import type { HistoryRow } from '../../src-shared/history/rows.ts';
import { agentBehind, type Policy } from '../../src-shared/wire/policy.ts';
import type { AppState } from '../app-state/app-state.ts';

/** A call in the list: what its card says, shortened, and everything that a search should find it by. */
export function historyRow(
  call: Call,
  card: CardModel,
  transcript: readonly TranscriptLine[],
  appState: AppState,
): HistoryRow {
  const { caller, claim } = card;
  const owner = card.handledBy ?? (claim === null || claim.mine ? null : claim.who);
  return {
    key: call.key,
    startedAt: call.startedAt,
    phase: card.phase,
    result: card.result,
    direction: card.direction,
    name: caller.name,
    company: caller.company,
    number: caller.number?.display ?? null,
    numberKey: readNumber(call.number),
    line: card.line,
    durationS: card.durationS,
    owner,
    mine:
      claim?.mine === true ||
      (!isUnreached(card.phase, call) && !isByAssistant(card.result) && isByMe(call, appState)),
    claimed: claim !== null,
    isShared: card.isShared,
    hasDeal: card.deals.length > 0,
    hasNote: card.note !== '',
    isTest: card.isTest,
    tags: card.tags,
    summary: firstSentence(card.summary ?? card.left),
    haystack: haystackOf(call, card, transcript, owner, appState.policy),
  };
}

/** What was answered, to look for: a "yes" is nobody's to find. */
function valueOf({ value }: Collected): string {
  return typeof value === 'boolean' ? '' : String(value);
}

function isByMe(call: Call, { me, policy }: AppState): boolean {
  const isMe = (address: string) => agentBehind(address, policy) === me;
  if (call.handledBy !== null) return isMe(call.handledBy);
  return call.direction === 'outbound' && call.users.some(isMe);
}

function haystackOf(
  call: Call,
  card: CardModel,
  transcript: readonly TranscriptLine[],
  owner: string | null,
  policy: Policy,
): string {
  const { caller } = card;
  const contact = contactFactsOf(call);
  const said = [
    ...nameSpellings(caller.name),
    caller.company,
    caller.jobTitle,
    caller.number?.display,
    ...numberSpellings(call.number),
    card.line,
    owner,
    ...card.tags,
    ...call.tags,
    ...card.deals.map((deal) => deal.name),
    card.summary,
    card.note,
    ...contact.emails,
    ...contact.numbers,
    ...(call.person?.numbers ?? []).flatMap(numberSpellings),
    ...contact.properties.flatMap(({ facts }) => facts.map(valueOf)),
    ...callFactsOf(call, card, policy).map(({ value }) => value),
    ...card.menu,
    ...card.collected.map(valueOf),
    ...transcript.map((line) => line.text),
  ];
  // A line break between two of them, so that a search never finds what nobody said; folding would make it a blank.
  return said
    .flatMap((part) => (part === null || part === undefined || part === '' ? [] : foldText(part)))
    .join('\n');
}
